#include "api/partiql/key_conditions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/partiql/messages.h"

namespace stator::api::partiql {
namespace {

using Kind = Expression::Kind;

bool IsAttribute(const Expression& expression, std::string_view attribute) {
  return expression.is(Kind::kPath) && expression.path.is_top_level() &&
         expression.path.top_level() == attribute;
}

bool IsEquality(const Expression& condition) {
  return condition.is(Kind::kCompare) && condition.comparison == expr::Comparison::kEqual;
}

bool AllValues(const std::vector<Expression>& operands, size_t from) {
  return std::all_of(operands.begin() + static_cast<ptrdiff_t>(from), operands.end(),
                     [](const Expression& operand) { return operand.is_value(); });
}

// As of AllowedValues.
struct NamedValues {
  std::vector<Value> values;
  size_t named = 0;

  void Add(Value value) {
    ++named;
    if (values.size() > kMaxHashKeys) return;  // too many as it is
    const bool known = std::any_of(values.begin(), values.end(), [&](const Value& other) {
      return other.encoded() == value.encoded();
    });
    if (!known) values.push_back(std::move(value));
  }
  void Add(NamedValues others) {
    const size_t sum = named + others.named;
    for (Value& value : others.values) Add(std::move(value));
    named = sum;
  }
};
using MaybeValues = std::optional<NamedValues>;

class AllowedFinder {
 public:
  AllowedFinder(std::string_view attribute, const ValueResolver& values)
      : attribute_(attribute), values_(values) {}

  Result<MaybeValues> Find(const Expression& condition) const {
    if (IsEquality(condition)) return FromEquality(condition);
    if (condition.is(Kind::kIn)) return FromIn(condition);
    if (condition.is(Kind::kOr)) return FromOr(condition);
    if (condition.is(Kind::kAnd)) return FromAnd(condition);
    return MaybeValues();
  }

 private:
  Result<MaybeValues> FromEquality(const Expression& compare) const {
    const auto value_at = ValueBeside(compare, attribute_);
    if (!value_at) return MaybeValues();
    STATOR_ASSIGN_OR_RETURN(Value value, values_.Resolve(compare.operands[*value_at]));
    NamedValues found;
    found.Add(std::move(value));
    return MaybeValues(std::move(found));
  }

  Result<MaybeValues> FromIn(const Expression& in) const {
    if (!IsAttribute(in.operands.front(), attribute_) || !AllValues(in.operands, 1)) {
      return MaybeValues();
    }
    STATOR_ASSIGN_OR_RETURN(std::vector<Value> listed, values_.ListedIn(in));
    NamedValues found;
    for (Value& value : listed) found.Add(std::move(value));
    return MaybeValues(std::move(found));
  }

  // Each part must confine it.
  Result<MaybeValues> FromOr(const Expression& chain) const {
    NamedValues found;
    for (const Expression& part : chain.operands) {
      STATOR_ASSIGN_OR_RETURN(MaybeValues of_part, Find(part));
      if (!of_part) return MaybeValues();
      found.Add(std::move(*of_part));
    }
    return MaybeValues(std::move(found));
  }

  // One part is enough.
  Result<MaybeValues> FromAnd(const Expression& chain) const {
    for (const Expression& part : chain.operands) {
      STATOR_ASSIGN_OR_RETURN(MaybeValues of_part, Find(part));
      if (of_part) return of_part;
    }
    return MaybeValues();
  }

  const std::string_view attribute_;
  const ValueResolver& values_;
};

bool IsRangeCondition(const Expression& condition, std::string_view attribute) {
  switch (condition.kind) {
    case Kind::kCompare:
      return condition.comparison != expr::Comparison::kNotEqual &&
             ValueBeside(condition, attribute).has_value();
    case Kind::kBetween:
      return IsAttribute(condition.operands.front(), attribute) && AllValues(condition.operands, 1);
    case Kind::kCall:
      return condition.text == "begins_with" && condition.operands.size() == 2 &&
             IsAttribute(condition.operands.front(), attribute) && AllValues(condition.operands, 1);
    default: return false;
  }
}

// None of the conjuncts may give a key attribute another value than the key has.
Status RefuseOtherKeys(const KeyAndRest& split, const KeyAttribute& attribute,
                       const ValueResolver& values) {
  for (const Expression* conjunct : split.rest) {
    if (!IsEquality(*conjunct)) continue;
    const auto value_at = ValueBeside(*conjunct, attribute.name);
    if (!value_at) continue;
    STATOR_ASSIGN_OR_RETURN(const Value value, values.Resolve(conjunct->operands[*value_at]));
    if (value.encoded() != Value(*split.key.Find(attribute.name)).encoded()) {
      return ValidationError(messages::SeveralValuesOfKey(attribute.name));
    }
  }
  return OkStatus();
}

}  // namespace

Status CheckKeyType(const KeyAttribute& attribute, const Value& value) {
  if (value.view().is(attribute.type)) return OkStatus();
  return ValidationError(messages::KeyTypeMismatch(attribute.name));
}

std::optional<size_t> ValueBeside(const Expression& compare, std::string_view attribute) {
  for (const size_t value_at : {1, 0}) {
    if (compare.operands[value_at].is_value() &&
        IsAttribute(compare.operands[1 - value_at], attribute)) {
      return value_at;
    }
  }
  return std::nullopt;
}

Result<std::optional<AllowedValues>> FindAllowedValues(const Conjuncts& conjuncts,
                                                       std::string_view attribute,
                                                       const ValueResolver& values) {
  const AllowedFinder finder(attribute, values);
  std::optional<AllowedValues> best;
  for (const Expression* conjunct : conjuncts) {
    STATOR_ASSIGN_OR_RETURN(MaybeValues found, finder.Find(*conjunct));
    if (!found || (best && best->values.size() <= found->values.size())) continue;
    best = AllowedValues{std::move(found->values), found->named, conjunct,
                         conjunct->is(Kind::kCompare) || conjunct->is(Kind::kIn)};
  }
  return best;
}

const Expression* FindRangeCondition(const Conjuncts& conjuncts, std::string_view attribute) {
  // Equality first: behind it another range attribute can be asked for.
  for (const Expression* conjunct : conjuncts) {
    if (IsEquality(*conjunct) && ValueBeside(*conjunct, attribute)) return conjunct;
  }
  for (const Expression* conjunct : conjuncts) {
    if (IsRangeCondition(*conjunct, attribute)) return conjunct;
  }
  return nullptr;
}

Result<KeyAndRest> SplitKey(const Conjuncts& conjuncts, const KeySchema& keys,
                            const ValueResolver& values, std::string_view missing) {
  KeyAndRest split{{}, conjuncts};
  std::vector<std::pair<std::string_view, Value>> found;
  const auto take = [&](const KeyAttribute& attribute) -> Status {
    for (auto it = split.rest.begin(); it != split.rest.end(); ++it) {
      if (!IsEquality(**it)) continue;
      const auto value_at = ValueBeside(**it, attribute.name);
      if (!value_at) continue;
      STATOR_ASSIGN_OR_RETURN(Value value, values.Resolve((*it)->operands[*value_at]));
      STATOR_RETURN_IF_ERROR(CheckKeyType(attribute, value));
      found.emplace_back(attribute.name, std::move(value));
      split.rest.erase(it);
      return OkStatus();
    }
    return ValidationError(std::string(missing));
  };
  for (const KeyAttribute& attribute : keys.hash) STATOR_RETURN_IF_ERROR(take(attribute));
  for (const KeyAttribute& attribute : keys.range) STATOR_RETURN_IF_ERROR(take(attribute));
  ItemBuilder builder;
  for (const auto& [name, value] : found) builder.Add(name, value.view());
  split.key = builder.Finish();
  return split;
}

Result<KeyAndRest> SplitKeyOfWrite(const Conjuncts& conjuncts, const KeySchema& keys,
                                   const ValueResolver& values) {
  STATOR_ASSIGN_OR_RETURN(KeyAndRest split,
                          SplitKey(conjuncts, keys, values, messages::kKeyNotGiven));
  for (const auto* attributes : {&keys.hash, &keys.range}) {
    for (const KeyAttribute& attribute : *attributes) {
      STATOR_RETURN_IF_ERROR(RefuseOtherKeys(split, attribute, values));
    }
  }
  return split;
}

}  // namespace stator::api::partiql
