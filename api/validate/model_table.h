// The shapes of all requests, as data. The rows are in model_table.inc; what they mean is here.
// Lookups are by number: a shape's is its place in kShapes.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace stator::api::validate {

enum class ShapeKind : uint8_t {
  kString,
  kInteger,
  kLong,
  kDouble,
  kBoolean,
  kBlob,
  kTimestamp,
  kList,
  kMap,
  kStructure,
  kAttributeValue,  // {"S": …}: api/json looks inside, not this table
};

inline constexpr uint16_t kNone = 0xFFFF;  // no shape, no pattern, no member
inline constexpr int64_t kNoMinimum = std::numeric_limits<int64_t>::min();
inline constexpr int64_t kNoMaximum = std::numeric_limits<int64_t>::max();

struct Shape {
  std::string_view name;
  ShapeKind kind;
  // Of a number its value, of a string its characters, of a list or map its elements.
  int64_t min;
  int64_t max;
  uint16_t pattern;  // in kPatterns
  uint16_t first_enum_value;
  uint16_t enum_value_count;
  uint16_t key;           // kMap: the shape of the keys
  uint16_t element;       // kMap, kList
  uint16_t unless_arn;    // the shape to use in this one's stead for a text that is no ARN
  uint16_t first_member;  // kStructure
  uint16_t member_count;
};

// Members of a structure stand in the order in which AWS reports what is wrong with them.
struct Member {
  std::string_view name;
  uint16_t shape;
  bool required;
  uint16_t required_unless;  // the place in the structure of a member that makes this one optional
  uint16_t model_position;   // where the model lists it: the order in which AWS prints structures
  bool checked_first;        // before all others, and reported alone
  bool terse;                // reported without the value, the path as spelled in the request
  std::string_view text_if_absent;  // the whole error, reported alone; empty: the usual one
  std::string_view text_if_empty;
};

struct Operation {
  std::string_view name;
  uint16_t input;
};

// A pattern is a row of steps, each a class of bytes and how many of them there may be. Beyond
// ASCII classes do not tell characters apart.
struct CharacterClass {
  uint64_t words[4];
  constexpr bool Contains(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return (words[byte >> 6] >> (byte & 63) & 1) != 0;
  }
};
inline constexpr uint32_t kUnlimited = 0xFFFFFFFF;
struct PatternStep {
  uint16_t character_class;
  uint32_t min;
  uint32_t max;
};
struct Pattern {
  std::string_view text;
  uint16_t first_step;
  uint16_t step_count;
};

// Null when the model has no such operation.
const Operation* FindOperation(std::string_view name);
const Shape& ShapeAt(uint16_t number);
std::span<const Member> MembersOf(const Shape& structure);
std::span<const std::string_view> EnumValuesOf(const Shape& shape);
const Pattern& PatternAt(uint16_t number);

// Whether the pattern fits the whole text. Takes time in proportion to the text.
bool Matches(const Pattern& pattern, std::string_view text);

}  // namespace stator::api::validate
