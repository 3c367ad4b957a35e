#include "kv/codec/item.h"

#include <algorithm>

#include "kv/codec/format_constants.h"
#include "kv/codec/varint.h"

namespace stator {
namespace {

void AppendItemHeader(size_t size_bytes, size_t count, std::string* out) {
  out->push_back(kItemVersion);
  AppendVarint(size_bytes, out);
  AppendVarint(count, out);
}

// Members of an item that lie next to each other in its bytes, and so are copied in one piece.
struct Run {
  const char* begin;
  const char* end;
};

}  // namespace

ItemView::ItemView(std::string_view encoded) : encoded_(encoded) {
  if (encoded.empty() || encoded.front() != kItemVersion) return;
  encoded.remove_prefix(1);
  uint64_t size_bytes;
  if (!ConsumeVarint(&encoded, &size_bytes)) return;
  size_bytes_ = static_cast<size_t>(size_bytes);
  attributes_ = ValueView(AttributeType::kMap, encoded);
  valid_ = true;
}

Item::Item() { AppendItemHeader(0, 0, &bytes_); }

Item Item::FromEncoded(std::string bytes) {
  Item item;
  item.bytes_ = std::move(bytes);
  return item;
}

void ItemBuilder::FinishInto(std::string* out) {
  using Attribute = std::pair<std::string_view, ValueView>;
  const auto by_name = [](const Attribute& a, const Attribute& b) { return a.first < b.first; };
  const auto not_rising = [](const Attribute& a, const Attribute& b) { return a.first >= b.first; };
  if (std::adjacent_find(attributes_.begin(), attributes_.end(), not_rising) != attributes_.end()) {
    std::stable_sort(attributes_.begin(), attributes_.end(), by_name);
    // Read backwards, the first of equal names is the one that was added last.
    const auto same_name = [](const Attribute& a, const Attribute& b) {
      return a.first == b.first;
    };
    const auto kept = std::unique(attributes_.rbegin(), attributes_.rend(), same_name);
    attributes_.erase(attributes_.begin(), kept.base());
  }
  size_t size_bytes = 0;
  size_t encoded_size = 2 * kMaxVarintBytes + 1;
  for (const auto& [name, value] : attributes_) {
    size_bytes += name.size() + value.SizeBytes();
    encoded_size += name.size() + value.body().size() + 2 * kMaxVarintBytes + 1;
  }
  out->reserve(out->size() + encoded_size);
  AppendItemHeader(size_bytes, attributes_.size(), out);
  for (const auto& [name, value] : attributes_) {
    AppendLengthPrefixed(name, out);
    AppendValue(value, out);
  }
  attributes_.clear();
}

Item ItemBuilder::Finish() {
  std::string bytes;
  FinishInto(&bytes);
  return Item::FromEncoded(std::move(bytes));
}

Item ProjectTopLevel(const ItemView& item, const std::vector<std::string>& names) {
  std::vector<Run> runs;
  size_t size_bytes = 0;
  size_t count = 0;
  auto wanted = names.begin();
  for (MemberCursor it(item.attributes()); it.Valid(); it.Next()) {
    while (wanted != names.end() && *wanted < it.name()) ++wanted;
    if (wanted == names.end()) break;
    if (*wanted != it.name()) continue;
    const std::string_view body = it.value().body();
    const char* const end = body.data() + body.size();
    // The name's length prefix is as long as the shortest form of it: the item is canonical.
    const char* const begin = it.name().data() - VarintLength(it.name().size());
    if (!runs.empty() && runs.back().end == begin) {
      runs.back().end = end;
    } else {
      runs.push_back({begin, end});
    }
    size_bytes += it.name().size() + it.value().SizeBytes();
    ++count;
  }
  std::string bytes;
  AppendItemHeader(size_bytes, count, &bytes);
  for (const Run& run : runs) bytes.append(run.begin, run.end);
  return Item::FromEncoded(std::move(bytes));
}

}  // namespace stator
