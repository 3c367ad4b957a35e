// The operators of the Condition element, with their prefixes and suffixes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stator::api::iam {

// What an operator takes values for.
enum class ValueKind : uint8_t {
  kText,
  kTextIgnoringCase,
  kTextPattern,
  kNumber,
  kDate,
  kBool,
  kBinary,
  kAddress,
  kArn,
  kNull,
};

enum class Comparison : uint8_t { kEquals, kLess, kLessEquals, kGreater, kGreaterEquals };

enum class Quantifier : uint8_t { kNone, kForAllValues, kForAnyValue };

struct ConditionOperator {
  ValueKind kind = ValueKind::kText;
  Comparison comparison = Comparison::kEquals;  // of numbers and dates
  bool negated = false;
  bool if_exists = false;
  Quantifier quantifier = Quantifier::kNone;
};

// "ForAllValues:StringNotLikeIfExists", in any case. None: there is no such operator.
std::optional<ConditionOperator> ParseConditionOperator(std::string_view text);

}  // namespace stator::api::iam
