#include "kv/codec/value.h"

#include "kv/base/limits.h"
#include "kv/codec/format_constants.h"
#include "kv/codec/varint.h"

namespace stator {
namespace {

// Far above kNestingLevels: only bytes that CheckValue refuses get here. Keeps reading them from
// overflowing the stack.
constexpr int kMaxReadDepth = 64;

// Orders by unsigned bytes. Most names differ in the first one.
int CompareBytes(std::string_view a, std::string_view b) {
  if (!a.empty() && !b.empty() && a[0] != b[0]) {
    return static_cast<unsigned char>(a[0]) - static_cast<unsigned char>(b[0]);
  }
  return a.compare(b);
}

bool IsType(char tag) { return tag >= 1 && tag <= static_cast<char>(AttributeType::kBinarySet); }

// Reads a length at `at` and returns where the bytes of that length begin; null when they would not
// end before `end`.
inline const char* ReadLength(const char* at, const char* end, size_t* length) {
  if (at != end && static_cast<signed char>(*at) >= 0) {
    *length = static_cast<size_t>(*at++);
  } else {
    std::string_view rest(at, static_cast<size_t>(end - at));
    uint64_t long_length = 0;
    if (!ConsumeLongVarint(&rest, &long_length)) return nullptr;
    *length = static_cast<size_t>(long_length);
    at = rest.data();
  }
  return *length <= static_cast<size_t>(end - at) ? at : nullptr;
}

// Reads tag and length at `at` and returns where the body begins; null when there is no value.
inline const char* ReadHead(const char* at, const char* end, AttributeType* type, size_t* length) {
  if (at == end || !IsType(*at)) return nullptr;
  *type = static_cast<AttributeType>(*at);
  return ReadLength(at + 1, end, length);
}

AttributeType ElementType(AttributeType set) {
  switch (set) {
    case AttributeType::kStringSet: return AttributeType::kString;
    case AttributeType::kNumberSet: return AttributeType::kNumber;
    default: return AttributeType::kBinary;
  }
}

size_t SizeAtDepth(const ValueView& value, int depth) {
  switch (value.type()) {
    case AttributeType::kString:
    case AttributeType::kBinary: return value.bytes().size();
    case AttributeType::kNumber: return EncodedNumberSizeBytes(value.bytes());
    case AttributeType::kBool:
    case AttributeType::kNull: return 1;
    default: break;
  }
  if (depth > kMaxReadDepth) return 0;
  size_t size = value.is_set() ? 0 : kContainerSizeBytes;
  for (MemberCursor it(value); it.Valid(); it.Next()) {
    if (!value.is_set()) size += kMemberSizeBytes + it.name().size();
    size += SizeAtDepth(it.value(), depth + 1);
  }
  return size;
}

}  // namespace

bool ConsumeValue(std::string_view* in, ValueView* out) {
  const char* const end = in->data() + in->size();
  AttributeType type;
  size_t length;
  const char* const body = ReadHead(in->data(), end, &type, &length);
  if (body == nullptr) return false;
  *out = ValueView(type, std::string_view(body, length));
  *in = std::string_view(body + length, static_cast<size_t>(end - body) - length);
  return true;
}

void AppendValue(const ValueView& value, std::string* out) {
  out->push_back(static_cast<char>(value.type()));
  AppendLengthPrefixed(value.body(), out);
}

size_t ValueView::count() const {
  if (type_ < AttributeType::kMap) return 0;
  std::string_view rest = body_;
  uint64_t count;
  // Each member takes a byte at least.
  if (!ConsumeVarint(&rest, &count) || count > rest.size()) return 0;
  return static_cast<size_t>(count);
}

std::optional<ValueView> ValueView::Member(std::string_view name) const {
  std::string_view members = body_;
  uint64_t left;
  if (type_ != AttributeType::kMap || !ConsumeVarint(&members, &left)) return std::nullopt;
  const char* at = members.data();
  const char* const end = at + members.size();
  for (; left > 0; --left) {
    size_t length;
    at = ReadLength(at, end, &length);
    if (at == nullptr) return std::nullopt;
    const int order = CompareBytes(std::string_view(at, length), name);
    if (order > 0) return std::nullopt;  // names are sorted
    AttributeType type;
    at = ReadHead(at + length, end, &type, &length);
    if (at == nullptr) return std::nullopt;
    if (order == 0) return ValueView(type, std::string_view(at, length));
    at += length;
  }
  return std::nullopt;
}

std::optional<ValueView> ValueView::Element(size_t index) const {
  if (type_ != AttributeType::kList) return std::nullopt;
  for (MemberCursor it(*this); it.Valid(); it.Next()) {
    if (index-- == 0) return it.value();
  }
  return std::nullopt;
}

bool ValueView::SetContains(std::string_view element) const {
  if (!is_set()) return false;
  for (MemberCursor it(*this); it.Valid(); it.Next()) {
    const int order = CompareBytes(it.value().body(), element);
    if (order >= 0) return order == 0;
  }
  return false;
}

size_t ValueView::SizeBytes() const { return SizeAtDepth(*this, 0); }

MemberCursor::MemberCursor(const ValueView& container)
    : container_(container.type()), rest_(container.body()) {
  if (container_ < AttributeType::kMap || !ConsumeVarint(&rest_, &left_)) return;
  Read();
}

void MemberCursor::Next() { Read(); }

void MemberCursor::Read() {
  valid_ = false;
  if (left_ == 0) return;
  --left_;
  const char* at = rest_.data();
  const char* const end = at + rest_.size();
  AttributeType type = ElementType(container_);
  size_t length;
  if (container_ == AttributeType::kMap) {
    at = ReadLength(at, end, &length);
    if (at == nullptr) return;
    name_ = std::string_view(at, length);
    at += length;
  }
  at = container_ >= AttributeType::kStringSet ? ReadLength(at, end, &length)
                                               : ReadHead(at, end, &type, &length);
  if (at == nullptr) return;
  value_ = ValueView(type, std::string_view(at, length));
  at += length;
  rest_ = std::string_view(at, static_cast<size_t>(end - at));
  valid_ = true;
}

bool FitsNesting(const ValueView& value, size_t level) {
  if (level > limits::kNestingLevels) return false;
  if (!value.is(AttributeType::kMap) && !value.is(AttributeType::kList)) return true;
  for (MemberCursor it(value); it.Valid(); it.Next()) {
    if (!FitsNesting(it.value(), level + 1)) return false;
  }
  return true;
}

Value Value::FromEncoded(std::string bytes) {
  Value value;
  value.bytes_ = std::move(bytes);
  return value;
}

ValueView Value::view() const {
  std::string_view rest = bytes_;
  ValueView view;
  ConsumeValue(&rest, &view);
  return view;
}

}  // namespace stator
