#include "api/expr/operand_parser.h"

#include <charconv>
#include <limits>
#include <utility>

#include "api/expr/messages.h"

namespace stator::api::expr {
namespace {

// Texts too long for size_t give the largest one: the range check refuses it (syntax_check.h).
size_t IndexOf(std::string_view digits) {
  size_t index = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  return result.ec == std::errc() ? index : std::numeric_limits<size_t>::max();
}

Result<PathStep> ParseName(TokenCursor* cursor) {
  const TokenKind kind = cursor->kind();
  if (kind != TokenKind::kIdentifier && kind != TokenKind::kPlaceholder) {
    return cursor->Unexpected();
  }
  PathStep step;
  step.kind = kind == TokenKind::kIdentifier ? PathStep::Kind::kName : PathStep::Kind::kPlaceholder;
  step.text = std::string(cursor->word());
  cursor->Advance();
  return step;
}

// Behind the opening bracket.
Result<PathStep> ParseIndex(TokenCursor* cursor) {
  if (cursor->kind() != TokenKind::kInteger) return cursor->Unexpected();
  PathStep step;
  step.kind = PathStep::Kind::kIndex;
  step.text = std::string(cursor->word());
  step.index = IndexOf(step.text);
  cursor->Advance();
  STATOR_RETURN_IF_ERROR(cursor->Expect(TokenKind::kRightBracket));
  return step;
}

Result<OperandSyntax> ParseCall(TokenCursor* cursor) {
  OperandSyntax call;
  call.kind = OperandSyntax::Kind::kFunction;
  call.text = std::string(cursor->word());
  cursor->Advance();
  STATOR_RETURN_IF_ERROR(cursor->Expect(TokenKind::kLeftParenthesis));
  const TokenCursor::Level level(cursor);
  STATOR_RETURN_IF_ERROR(level.Check());
  do {
    STATOR_ASSIGN_OR_RETURN(OperandSyntax argument, ParseOperand(cursor));
    call.arguments.push_back(std::move(argument));
  } while (cursor->Accept(TokenKind::kComma));
  STATOR_RETURN_IF_ERROR(cursor->Expect(TokenKind::kRightParenthesis));
  return call;
}

}  // namespace

Result<PathSyntax> ParsePath(TokenCursor* cursor) {
  PathSyntax path;
  STATOR_ASSIGN_OR_RETURN(PathStep first, ParseName(cursor));
  path.steps.push_back(std::move(first));
  while (true) {
    if (cursor->Accept(TokenKind::kDot)) {
      STATOR_ASSIGN_OR_RETURN(PathStep name, ParseName(cursor));
      path.steps.push_back(std::move(name));
    } else if (cursor->Accept(TokenKind::kLeftBracket)) {
      STATOR_ASSIGN_OR_RETURN(PathStep index, ParseIndex(cursor));
      path.steps.push_back(std::move(index));
    } else {
      return path;
    }
  }
}

Result<OperandSyntax> ParseBareOperand(TokenCursor* cursor) {
  if (cursor->kind() == TokenKind::kIdentifier &&
      cursor->next_kind() == TokenKind::kLeftParenthesis) {
    return ParseCall(cursor);
  }
  OperandSyntax operand;
  if (cursor->kind() == TokenKind::kValue) {
    operand.kind = OperandSyntax::Kind::kValue;
    operand.text = std::string(cursor->word());
    cursor->Advance();
    return operand;
  }
  STATOR_ASSIGN_OR_RETURN(operand.path, ParsePath(cursor));
  return operand;
}

Result<OperandSyntax> ParseOperand(TokenCursor* cursor) {
  if (!cursor->Accept(TokenKind::kLeftParenthesis)) return ParseBareOperand(cursor);
  const TokenCursor::Level level(cursor);
  STATOR_RETURN_IF_ERROR(level.Check());
  const bool parenthesised = cursor->kind() == TokenKind::kLeftParenthesis;
  STATOR_ASSIGN_OR_RETURN(OperandSyntax operand, ParseOperand(cursor));
  STATOR_RETURN_IF_ERROR(cursor->Expect(TokenKind::kRightParenthesis));
  if (parenthesised) return ValidationError(std::string(messages::kRedundantParentheses));
  return operand;
}

}  // namespace stator::api::expr
