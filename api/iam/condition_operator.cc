#include "api/iam/condition_operator.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "api/iam/ascii_case.h"

namespace stator::api::iam {

namespace {

struct Named {
  std::string_view name;
  ValueKind kind;
  Comparison comparison = Comparison::kEquals;
  bool negated = false;
};

constexpr Named kOperators[] = {
    {"stringequals", ValueKind::kText},
    {"stringnotequals", ValueKind::kText, Comparison::kEquals, true},
    {"stringequalsignorecase", ValueKind::kTextIgnoringCase},
    {"stringnotequalsignorecase", ValueKind::kTextIgnoringCase, Comparison::kEquals, true},
    {"stringlike", ValueKind::kTextPattern},
    {"stringnotlike", ValueKind::kTextPattern, Comparison::kEquals, true},
    {"numericequals", ValueKind::kNumber},
    {"numericnotequals", ValueKind::kNumber, Comparison::kEquals, true},
    {"numericlessthan", ValueKind::kNumber, Comparison::kLess},
    {"numericlessthanequals", ValueKind::kNumber, Comparison::kLessEquals},
    {"numericgreaterthan", ValueKind::kNumber, Comparison::kGreater},
    {"numericgreaterthanequals", ValueKind::kNumber, Comparison::kGreaterEquals},
    {"dateequals", ValueKind::kDate},
    {"datenotequals", ValueKind::kDate, Comparison::kEquals, true},
    {"datelessthan", ValueKind::kDate, Comparison::kLess},
    {"datelessthanequals", ValueKind::kDate, Comparison::kLessEquals},
    {"dategreaterthan", ValueKind::kDate, Comparison::kGreater},
    {"dategreaterthanequals", ValueKind::kDate, Comparison::kGreaterEquals},
    {"bool", ValueKind::kBool},
    {"binaryequals", ValueKind::kBinary},
    {"ipaddress", ValueKind::kAddress},
    {"notipaddress", ValueKind::kAddress, Comparison::kEquals, true},
    {"arnequals", ValueKind::kArn},
    {"arnlike", ValueKind::kArn},
    {"arnnotequals", ValueKind::kArn, Comparison::kEquals, true},
    {"arnnotlike", ValueKind::kArn, Comparison::kEquals, true},
    {"null", ValueKind::kNull},
};

bool TakePrefix(std::string_view prefix, std::string_view* text) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::optional<ConditionOperator> ParseConditionOperator(std::string_view text) {
  const std::string lower = LowerCase(text);
  std::string_view name = lower;
  ConditionOperator parsed;
  if (TakePrefix("forallvalues:", &name)) {
    parsed.quantifier = Quantifier::kForAllValues;
  } else if (TakePrefix("foranyvalue:", &name)) {
    parsed.quantifier = Quantifier::kForAnyValue;
  }
  constexpr std::string_view kIfExists = "ifexists";
  if (name.ends_with(kIfExists)) {
    parsed.if_exists = true;
    name.remove_suffix(kIfExists.size());
  }
  const auto found = std::find_if(std::begin(kOperators), std::end(kOperators),
                                  [&](const Named& each) { return each.name == name; });
  if (found == std::end(kOperators)) return std::nullopt;
  // Null asks just that, and of the key as a whole.
  const bool bare = !parsed.if_exists && parsed.quantifier == Quantifier::kNone;
  if (found->kind == ValueKind::kNull && !bare) return std::nullopt;
  parsed.kind = found->kind;
  parsed.comparison = found->comparison;
  parsed.negated = found->negated;
  return parsed;
}

}  // namespace stator::api::iam
