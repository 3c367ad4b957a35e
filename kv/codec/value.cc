#include "kv/codec/value.h"

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
  if (in->empty() || !IsType(in->front())) return false;
  const auto type = static_cast<AttributeType>(in->front());
  in->remove_prefix(1);
  std::string_view body;
  if (!ConsumeLengthPrefixed(in, &body)) return false;
  *out = ValueView(type, body);
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
  if (type_ != AttributeType::kMap) return std::nullopt;
  std::string_view rest = body_;
  uint64_t left;
  if (!ConsumeVarint(&rest, &left)) return std::nullopt;
  for (; left > 0; --left) {
    std::string_view member;
    ValueView value;
    if (!ConsumeLengthPrefixed(&rest, &member)) return std::nullopt;
    const int order = CompareBytes(member, name);
    if (order > 0 || !ConsumeValue(&rest, &value)) return std::nullopt;
    if (order == 0) return value;
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
  if (container_ >= AttributeType::kStringSet) {
    std::string_view element;
    valid_ = ConsumeLengthPrefixed(&rest_, &element);
    if (valid_) value_ = ValueView(ElementType(container_), element);
    return;
  }
  if (container_ == AttributeType::kMap && !ConsumeLengthPrefixed(&rest_, &name_)) return;
  valid_ = ConsumeValue(&rest_, &value_);
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
