#include "api/expr/condition_parser.h"

#include <optional>
#include <utility>

#include "api/expr/messages.h"
#include "api/expr/operand_parser.h"
#include "api/expr/token_cursor.h"

namespace stator::api::expr {
namespace {

// `(a)` begins a comparison and `(a = :b)` is a condition: what stands in parentheses is known only
// at their end. Until then a parsed piece is either one.
struct Piece {
  explicit Piece(ConditionSyntax c) : is_operand(false), condition(std::move(c)) {}
  explicit Piece(OperandSyntax o) : is_operand(true), operand(std::move(o)) {}

  bool is_operand;
  bool parenthesised = false;
  bool twice_parenthesised = false;
  ConditionSyntax condition;  // unless is_operand
  OperandSyntax operand;      // if is_operand

  bool is_call() const { return is_operand && operand.kind == OperandSyntax::Kind::kFunction; }
};

std::optional<Comparison> ComparisonOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual: return Comparison::kEqual;
    case TokenKind::kNotEqual: return Comparison::kNotEqual;
    case TokenKind::kLess: return Comparison::kLess;
    case TokenKind::kLessOrEqual: return Comparison::kLessOrEqual;
    case TokenKind::kGreater: return Comparison::kGreater;
    case TokenKind::kGreaterOrEqual: return Comparison::kGreaterOrEqual;
    default: return std::nullopt;
  }
}

class ConditionParser {
 public:
  explicit ConditionParser(std::string_view text) : cursor_(text) {}

  Result<ConditionText> Run() {
    ConditionText parsed;
    STATOR_ASSIGN_OR_RETURN(Piece piece, ParseOr());
    STATOR_ASSIGN_OR_RETURN(parsed.root, ToCondition(std::move(piece)));
    STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kEnd));
    return parsed;
  }

 private:
  Result<Piece> ParseOr() {
    return ParseChain(TokenKind::kOr, ConditionSyntax::Kind::kOr, &ConditionParser::ParseAnd);
  }
  Result<Piece> ParseAnd() {
    return ParseChain(TokenKind::kAnd, ConditionSyntax::Kind::kAnd, &ConditionParser::ParseNot);
  }

  // One piece, or several conditions with `separator` between them.
  Result<Piece> ParseChain(TokenKind separator, ConditionSyntax::Kind kind,
                           Result<Piece> (ConditionParser::*parse_part)()) {
    STATOR_ASSIGN_OR_RETURN(Piece piece, (this->*parse_part)());
    if (cursor_.kind() != separator) return piece;
    ConditionSyntax chain;
    chain.kind = kind;
    STATOR_ASSIGN_OR_RETURN(ConditionSyntax first, ToCondition(std::move(piece)));
    chain.children.push_back(std::move(first));
    while (cursor_.Accept(separator)) {
      STATOR_ASSIGN_OR_RETURN(Piece next, (this->*parse_part)());
      STATOR_ASSIGN_OR_RETURN(ConditionSyntax part, ToCondition(std::move(next)));
      chain.children.push_back(std::move(part));
    }
    return Piece(std::move(chain));
  }

  Result<Piece> ParseNot() {
    if (!cursor_.Accept(TokenKind::kNot)) return ParseComparison();
    const TokenCursor::Level level(&cursor_);
    STATOR_RETURN_IF_ERROR(level.Check());
    STATOR_ASSIGN_OR_RETURN(Piece piece, ParseNot());
    ConditionSyntax negation;
    negation.kind = ConditionSyntax::Kind::kNot;
    STATOR_ASSIGN_OR_RETURN(ConditionSyntax negated, ToCondition(std::move(piece)));
    negation.children.push_back(std::move(negated));
    return Piece(std::move(negation));
  }

  Result<Piece> ParseComparison() {
    STATOR_ASSIGN_OR_RETURN(Piece piece, ParsePrimary());
    if (!piece.is_operand) return piece;
    const auto comparison = ComparisonOf(cursor_.kind());
    const bool between = cursor_.kind() == TokenKind::kBetween;
    if (!comparison && !between && cursor_.kind() != TokenKind::kIn) return piece;
    if (piece.twice_parenthesised) return RedundantParentheses();
    cursor_.Advance();
    ConditionSyntax condition;
    condition.operands.push_back(std::move(piece.operand));
    if (comparison) {
      condition.kind = ConditionSyntax::Kind::kCompare;
      condition.comparison = *comparison;
      STATOR_RETURN_IF_ERROR(AppendOperand(&condition));
    } else if (between) {
      condition.kind = ConditionSyntax::Kind::kBetween;
      STATOR_RETURN_IF_ERROR(AppendOperand(&condition));
      STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kAnd));
      STATOR_RETURN_IF_ERROR(AppendOperand(&condition));
    } else {
      condition.kind = ConditionSyntax::Kind::kIn;
      STATOR_RETURN_IF_ERROR(AppendList(&condition));
    }
    return Piece(std::move(condition));
  }

  // Behind IN.
  Status AppendList(ConditionSyntax* condition) {
    STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kLeftParenthesis));
    do {
      STATOR_RETURN_IF_ERROR(AppendOperand(condition));
    } while (cursor_.Accept(TokenKind::kComma));
    return cursor_.Expect(TokenKind::kRightParenthesis);
  }

  Status AppendOperand(ConditionSyntax* condition) {
    STATOR_ASSIGN_OR_RETURN(OperandSyntax operand, ParseOperand(&cursor_));
    condition->operands.push_back(std::move(operand));
    return OkStatus();
  }

  // A bare operand, or anything in parentheses.
  Result<Piece> ParsePrimary() {
    if (!cursor_.Accept(TokenKind::kLeftParenthesis)) {
      STATOR_ASSIGN_OR_RETURN(OperandSyntax operand, ParseBareOperand(&cursor_));
      return Piece(std::move(operand));
    }
    const TokenCursor::Level level(&cursor_);
    STATOR_RETURN_IF_ERROR(level.Check());
    STATOR_ASSIGN_OR_RETURN(Piece piece, ParseOr());
    STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kRightParenthesis));
    if (piece.parenthesised) {
      // Of `((a))` it is not known yet that it can stand here at all.
      if (!piece.is_operand || piece.is_call()) return RedundantParentheses();
      piece.twice_parenthesised = true;
    }
    piece.parenthesised = true;
    return piece;
  }

  static Status RedundantParentheses() {
    return ValidationError(std::string(messages::kRedundantParentheses));
  }

  // A call can be a condition; a path or a value cannot: then the next token should have been an
  // operator.
  Result<ConditionSyntax> ToCondition(Piece piece) {
    if (!piece.is_operand) return std::move(piece.condition);
    if (!piece.is_call()) return cursor_.Unexpected();
    ConditionSyntax condition;
    condition.kind = ConditionSyntax::Kind::kFunction;
    condition.operands.push_back(std::move(piece.operand));
    return condition;
  }

  TokenCursor cursor_;
};

}  // namespace

Result<ConditionText> ParseConditionText(std::string_view text) {
  return ConditionParser(text).Run();
}

}  // namespace stator::api::expr
