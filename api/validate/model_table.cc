#include "api/validate/model_table.h"

#include <algorithm>
#include <vector>

namespace stator::api::validate {
namespace {

#include "api/validate/model_table.inc"

size_t RunLength(const CharacterClass& allowed, std::string_view text) {
  size_t length = 0;
  while (length < text.size() && allowed.Contains(text[length])) ++length;
  return length;
}

// From the places of the text where the steps so far can end (`ends`, one more than characters) to
// those where this one can. reached_sums[i] counts the old ends before place i.
std::vector<bool> AfterStep(const PatternStep& step, std::string_view text,
                            const std::vector<bool>& ends) {
  std::vector<uint32_t> reached_sums(text.size() + 2, 0);
  for (size_t i = 0; i <= text.size(); ++i) reached_sums[i + 1] = reached_sums[i] + ends[i];
  std::vector<bool> next(text.size() + 1, false);
  size_t run_start = 0;  // of the characters of the class that end at i
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i > 0 && !kClasses[step.character_class].Contains(text[i - 1])) run_start = i;
    const size_t first = step.max < i ? std::max(run_start, i - step.max) : run_start;
    if (step.min > i || i - step.min < first) continue;
    next[i] = reached_sums[i - step.min + 1] > reached_sums[first];
  }
  return next;
}

}  // namespace

const Operation* FindOperation(std::string_view name) {
  const auto* found = std::lower_bound(
      std::begin(kOperations), std::end(kOperations), name,
      [](const Operation& operation, std::string_view n) { return operation.name < n; });
  return found != std::end(kOperations) && found->name == name ? found : nullptr;
}

const Shape& ShapeAt(uint16_t number) { return kShapes[number]; }

std::span<const Member> MembersOf(const Shape& structure) {
  return {kMembers + structure.first_member, structure.member_count};
}

std::span<const std::string_view> EnumValuesOf(const Shape& shape) {
  return {kEnumValues + shape.first_enum_value, shape.enum_value_count};
}

const Pattern& PatternAt(uint16_t number) { return kPatterns[number]; }

bool Matches(const Pattern& pattern, std::string_view text) {
  if (pattern.step_count == 1) {
    const PatternStep& step = kSteps[pattern.first_step];
    return text.size() >= step.min && text.size() <= step.max &&
           RunLength(kClasses[step.character_class], text) == text.size();
  }
  std::vector<bool> ends(text.size() + 1, false);
  ends[0] = true;
  for (size_t i = 0; i < pattern.step_count; ++i) {
    ends = AfterStep(kSteps[pattern.first_step + i], text, ends);
  }
  return ends.back();
}

}  // namespace stator::api::validate
