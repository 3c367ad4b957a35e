#include "api/partiql/expression_parser.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "api/expr/ascii.h"
#include "api/partiql/keywords.h"
#include "api/partiql/messages.h"

namespace stator::api::partiql {
namespace {

using Kind = Expression::Kind;

// Digits of a list index that fits 64 bits; api/expr refuses what is too large.
constexpr size_t kMaxIndexDigits = 18;

std::optional<expr::Comparison> ComparisonOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual: return expr::Comparison::kEqual;
    case TokenKind::kNotEqual: return expr::Comparison::kNotEqual;
    case TokenKind::kLess: return expr::Comparison::kLess;
    case TokenKind::kLessOrEqual: return expr::Comparison::kLessOrEqual;
    case TokenKind::kGreater: return expr::Comparison::kGreater;
    case TokenKind::kGreaterOrEqual: return expr::Comparison::kGreaterOrEqual;
    default: return std::nullopt;
  }
}

Expression Make(Kind kind, Place place = {}) {
  Expression made;
  made.kind = kind;
  made.place = place;
  return made;
}

Expression MakeUnary(Kind kind, Place place, Expression operand) {
  Expression made = Make(kind, place);
  made.operands.push_back(std::move(operand));
  return made;
}

std::string UpperCase(std::string_view word) {
  std::string upper(word);
  std::transform(upper.begin(), upper.end(), upper.begin(), expr::ToUpper);
  return upper;
}

std::string LowerCase(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// The types that IS can ask for, and what attribute_type calls them.
std::optional<std::string_view> DescriptorOf(std::string_view type) {
  if (type == "NULL") return "NULL";
  if (type == "BOOLEAN" || type == "BOOL") return "BOOL";
  if (type == "BLOB") return "B";
  if (type == "STRING") return "S";
  if (type == "NUMERIC") return "N";
  if (type == "STRUCT" || type == "TUPLE") return "M";
  if (type == "LIST") return "L";
  return std::nullopt;
}

class ExpressionParser {
 public:
  explicit ExpressionParser(TokenCursor* cursor) : cursor_(*cursor) {}

  Result<Expression> Or() { return Chain("OR", Kind::kOr, &ExpressionParser::And); }

 private:
  using Part = Result<Expression> (ExpressionParser::*)();

  Result<Expression> And() { return Chain("AND", Kind::kAnd, &ExpressionParser::Not); }

  Result<Expression> Chain(std::string_view keyword, Kind kind, Part part) {
    STATOR_ASSIGN_OR_RETURN(Expression first, (this->*part)());
    if (!cursor_.AtWord(keyword)) return first;
    Expression chain = Make(kind, cursor_.place());
    AddToChain(std::move(first), &chain);
    while (cursor_.AcceptWord(keyword)) {
      STATOR_ASSIGN_OR_RETURN(Expression next, (this->*part)());
      AddToChain(std::move(next), &chain);
    }
    return chain;
  }

  // `(a AND b) AND c` is one AND of three.
  static void AddToChain(Expression part, Expression* chain) {
    if (!part.is(chain->kind)) {
      chain->operands.push_back(std::move(part));
      return;
    }
    std::move(part.operands.begin(), part.operands.end(), std::back_inserter(chain->operands));
  }

  Result<Expression> Not() {
    const Place place = cursor_.place();
    if (!cursor_.AcceptWord("NOT")) return Predicate();
    const TokenCursor::Level level(&cursor_);
    STATOR_RETURN_IF_ERROR(level.Check());
    STATOR_ASSIGN_OR_RETURN(Expression negated, Not());
    return MakeUnary(Kind::kNot, place, std::move(negated));
  }

  Result<Expression> Predicate() {
    STATOR_ASSIGN_OR_RETURN(Expression left, Sum());
    if (cursor_.AtWord("LIKE")) return ValidationError(messages::UnsupportedOperator("like"));
    const Place place = cursor_.place();
    if (const auto comparison = ComparisonOf(cursor_.kind())) {
      cursor_.Advance();
      STATOR_ASSIGN_OR_RETURN(Expression right, RightSide());
      Expression compare = Make(Kind::kCompare, place);
      compare.comparison = *comparison;
      compare.operands.push_back(std::move(left));
      compare.operands.push_back(std::move(right));
      return compare;
    }
    if (cursor_.AtWord("IS")) return Is(std::move(left));
    const bool negated = cursor_.AcceptWord("NOT");
    if (cursor_.AcceptWord("IN")) return NegatedIf(negated, In(place, std::move(left)));
    if (cursor_.AcceptWord("BETWEEN")) return NegatedIf(negated, Between(place, std::move(left)));
    if (negated) return messages::Malformed(messages::kUnexpectedKeyword);
    return left;
  }

  static Result<Expression> NegatedIf(bool negated, Result<Expression> predicate) {
    if (!negated || !predicate.ok()) return predicate;
    const Place place = predicate->place;
    return MakeUnary(Kind::kNot, place, std::move(predicate).value());
  }

  Result<Expression> Is(Expression tested) {
    const Place place = cursor_.place();
    cursor_.Advance();
    const bool negated = cursor_.AcceptWord("NOT");
    if (cursor_.AcceptWord("MISSING")) {
      return NegatedIf(negated, MakeUnary(Kind::kIsMissing, place, std::move(tested)));
    }
    const std::string type = UpperCase(cursor_.text());
    const auto descriptor = DescriptorOf(type);
    if (!descriptor) {
      if (!cursor_.AtKeyword()) return messages::Malformed(messages::kUnexpectedTerm);
      return ValidationError(messages::UnsupportedIsType(type == "INT" ? "INTEGER" : type) +
                             place.ToErrorText());
    }
    cursor_.Advance();
    Expression is = MakeUnary(Kind::kIsType, place, std::move(tested));
    is.text = *descriptor;
    return NegatedIf(negated, std::move(is));
  }

  // IN [a, b], IN (a, b) or IN <<a, b>>.
  Result<Expression> In(Place place, Expression tested) {
    TokenKind end = TokenKind::kEnd;
    if (cursor_.kind() == TokenKind::kLeftBracket) end = TokenKind::kRightBracket;
    if (cursor_.kind() == TokenKind::kLeftParenthesis) end = TokenKind::kRightParenthesis;
    if (cursor_.kind() == TokenKind::kLeftBag) end = TokenKind::kRightBag;
    if (end == TokenKind::kEnd) return ValidationError(std::string(messages::kBadIn));
    cursor_.Advance();
    Expression in = MakeUnary(Kind::kIn, place, std::move(tested));
    STATOR_RETURN_IF_ERROR(Elements(end, &in.operands));
    if (in.operands.size() == 1) return ValidationError(std::string(messages::kBadIn));
    return in;
  }

  Result<Expression> Between(Place place, Expression tested) {
    Expression between = MakeUnary(Kind::kBetween, place, std::move(tested));
    STATOR_ASSIGN_OR_RETURN(Expression lower, RightSide());
    STATOR_RETURN_IF_ERROR(cursor_.ExpectWord("AND", "Expected AND in BETWEEN"));
    STATOR_ASSIGN_OR_RETURN(Expression upper, RightSide());
    between.operands.push_back(std::move(lower));
    between.operands.push_back(std::move(upper));
    return between;
  }

  Result<Expression> RightSide() {
    if (cursor_.kind() == TokenKind::kEnd) return messages::Malformed(messages::kMissingRightSide);
    return Sum();
  }

  Result<Expression> Sum() {
    STATOR_ASSIGN_OR_RETURN(Expression left, Term());
    while (cursor_.kind() == TokenKind::kPlus || cursor_.kind() == TokenKind::kMinus) {
      if (++signs_ > kMaxDepth) return messages::Malformed(messages::kTooDeep);
      Expression sum =
          Make(cursor_.kind() == TokenKind::kPlus ? Kind::kPlus : Kind::kMinus, cursor_.place());
      cursor_.Advance();
      if (cursor_.kind() == TokenKind::kEnd) {
        return messages::Malformed(messages::kMissingRightSide);
      }
      STATOR_ASSIGN_OR_RETURN(Expression right, Term());
      sum.operands.push_back(std::move(left));
      sum.operands.push_back(std::move(right));
      left = std::move(sum);
    }
    return left;
  }

  Result<Expression> Term() {
    const TokenCursor::Level level(&cursor_);
    STATOR_RETURN_IF_ERROR(level.Check());
    const Place place = cursor_.place();
    STATOR_ASSIGN_OR_RETURN(Expression term, TermHere());
    if (term.place.line == 0) term.place = place;
    return term;
  }

  Result<Expression> TermHere() {
    switch (cursor_.kind()) {
      case TokenKind::kString: return Leaf(Kind::kString, Unquoted(cursor_.text()));
      case TokenKind::kNumber: return Leaf(Kind::kNumber, std::string(cursor_.text()));
      case TokenKind::kPlus:
      case TokenKind::kMinus: return SignedNumber();
      case TokenKind::kParameter: {
        Expression parameter = Make(Kind::kParameter);
        parameter.parameter = cursor_.TakeParameter();
        return parameter;
      }
      case TokenKind::kLeftParenthesis: return Parenthesised();
      case TokenKind::kLeftBracket: return Collection(Kind::kList, TokenKind::kRightBracket);
      case TokenKind::kLeftBag: return Collection(Kind::kSet, TokenKind::kRightBag);
      case TokenKind::kLeftBrace: return Map();
      case TokenKind::kWord: return Word();
      case TokenKind::kQuotedName: return Path();
      default: return messages::Malformed(messages::kUnexpectedTerm);
    }
  }

  Expression Leaf(Kind kind, std::string text) {
    cursor_.Advance();
    Expression leaf = Make(kind);
    leaf.text = std::move(text);
    return leaf;
  }

  Result<Expression> SignedNumber() {
    const std::string sign = cursor_.kind() == TokenKind::kMinus ? "-" : "";
    if (cursor_.next_kind() != TokenKind::kNumber) {
      return messages::Malformed(messages::kUnexpectedTerm);
    }
    cursor_.Advance();
    return Leaf(Kind::kNumber, sign + std::string(cursor_.text()));
  }

  Result<Expression> Parenthesised() {
    cursor_.Advance();
    STATOR_ASSIGN_OR_RETURN(Expression inner, Or());
    STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kRightParenthesis, "Expected )"));
    return inner;
  }

  // Up to and with the token that ends them.
  Status Elements(TokenKind end, std::vector<Expression>* elements) {
    if (cursor_.Accept(end)) return OkStatus();
    do {
      STATOR_ASSIGN_OR_RETURN(Expression element, Or());
      elements->push_back(std::move(element));
    } while (cursor_.Accept(TokenKind::kComma));
    return cursor_.Expect(end, messages::kUnexpectedTerm);
  }

  Result<Expression> Collection(Kind kind, TokenKind end) {
    cursor_.Advance();
    Expression collection = Make(kind);
    STATOR_RETURN_IF_ERROR(Elements(end, &collection.operands));
    return collection;
  }

  Result<Expression> Map() {
    cursor_.Advance();
    Expression map = Make(Kind::kMap);
    if (cursor_.Accept(TokenKind::kRightBrace)) return map;
    std::set<std::string> seen;
    do {
      STATOR_RETURN_IF_ERROR(MapName(&seen, &map.names));
      STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kColon, "Expected COLON"));
      STATOR_ASSIGN_OR_RETURN(Expression value, Or());
      map.operands.push_back(std::move(value));
    } while (cursor_.Accept(TokenKind::kComma));
    STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kRightBrace, messages::kUnexpectedTerm));
    return map;
  }

  Status MapName(std::set<std::string>* seen, std::vector<std::string>* names) {
    if (cursor_.kind() == TokenKind::kWord || cursor_.kind() == TokenKind::kQuotedName) {
      return ValidationError(std::string(messages::kMapNameIsNoString) +
                             cursor_.place().ToErrorText());
    }
    if (cursor_.kind() != TokenKind::kString) return messages::Malformed(messages::kUnexpectedTerm);
    std::string name = Unquoted(cursor_.text());
    if (!seen->insert(name).second) {
      return ValidationError(messages::DuplicateMapName(name) + cursor_.place().ToErrorText());
    }
    names->push_back(std::move(name));
    cursor_.Advance();
    return OkStatus();
  }

  Result<Expression> Word() {
    if (cursor_.AtWord("TRUE") || cursor_.AtWord("FALSE")) {
      Expression value = Make(Kind::kBool);
      value.truth = cursor_.AtWord("TRUE");
      cursor_.Advance();
      return value;
    }
    if (cursor_.AcceptWord("NULL")) return Make(Kind::kNull);
    if (cursor_.AtWord("MISSING")) return ValidationError(std::string(messages::kMissingWithoutIs));
    if (cursor_.next_kind() == TokenKind::kLeftParenthesis) return Call();
    if (cursor_.AtKeyword()) return messages::Malformed(messages::kUnexpectedKeyword);
    return Path();
  }

  Result<Expression> Call() {
    if (cursor_.AtKeyword() && !IsFunctionKeyword(cursor_.text())) {
      return messages::Malformed(messages::kUnexpectedKeyword);
    }
    Expression call = Make(Kind::kCall);
    call.text = LowerCase(cursor_.text());
    cursor_.Advance();
    cursor_.Advance();
    if (call.text == "exists" && cursor_.AtWord("SELECT")) {
      return ValidationError(messages::UnsupportedToken("SELECT") + cursor_.place().ToErrorText());
    }
    if (cursor_.Accept(TokenKind::kStar)) {  // as in COUNT(*), which is told by its name
      STATOR_RETURN_IF_ERROR(
          cursor_.Expect(TokenKind::kRightParenthesis, messages::kUnexpectedTerm));
      return call;
    }
    STATOR_RETURN_IF_ERROR(Elements(TokenKind::kRightParenthesis, &call.operands));
    return call;
  }

  Result<Expression> Path() {
    Expression expression = Make(Kind::kPath);
    STATOR_ASSIGN_OR_RETURN(expression.path, ParsePath(&cursor_));
    return expression;
  }

  TokenCursor& cursor_;
  // Between operands, anywhere in the expression: `a + b + c` is a tree as deep as it is long.
  size_t signs_ = 0;
};

// Behind '['.
Result<PathElement> ParseBracket(TokenCursor* cursor) {
  PathElement element;
  if (cursor->kind() == TokenKind::kString) {
    std::string name = Unquoted(cursor->text());
    if (name.empty()) return ValidationError(std::string(messages::kEmptyName));
    element = std::move(name);
  } else if (cursor->kind() == TokenKind::kNumber) {
    const std::string_view digits = cursor->text();
    const bool whole = std::all_of(digits.begin(), digits.end(), expr::IsDigit);
    if (!whole || digits.size() > kMaxIndexDigits) {
      return messages::Malformed(messages::kUnexpectedTerm);
    }
    size_t index = 0;
    for (const char digit : digits) index = index * 10 + static_cast<size_t>(digit - '0');
    element = index;
  } else {
    return messages::Malformed(messages::kUnexpectedTerm);
  }
  cursor->Advance();
  STATOR_RETURN_IF_ERROR(cursor->Expect(TokenKind::kRightBracket, messages::kUnexpectedTerm));
  return element;
}

}  // namespace

Result<Expression> ParseExpression(TokenCursor* cursor) { return ExpressionParser(cursor).Or(); }

Result<DocumentPath> ParsePath(TokenCursor* cursor) {
  DocumentPath path;
  STATOR_ASSIGN_OR_RETURN(std::string first, cursor->TakeName(messages::kExpectedName));
  path.elements.emplace_back(std::move(first));
  while (true) {
    if (cursor->Accept(TokenKind::kDot)) {
      if (cursor->kind() == TokenKind::kStar) {
        return ValidationError(std::string(messages::kWildcardInPath) +
                               cursor->place().ToErrorText());
      }
      STATOR_ASSIGN_OR_RETURN(std::string name, cursor->TakeName(messages::kInvalidPathStep));
      path.elements.emplace_back(std::move(name));
    } else if (cursor->Accept(TokenKind::kLeftBracket)) {
      STATOR_ASSIGN_OR_RETURN(PathElement element, ParseBracket(cursor));
      path.elements.push_back(std::move(element));
    } else {
      return path;
    }
  }
}

}  // namespace stator::api::partiql
