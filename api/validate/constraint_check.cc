#include "api/validate/constraint_check.h"

#include <array>

#include "api/validate/kind_check.h"
#include "api/validate/value_echo.h"

namespace stator::api::validate {
namespace {

using json::Kind;
using json::Node;

// AWS stops counting there (captured).
constexpr size_t kMaxReported = 10;

size_t IndexOf(std::span<const Member> members, std::string_view name) {
  for (size_t i = 0; i < members.size(); ++i) {
    if (members[i].name == name) return i;
  }
  return members.size();
}

// AWS counts characters, not bytes: every byte but the second and further ones of a character.
size_t CharacterCount(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

bool FitsRange(const Shape& shape, int64_t number) {
  return number >= shape.min && number <= shape.max;
}

// The limits of an ARN hold for every name; a name that keeps them and is none must keep its own.
const Shape& ShapeForText(const Shape& shape, std::string_view text) {
  if (shape.unless_arn == kNone || text.starts_with("arn:")) return shape;
  if (!FitsRange(shape, static_cast<int64_t>(CharacterCount(text)))) return shape;
  return ShapeAt(shape.unless_arn);
}

bool IsFreeText(const Shape& shape) {
  return shape.min == kNoMinimum && shape.max == kNoMaximum && shape.pattern == kNone &&
         shape.enum_value_count == 0 && shape.unless_arn == kNone;
}

bool FitsText(const Shape& shape, std::string_view text) {
  if (IsFreeText(shape)) return true;
  // Attribute names, all of which pass here, have an upper limit only.
  const bool upper_limit_only =
      shape.min == kNoMinimum && shape.pattern == kNone && shape.unless_arn == kNone;
  if (upper_limit_only && static_cast<int64_t>(text.size()) <= shape.max) return true;
  const Shape& limits = ShapeForText(shape, text);
  return FitsRange(limits, static_cast<int64_t>(CharacterCount(text))) &&
         (limits.pattern == kNone || Matches(PatternAt(limits.pattern), text));
}

std::string AtLeast(std::string_view what, int64_t min) {
  return "Member must have " + std::string(what) + " greater than or equal to " +
         std::to_string(min);
}

std::string AtMost(std::string_view what, int64_t max) {
  return "Member must have " + std::string(what) + " less than or equal to " + std::to_string(max);
}

std::string MustMatch(const Shape& shape) {
  return "Member must satisfy regular expression pattern: " +
         std::string(PatternAt(shape.pattern).text);
}

constexpr std::string_view kMustNotBeNull = "Member must not be null";

// "[Member must have length less than or equal to 25, Member must …]": every limit of a map's keys
// or values, broken or not.
std::string AllLimits(const Shape& shape) {
  std::string out = "[";
  const auto add = [&out](const std::string& limit) {
    if (out.size() > 1) out += ", ";
    out += limit;
  };
  if (shape.max != kNoMaximum) add(AtMost("length", shape.max));
  if (shape.min != kNoMinimum) add(AtLeast("length", shape.min));
  if (shape.pattern != kNone) add(MustMatch(shape));
  return out + "]";
}

std::string EnumText(const Shape& shape) {
  std::string out = "Member must satisfy enum value set: [";
  bool first = true;
  for (const std::string_view value : EnumValuesOf(shape)) {
    if (!first) out += ", ";
    first = false;
    out += value;
  }
  return out + "]";
}

bool IsEnumValue(const Shape& shape, std::string_view text) {
  for (const std::string_view value : EnumValuesOf(shape)) {
    if (value == text) return true;
  }
  return false;
}

// What the members of a structure hold in this request, by their place in the structure.
class MemberValues {
 public:
  static constexpr size_t kMaxMembers = 32;

  // False when a value is of the wrong kind.
  bool Read(std::span<const Member> members, const Node& structure) {
    for (auto it = structure.begin(); it.Valid(); it.Next()) {
      const size_t i = IndexOf(members, it.name());
      if (i == members.size()) continue;
      const Node value = it.value();
      present_ &= ~(uint32_t{1} << i);
      if (value.is(Kind::kNull)) continue;
      if (!FitsKind(ShapeAt(members[i].shape), value)) return false;
      values_[i] = value;
      present_ |= uint32_t{1} << i;
    }
    return true;
  }
  bool Has(size_t i) const { return (present_ >> i & 1) != 0; }
  const Node& At(size_t i) const { return values_[i]; }

 private:
  std::array<Node, kMaxMembers> values_;
  uint32_t present_ = 0;
};

bool IsThere(const Node& structure, std::string_view name) {
  for (auto it = structure.begin(); it.Valid(); it.Next()) {
    if (it.name() == name && !it.value().is(Kind::kNull)) return true;
  }
  return false;
}

bool LacksMember(const Shape& shape, const Node& structure) {
  for (const Member& member : MembersOf(shape)) {
    if (member.required && !IsThere(structure, member.name)) return true;
  }
  return false;
}

}  // namespace

bool ConstraintCheck::Run(const Shape& input, const Node& body) {
  if (CheckStructure(input, body, nullptr) && broken_.empty()) return true;
  if (wrong_kind_ || !LacksMember(input, body)) return false;
  // The newer layer is not reached by a request that lacks a member (captured).
  wording_ = Wording();
  broken_.clear();
  sole_error_.clear();
  CheckStructure(input, body, nullptr);
  return false;
}

// What the model itself says of a table's name is told with all else (captured); that a name is no
// ARN and must keep a name's limits is found before.
bool ConstraintCheck::IsCheckedFirst(const Member& member, const Node& value) const {
  if (!member.checked_first) return false;
  if (wording_.tells_empty_name_alone()) return true;
  const auto characters = static_cast<int64_t>(CharacterCount(value.string()));
  return FitsRange(ShapeAt(member.shape), characters);
}

Status ConstraintCheck::Error() const {
  if (!sole_error_.empty()) return ValidationError(sole_error_);
  std::string text = std::to_string(broken_.size());
  text += broken_.size() == 1 ? " validation error detected: " : " validation errors detected: ";
  for (size_t i = 0; i < broken_.size(); ++i) {
    if (i > 0) text += "; ";
    text += broken_[i];
  }
  return ValidationError(std::move(text));
}

// False: nothing more is to be looked at.
bool ConstraintCheck::CheckStructure(const Shape& shape, const Node& structure,
                                     const Path* parent) {
  const std::span<const Member> members = MembersOf(shape);
  MemberValues values;
  if (!values.Read(members, structure)) {
    wrong_kind_ = true;
    return false;
  }
  for (size_t i = 0; i < members.size(); ++i) {
    if (!values.Has(i) || !IsCheckedFirst(members[i], values.At(i))) continue;
    Member member = members[i];
    member.terse |= wording_.tells_empty_name_alone() && values.At(i).string().empty();
    CheckMember(member, values.At(i), Path{parent, member.name});
    if (!broken_.empty()) return false;
  }
  for (size_t i = 0; i < members.size() && !done(); ++i) {
    const Member& member = members[i];
    const Path path{parent, member.name};
    if (!values.Has(i)) {
      const bool excused = member.required_unless != kNone && values.Has(member.required_unless);
      if (member.required && !excused) CheckAbsent(member, path);
    } else if (!IsCheckedFirst(member, values.At(i))) {
      CheckMember(member, values.At(i), path);
    }
  }
  return !done();
}

void ConstraintCheck::CheckAbsent(const Member& member, const Path& path) {
  if (!member.text_if_absent.empty()) {
    sole_error_ = member.text_if_absent;
    return;
  }
  if (broken_.size() >= kMaxReported) return;
  broken_.push_back("Value null at '" + path.Text() +
                    "' failed to satisfy constraint: " + std::string(kMustNotBeNull));
}

void ConstraintCheck::CheckMember(const Member& member, const Node& value, const Path& path) {
  if (!member.text_if_empty.empty() && value.size() == 0) {
    sole_error_ = wording_.SentenceIfEmpty(member.name, member.text_if_empty);
    return;
  }
  CheckValue(ShapeAt(member.shape), value, path, member.terse);
}

void ConstraintCheck::CheckValue(const Shape& shape, const Node& value, const Path& path,
                                 bool terse) {
  switch (shape.kind) {
    case ShapeKind::kString: return CheckText(shape, value, path, terse);
    case ShapeKind::kInteger:
    case ShapeKind::kLong: return CheckNumber(shape, value, path, terse);
    case ShapeKind::kList: return CheckList(shape, value, path, terse);
    case ShapeKind::kMap: return CheckMap(shape, value, path, terse);
    case ShapeKind::kStructure: CheckStructure(shape, value, &path); return;
    default: return;
  }
}

void ConstraintCheck::CheckText(const Shape& shape, const Node& value, const Path& path,
                                bool terse) {
  if (IsFreeText(shape)) return;
  const std::string_view text = value.string();
  const Shape& limits = ShapeForText(shape, text);
  if (limits.pattern != kNone && !Matches(PatternAt(limits.pattern), text)) {
    Broken(limits, value, path, terse, MustMatch(limits));
  }
  CheckLength(limits, value, CharacterCount(text), path, terse);
  if (limits.enum_value_count > 0 && !IsEnumValue(limits, text)) {
    BrokenEnum(limits, value, path, terse);
  }
}

void ConstraintCheck::BrokenEnum(const Shape& shape, const Node& value, const Path& path,
                                 bool terse) {
  if (auto alone = wording_.LoneBrokenEnum(shape.name)) {
    sole_error_ = std::move(*alone);
  } else if (const auto own_words = wording_.BrokenEnum(shape.name)) {
    if (broken_.size() < kMaxReported) broken_.emplace_back(*own_words);
  } else {
    Broken(shape, value, path, terse, EnumText(shape));
  }
}

void ConstraintCheck::CheckNumber(const Shape& shape, const Node& value, const Path& path,
                                  bool terse) {
  const int64_t number = value.integer().value_or(0);
  if (number < shape.min) Broken(shape, value, path, terse, AtLeast("value", shape.min));
  if (number > shape.max) Broken(shape, value, path, terse, AtMost("value", shape.max));
}

void ConstraintCheck::CheckLength(const Shape& shape, const Node& value, size_t length,
                                  const Path& path, bool terse) {
  const auto signed_length = static_cast<int64_t>(length);
  if (signed_length < shape.min) Broken(shape, value, path, terse, AtLeast("length", shape.min));
  if (signed_length > shape.max) Broken(shape, value, path, terse, AtMost("length", shape.max));
}

void ConstraintCheck::CheckList(const Shape& shape, const Node& list, const Path& path,
                                bool terse) {
  CheckLength(shape, list, list.size(), path, terse);
  CheckContent(shape, list, path, terse);
}

void ConstraintCheck::CheckMap(const Shape& shape, const Node& map, const Path& path, bool terse) {
  CheckLength(shape, map, map.size(), path, terse);
  CheckMapKeysAndValues(shape, map, path);
  CheckContent(shape, map, path, terse);
}

// AWS repeats the whole map when one of its keys, or the length of one of its values, is wrong.
void ConstraintCheck::CheckMapKeysAndValues(const Shape& shape, const Node& map, const Path& path) {
  const Shape& key = ShapeAt(shape.key);
  const Shape& element = ShapeAt(shape.element);
  bool null_value = false;
  const Shape* wrong_key = nullptr;
  bool wrong_value = false;
  for (auto it = map.begin(); it.Valid(); it.Next()) {
    if (!FitsText(key, it.name())) wrong_key = &ShapeForText(key, it.name());
    if (element.kind == ShapeKind::kAttributeValue) continue;
    const Node value = it.value();
    if (value.is(Kind::kNull)) {
      null_value = true;
    } else if (element.kind == ShapeKind::kString && value.is(Kind::kString)) {
      wrong_value |= !FitsText(element, value.string());
    } else if (element.kind == ShapeKind::kList && value.is(Kind::kArray)) {
      wrong_value |= !FitsRange(element, static_cast<int64_t>(value.size()));
    }
  }
  if (wrong_key != nullptr) {
    Broken(shape, map, path, false, "Map keys must satisfy constraint: " + AllLimits(*wrong_key));
  }
  if (wrong_value) {
    Broken(shape, map, path, false, "Map value must satisfy constraint: " + AllLimits(element));
  }
  if (null_value) {
    Broken(shape, map, path, false,
           "Map value must satisfy constraint: [" + std::string(kMustNotBeNull) + "]");
  }
}

// What is in a list or a map.
void ConstraintCheck::CheckContent(const Shape& shape, const Node& value, const Path& path,
                                   bool terse) {
  const Shape& element = ShapeAt(shape.element);
  // Whoever reads attribute values checks them, nulls and other strangers among them included.
  if (element.kind == ShapeKind::kAttributeValue) return;
  const bool in_map = shape.kind == ShapeKind::kMap;
  size_t index = 0;
  for (auto it = value.begin(); it.Valid() && !done(); it.Next()) {
    ++index;
    const Node item = it.value();
    const Path item_path{&path, it.name(), in_map ? 0 : index, true};
    if (item.is(Kind::kNull)) {
      // Of maps CheckMapKeysAndValues has told already.
      if (!in_map) Broken(element, item, item_path, terse, std::string(kMustNotBeNull));
    } else if (!FitsKind(element, item)) {
      wrong_kind_ = true;
    } else if (in_map && element.kind == ShapeKind::kList) {
      CheckContent(element, item, item_path, terse);
    } else if (!(in_map && element.kind == ShapeKind::kString)) {
      CheckValue(element, item, item_path, false);
    }
  }
}

void ConstraintCheck::Broken(const Shape& shape, const Node& value, const Path& path, bool terse,
                             const std::string& constraint) {
  if (broken_.size() >= kMaxReported) return;
  std::string text;
  if (terse) {
    text = "Value at '" + path.TextAsSpelled();
  } else if (value.is(Kind::kNull)) {
    text = "Value null at '" + path.Text();
  } else {
    text = "Value '" + Echo(shape, value) + "' at '" + path.Text();
  }
  broken_.push_back(text + "' failed to satisfy constraint: " + constraint);
}

}  // namespace stator::api::validate
