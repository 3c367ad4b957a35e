// Values in their bytes. A value's encoding is canonical: equal values have equal bytes (map
// members and set elements are sorted), so equality anywhere in the store is one memcmp. Layout:
// kv/FORMAT.md.
//
// ValueView reads an encoded value in place. Views are memory-safe on any input: on bytes that are
// not an encoded value they see nothing (size 0, absent), they never read past the end. Whoever
// brings bytes in from outside calls CheckValue or CheckItem first. Views live as long as the
// bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/attributes.h"
#include "kv/base/status.h"
#include "kv/codec/number_codec.h"
#include "kv/model/attribute_value.h"

namespace stator {

class ValueView {
 public:
  ValueView() = default;  // the empty string
  // `body` is what follows tag and length; for BOOL one byte, 0 or 1; for NULL empty.
  ValueView(AttributeType type, std::string_view body) : type_(type), body_(body) {}

  AttributeType type() const { return type_; }
  bool is(AttributeType type) const { return type_ == type; }
  bool is_set() const { return type_ >= AttributeType::kStringSet; }

  std::string_view bytes() const { return body_; }  // S, B: the bytes; N: encoded number
  bool boolean() const { return !body_.empty() && body_[0] != 0; }  // BOOL
  Result<Number> number() const { return DecodeNumber(body_); }     // N
  std::string_view body() const { return body_; }

  // M and L: members; sets: elements. 0 for the others, and for a count that the body cannot hold.
  size_t count() const;
  std::optional<ValueView> Member(std::string_view name) const;  // M
  std::optional<ValueView> Element(size_t index) const;          // L
  // Sets: whether the element is there, given in its encoded form (S, B: the bytes; N: number
  // bytes).
  bool SetContains(std::string_view element) const;

  // Same type and same value.
  bool operator==(const ValueView& other) const {
    return type_ == other.type_ && body_ == other.body_;
  }

  // Bytes that this value counts towards an item's size, as DynamoDB counts: S, B their length; N
  // Number::SizeBytes; BOOL and NULL 1; M and L 3 + 1 a member + what the members count (map names
  // included); sets the sum of their elements.
  size_t SizeBytes() const;

 private:
  AttributeType type_ = AttributeType::kString;
  std::string_view body_;
};

// Walks the members of an M (names and values), an L or set (values; set elements come as S, N or
// B).
//   for (MemberCursor it(view); it.Valid(); it.Next()) use(it.name(), it.value());
class MemberCursor {
 public:
  explicit MemberCursor(const ValueView& container);
  bool Valid() const { return valid_; }
  void Next();
  std::string_view name() const { return name_; }  // M only, else empty
  ValueView value() const { return value_; }

 private:
  void Read();
  AttributeType container_;
  std::string_view rest_;
  uint64_t left_ = 0;
  bool valid_ = false;
  std::string_view name_;
  ValueView value_;
};

// Takes one encoded value (tag, length, body) from the front of *in.
bool ConsumeValue(std::string_view* in, ValueView* out);
// Appends tag, length, body.
void AppendValue(const ValueView& value, std::string* out);
void AppendValue(const AttributeValue& value, std::string* out);
AttributeValue ToAttributeValue(const ValueView& value);
// Whether `value`, standing at `level` (1: an attribute of the item), and all that is in it are at
// most kNestingLevels deep.
bool FitsNesting(const ValueView& value, size_t level);
// kCorruption unless `bytes` is exactly one canonical value nested at most kNestingLevels deep.
Status CheckValue(std::string_view bytes);

// One encoded value that owns its bytes: an expression's `:value`, for one.
class Value {
 public:
  Value() : bytes_("\1\0", 2) {}                                       // the empty string
  Value(const AttributeValue& value) { AppendValue(value, &bytes_); }  // NOLINT: implicit
  explicit Value(const ValueView& view) { AppendValue(view, &bytes_); }
  // Trusted: must be the bytes of exactly one value.
  static Value FromEncoded(std::string bytes);

  ValueView view() const STATOR_LIFETIME_BOUND;
  std::string_view encoded() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace stator
