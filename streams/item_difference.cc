#include "streams/item_difference.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "kv/codec/varint.h"

namespace stator {
namespace {

// Takes the item's head (version, size, count of attributes) from the front. A changed length
// changes the head, which is why it is told apart: what follows may still be the same.
bool ConsumeHead(std::string_view* item, std::string_view* head) {
  if (item->empty()) return false;
  std::string_view rest = item->substr(1);
  uint64_t size_bytes;
  uint64_t count;
  if (!ConsumeVarint(&rest, &size_bytes) || !ConsumeVarint(&rest, &count)) return false;
  *head = item->substr(0, item->size() - rest.size());
  *item = rest;
  return true;
}

uint64_t Load(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

// Eight bytes at a time: this is on the way of every write.
size_t CommonPrefix(std::string_view a, std::string_view b) {
  const size_t limit = std::min(a.size(), b.size());
  size_t n = 0;
  while (n + 8 <= limit && Load(a.data() + n) == Load(b.data() + n)) n += 8;
  while (n < limit && a[n] == b[n]) ++n;
  return n;
}

size_t CommonSuffix(std::string_view a, std::string_view b) {
  const size_t limit = std::min(a.size(), b.size());
  const char* const a_end = a.data() + a.size();
  const char* const b_end = b.data() + b.size();
  size_t n = 0;
  while (n + 8 <= limit && Load(a_end - n - 8) == Load(b_end - n - 8)) n += 8;
  while (n < limit && *(a_end - n - 1) == *(b_end - n - 1)) ++n;
  return n;
}

}  // namespace

void AppendItemDifference(std::string_view base, std::string_view target, std::string* out) {
  std::string_view base_head;
  std::string_view head;
  ConsumeHead(&base, &base_head);
  ConsumeHead(&target, &head);
  const size_t prefix = CommonPrefix(base, target);
  const size_t suffix = CommonSuffix(base.substr(prefix), target.substr(prefix));
  AppendLengthPrefixed(head, out);
  AppendVarint(prefix, out);
  AppendVarint(suffix, out);
  out->append(target.substr(prefix, target.size() - prefix - suffix));
}

bool ApplyItemDifference(std::string_view base, std::string_view difference, std::string* out) {
  std::string_view base_head;
  std::string_view head;
  uint64_t prefix;
  uint64_t suffix;
  if (!ConsumeHead(&base, &base_head) || !ConsumeLengthPrefixed(&difference, &head) ||
      !ConsumeVarint(&difference, &prefix) || !ConsumeVarint(&difference, &suffix) ||
      prefix > base.size() || suffix > base.size() - prefix) {
    return false;
  }
  out->reserve(out->size() + head.size() + prefix + difference.size() + suffix);
  out->append(head).append(base.substr(0, prefix)).append(difference);
  out->append(base.substr(base.size() - suffix));
  return true;
}

}  // namespace stator
