#include "api/expr/update_parser.h"

#include <optional>
#include <utility>

#include "api/expr/messages.h"
#include "api/expr/operand_parser.h"
#include "api/expr/token_cursor.h"

namespace stator::api::expr {
namespace {

using ActionKind = UpdateActionSyntax::Kind;

std::optional<ActionKind> SectionOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kSet: return ActionKind::kSet;
    case TokenKind::kRemove: return ActionKind::kRemove;
    case TokenKind::kAdd: return ActionKind::kAdd;
    case TokenKind::kDelete: return ActionKind::kDelete;
    default: return std::nullopt;
  }
}

class UpdateParser {
 public:
  explicit UpdateParser(std::string_view text) : cursor_(text) {}

  Result<UpdateText> Run() {
    UpdateText update;
    do {
      STATOR_RETURN_IF_ERROR(ParseSection(&update));
    } while (cursor_.kind() != TokenKind::kEnd);
    return update;
  }

 private:
  Status ParseSection(UpdateText* update) {
    const auto section = SectionOf(cursor_.kind());
    if (!section) return cursor_.Unexpected();
    cursor_.Advance();
    bool first = true;
    do {
      STATOR_ASSIGN_OR_RETURN(UpdateActionSyntax action, ParseAction(*section));
      action.opens_section = first;
      first = false;
      update->actions.push_back(std::move(action));
    } while (cursor_.Accept(TokenKind::kComma));
    return OkStatus();
  }

  Result<UpdateActionSyntax> ParseAction(ActionKind kind) {
    UpdateActionSyntax action;
    action.kind = kind;
    STATOR_ASSIGN_OR_RETURN(action.path, ParsePath(&cursor_));
    if (kind == ActionKind::kSet) {
      STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kEqual));
      STATOR_ASSIGN_OR_RETURN(SetValue value, ParseSetValue());
      action.set_value = std::move(value.syntax);
    } else if (kind != ActionKind::kRemove) {
      if (cursor_.kind() != TokenKind::kValue) return cursor_.Unexpected();
      action.value = std::string(cursor_.word());
      cursor_.Advance();
    }
    return action;
  }

  struct SetValue {
    SetValueSyntax syntax;
    bool parenthesised = false;

    bool is_operand() const { return syntax.operation == SetValueSyntax::Operator::kNone; }
  };

  // `(a) + b` and `(a + b)` are fine, `(a + b) + c` is not: a sum is no operand.
  Result<SetValue> ParseSetValue() {
    SetValue value;
    if (cursor_.Accept(TokenKind::kLeftParenthesis)) {
      const TokenCursor::Level level(&cursor_);
      STATOR_RETURN_IF_ERROR(level.Check());
      STATOR_ASSIGN_OR_RETURN(value, ParseSetValue());
      STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kRightParenthesis));
      if (value.parenthesised) {
        return ValidationError(std::string(messages::kRedundantParentheses));
      }
      value.parenthesised = true;
    } else {
      STATOR_ASSIGN_OR_RETURN(value.syntax.left, ParseBareOperand(&cursor_));
    }
    const TokenKind kind = cursor_.kind();
    if (!value.is_operand() || (kind != TokenKind::kPlus && kind != TokenKind::kMinus)) {
      return value;
    }
    cursor_.Advance();
    value.parenthesised = false;
    value.syntax.operation = kind == TokenKind::kPlus ? SetValueSyntax::Operator::kPlus
                                                      : SetValueSyntax::Operator::kMinus;
    STATOR_ASSIGN_OR_RETURN(value.syntax.right, ParseOperand(&cursor_));
    return value;
  }

  TokenCursor cursor_;
};

}  // namespace

Result<UpdateText> ParseUpdateText(std::string_view text) { return UpdateParser(text).Run(); }

}  // namespace stator::api::expr
