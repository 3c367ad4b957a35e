// CheckValue and CheckItem: whether bytes from outside are what our own writers would have written.

#include "kv/base/limits.h"
#include "kv/codec/format_constants.h"
#include "kv/codec/item.h"
#include "kv/codec/utf8.h"
#include "kv/codec/value.h"
#include "kv/codec/varint.h"

namespace stator {
namespace {

// Each function takes what it checks from the front of *in, adds what it counts towards an item's
// size to *counted, and answers whether it was canonical.

bool CheckTagged(std::string_view* in, size_t depth, size_t* counted);

bool ConsumeCanonicalBytes(std::string_view* in, std::string_view* bytes) {
  uint64_t size;
  if (!ConsumeCanonicalVarint(in, &size) || size > in->size()) return false;
  *bytes = in->substr(0, static_cast<size_t>(size));
  in->remove_prefix(static_cast<size_t>(size));
  return true;
}

bool CheckScalar(AttributeType type, std::string_view body, size_t* counted) {
  switch (type) {
    case AttributeType::kString: *counted += body.size(); return IsValidUtf8(body);
    case AttributeType::kBinary: *counted += body.size(); return true;
    case AttributeType::kNumber: {
      const size_t size = EncodedNumberSizeBytes(body);
      *counted += size;
      return size != 0;
    }
    case AttributeType::kBool:
      *counted += 1;
      return body.size() == 1 && (body[0] == 0 || body[0] == 1);
    case AttributeType::kNull: *counted += 1; return body.empty();
    default: return false;
  }
}

bool CheckSet(AttributeType element_type, std::string_view body, size_t* counted) {
  uint64_t count;
  if (!ConsumeCanonicalVarint(&body, &count) || count == 0) return false;
  std::string_view last;
  for (uint64_t i = 0; i < count; ++i) {
    std::string_view element;
    if (!ConsumeCanonicalBytes(&body, &element)) return false;
    if (i > 0 && last >= element) return false;
    if (!CheckScalar(element_type, element, counted)) return false;
    last = element;
  }
  return body.empty();
}

bool CheckList(std::string_view body, size_t depth, size_t* counted) {
  uint64_t count;
  if (!ConsumeCanonicalVarint(&body, &count)) return false;
  for (uint64_t i = 0; i < count; ++i) {
    *counted += kMemberSizeBytes;
    if (!CheckTagged(&body, depth + 1, counted)) return false;
  }
  return body.empty();
}

bool CheckMap(std::string_view body, size_t depth, size_t member_size, size_t* counted) {
  uint64_t count;
  if (!ConsumeCanonicalVarint(&body, &count)) return false;
  std::string_view last;
  for (uint64_t i = 0; i < count; ++i) {
    std::string_view name;
    if (!ConsumeCanonicalBytes(&body, &name) || !IsValidUtf8(name)) return false;
    if (i > 0 && last >= name) return false;
    *counted += member_size + name.size();
    if (!CheckTagged(&body, depth + 1, counted)) return false;
    last = name;
  }
  return body.empty();
}

bool CheckTagged(std::string_view* in, size_t depth, size_t* counted) {
  if (in->empty() || depth > limits::kNestingLevels) return false;
  const auto type = static_cast<AttributeType>(in->front());
  in->remove_prefix(1);
  std::string_view body;
  if (!ConsumeCanonicalBytes(in, &body)) return false;
  switch (type) {
    case AttributeType::kMap:
      *counted += kContainerSizeBytes;
      return CheckMap(body, depth, kMemberSizeBytes, counted);
    case AttributeType::kList:
      *counted += kContainerSizeBytes;
      return CheckList(body, depth, counted);
    case AttributeType::kStringSet: return CheckSet(AttributeType::kString, body, counted);
    case AttributeType::kNumberSet: return CheckSet(AttributeType::kNumber, body, counted);
    case AttributeType::kBinarySet: return CheckSet(AttributeType::kBinary, body, counted);
    default: return CheckScalar(type, body, counted);
  }
}

}  // namespace

Status CheckValue(std::string_view bytes) {
  size_t counted = 0;
  if (!CheckTagged(&bytes, 1, &counted) || !bytes.empty()) {
    return CorruptionError("not the canonical bytes of a value");
  }
  return OkStatus();
}

Status CheckItem(std::string_view bytes) {
  uint64_t stored_size = 0;
  size_t counted = 0;
  if (bytes.empty() || bytes.front() != kItemVersion) {
    return CorruptionError("not an item of a version that is known");
  }
  bytes.remove_prefix(1);
  if (!ConsumeCanonicalVarint(&bytes, &stored_size) || !CheckMap(bytes, 0, 0, &counted)) {
    return CorruptionError("not the canonical bytes of an item");
  }
  if (stored_size != counted) return CorruptionError("the item's stored size is not its size");
  return OkStatus();
}

}  // namespace stator
