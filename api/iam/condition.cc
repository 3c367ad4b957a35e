#include "api/iam/condition.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "api/iam/ascii_case.h"
#include "api/iam/quoted_text.h"
#include "api/iam/request_keys.h"
#include "api/json/base64.h"

namespace stator::api::iam {

namespace {

std::optional<bool> ParseBool(std::string_view text) {
  if (EqualsLowerCase(text, "true")) return true;
  if (EqualsLowerCase(text, "false")) return false;
  return std::nullopt;
}

template <typename T>
bool Compare(Comparison comparison, const T& value, const T& limit) {
  switch (comparison) {
    case Comparison::kEquals: return value == limit;
    case Comparison::kLess: return value < limit;
    case Comparison::kLessEquals: return value <= limit;
    case Comparison::kGreater: return value > limit;
    case Comparison::kGreaterEquals: return value >= limit;
  }
  return false;
}

template <typename T>
bool ComparesWithAny(Comparison comparison, const T& value, const std::vector<T>& limits) {
  return std::any_of(limits.begin(), limits.end(),
                     [&](const T& limit) { return Compare(comparison, value, limit); });
}

Status WrongValue(const std::string& text, std::string_view wanted) {
  return ValidationError(Quoted(text) + " is not " + std::string(wanted));
}

// "A null data set, such as an empty string" (IAM User Guide, "Single-valued vs. multivalued
// context keys").
bool HasEmptyTextsOnly(const FoundKey& found) {
  if (found.endless) return false;
  for (size_t i = 0; i < found.size(); ++i) {
    if (!found[i].empty()) return false;
  }
  return true;
}

}  // namespace

Result<Condition> Condition::Compile(ConditionOperator op, std::string_view key,
                                     const std::vector<std::string>& values, bool variables) {
  Condition condition;
  condition.op_ = op;
  condition.key_ = MakeKeyName(key);
  switch (op.kind) {
    case ValueKind::kNumber: condition.values_ = std::vector<Number>(); break;
    case ValueKind::kDate: condition.values_ = std::vector<Instant>(); break;
    case ValueKind::kNull:
    case ValueKind::kBool: condition.values_ = std::vector<bool>(); break;
    case ValueKind::kAddress: condition.values_ = std::vector<AddressRange>(); break;
    default: break;
  }
  for (const std::string& value : values) {
    STATOR_RETURN_IF_ERROR(condition.AddValue(value, variables));
  }
  condition.MoveExactTexts();
  return condition;
}

// Those that equal what they match. An ARN of fewer than six parts does not, as it matches nothing.
void Condition::MoveExactTexts() {
  auto* const patterns = std::get_if<std::vector<TextPattern>>(&values_);
  if (patterns == nullptr) return;
  std::vector<std::string> texts;
  std::erase_if(*patterns, [&](const TextPattern& pattern) {
    const std::string* const text = pattern.exact();
    if (text == nullptr) return false;
    constexpr auto kColons = 5;
    if (op_.kind == ValueKind::kArn && std::count(text->begin(), text->end(), ':') < kColons) {
      return false;
    }
    texts.push_back(*text);
    return true;
  });
  exact_ = ExactTexts(std::move(texts), op_.kind == ValueKind::kTextIgnoringCase);
}

Status Condition::AddValue(const std::string& text, bool variables) {
  TextPattern::Rules rules{.variables = variables};
  switch (op_.kind) {
    case ValueKind::kNumber: {
      auto number = Number::Parse(text);
      if (!number.ok()) return WrongValue(text, "a number");
      std::get<std::vector<Number>>(values_).push_back(*number);
      return OkStatus();
    }
    case ValueKind::kDate: {
      const auto instant = ParseInstant(text);
      if (!instant) return WrongValue(text, "a date");
      std::get<std::vector<Instant>>(values_).push_back(*instant);
      return OkStatus();
    }
    case ValueKind::kNull:
    case ValueKind::kBool: {
      const auto flag = ParseBool(text);
      if (!flag) return WrongValue(text, "true or false");
      std::get<std::vector<bool>>(values_).push_back(*flag);
      return OkStatus();
    }
    case ValueKind::kAddress: {
      const auto range = ParseAddressRange(text);
      if (!range) return WrongValue(text, "an IP address or a range of them");
      std::get<std::vector<AddressRange>>(values_).push_back(*range);
      return OkStatus();
    }
    case ValueKind::kBinary: {
      std::string bytes;
      if (!json::AppendBase64Decoded(text, &bytes).ok()) return WrongValue(text, "Base64");
      rules.variables = false;  // bytes as one text, which is as good as comparing what they mean
      break;
    }
    case ValueKind::kTextIgnoringCase: rules.ignore_case = true; break;
    case ValueKind::kTextPattern:
    case ValueKind::kArn: rules.wildcards = true; break;
    case ValueKind::kText: break;
  }
  STATOR_ASSIGN_OR_RETURN(auto pattern, TextPattern::Compile(text, rules));
  std::get<std::vector<TextPattern>>(values_).push_back(std::move(pattern));
  return OkStatus();
}

bool Condition::Holds(const RequestKeys& keys, bool in_doubt) const {
  keys.work().Spend(MatchWork::kStepsOfLookup);
  if (keys.work().exhausted()) return false;
  const FoundKey found = keys.Find(key_);
  if (op_.kind == ValueKind::kNull) {
    const auto& wanted = std::get<std::vector<bool>>(values_);
    return std::find(wanted.begin(), wanted.end(), found.absent()) != wanted.end();
  }
  if (found.absent() && op_.if_exists) return true;
  switch (op_.quantifier) {
    case Quantifier::kForAllValues: return HasEmptyTextsOnly(found) || HoldsForAll(found, keys);
    case Quantifier::kForAnyValue: return !HasEmptyTextsOnly(found) && HoldsForAny(found, keys);
    case Quantifier::kNone: break;
  }
  if (found.absent()) return op_.negated;
  if (found.size() == 1 && !found.endless) return AgreesWithAny(found[0], keys) != op_.negated;
  const bool all = HoldsForAll(found, keys);
  return all == HoldsForAny(found, keys) ? all : in_doubt;
}

bool Condition::HoldsForAll(const FoundKey& found, const RequestKeys& keys) const {
  for (size_t i = 0; i < found.size(); ++i) {
    if (AgreesWithAny(found[i], keys) == op_.negated) return false;
  }
  if (!found.endless) return true;
  return op_.negated ? !SomeTextAgrees(keys) : AllTextsAgree();
}

bool Condition::HoldsForAny(const FoundKey& found, const RequestKeys& keys) const {
  for (size_t i = 0; i < found.size(); ++i) {
    if (AgreesWithAny(found[i], keys) != op_.negated) return true;
  }
  if (!found.endless) return false;
  return op_.negated ? !AllTextsAgree() : SomeTextAgrees(keys);
}

bool Condition::AgreesWithAny(std::string_view value, const RequestKeys& keys) const {
  MatchWork& work = keys.work();
  work.Spend(MatchWork::kStepsOfCall);
  if (work.exhausted()) return false;
  if (!std::holds_alternative<std::vector<TextPattern>>(values_)) {
    const size_t limits = std::visit([](const auto& values) { return values.size(); }, values_);
    work.Spend(value.size() + limits * MatchWork::kStepsOfCall);
  }
  switch (op_.kind) {
    case ValueKind::kNumber: {
      const auto number = Number::Parse(value);
      return number.ok() &&
             ComparesWithAny(op_.comparison, *number, std::get<std::vector<Number>>(values_));
    }
    case ValueKind::kDate: {
      const auto instant = ParseInstant(value);
      return instant &&
             ComparesWithAny(op_.comparison, *instant, std::get<std::vector<Instant>>(values_));
    }
    case ValueKind::kBool: {
      const auto flag = ParseBool(value);
      const auto& wanted = std::get<std::vector<bool>>(values_);
      return flag && std::find(wanted.begin(), wanted.end(), *flag) != wanted.end();
    }
    case ValueKind::kAddress: {
      const auto address = ParseAddress(value);
      const auto& ranges = std::get<std::vector<AddressRange>>(values_);
      return address && std::any_of(ranges.begin(), ranges.end(), [&](const AddressRange& range) {
               return range.Contains(*address);
             });
    }
    default: return AgreesWithPattern(value, keys);
  }
}

bool Condition::AgreesWithPattern(std::string_view value, const RequestKeys& keys) const {
  if (exact_.Contains(value, &keys.work())) return true;
  const bool arn = op_.kind == ValueKind::kArn;
  for (const TextPattern& pattern : std::get<std::vector<TextPattern>>(values_)) {
    if (arn ? pattern.MatchesArn(value, keys) : pattern.Matches(value, keys)) return true;
  }
  return false;
}

bool Condition::AllTextsAgree() const {
  const auto* const patterns = std::get_if<std::vector<TextPattern>>(&values_);
  return patterns != nullptr &&
         std::any_of(patterns->begin(), patterns->end(),
                     [](const TextPattern& pattern) { return pattern.matches_everything(); });
}

bool Condition::SomeTextAgrees(const RequestKeys& keys) const {
  if (const auto* const patterns = std::get_if<std::vector<TextPattern>>(&values_)) {
    return !exact_.empty() ||
           std::any_of(patterns->begin(), patterns->end(),
                       [&](const TextPattern& pattern) { return pattern.MatchesSomething(keys); });
  }
  return std::visit([](const auto& values) { return !values.empty(); }, values_);
}

}  // namespace stator::api::iam
