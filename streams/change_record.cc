#include "streams/change_record.h"

#include "kv/codec/key_codec.h"
#include "kv/codec/varint.h"
#include "kv/table/table_key.h"

namespace stator {
namespace {

constexpr char kVersion = 1;
constexpr size_t kHeaderBytes = 1 + 1 + 8;  // version, flags, micros

constexpr unsigned kKindMask = 0x03;
constexpr unsigned kByTimeToLive = 0x04;
constexpr unsigned kHasKey = 0x08;
constexpr unsigned kHasNewImage = 0x10;
constexpr unsigned kHasOldImage = 0x20;
constexpr unsigned kAllFlags = kKindMask | kByTimeToLive | kHasKey | kHasNewImage | kHasOldImage;

bool ShowsNew(StreamViewType view) {
  return view == StreamViewType::kNewImage || view == StreamViewType::kNewAndOldImages;
}

bool ShowsOld(StreamViewType view) {
  return view == StreamViewType::kOldImage || view == StreamViewType::kNewAndOldImages;
}

ChangeKind KindOf(const ItemChange& change) {
  if (change.old_item == nullptr) return ChangeKind::kInsert;
  return change.new_item == nullptr ? ChangeKind::kRemove : ChangeKind::kModify;
}

void AppendHeader(unsigned flags, int64_t micros, std::string* out) {
  out->push_back(kVersion);
  out->push_back(static_cast<char>(flags));
  AppendBigEndian64(static_cast<uint64_t>(micros), out);
}

bool ConsumeItem(std::string_view* bytes, std::optional<ItemView>* out) {
  std::string_view encoded;
  if (!ConsumeLengthPrefixed(bytes, &encoded)) return false;
  return out->emplace(encoded).valid();
}

Status NotAChange() { return CorruptionError("not the record of a change"); }

}  // namespace

void AppendChange(StreamViewType view, const ItemChange& change, std::string* out) {
  const ItemView* new_image = ShowsNew(view) ? change.new_item : nullptr;
  const ItemView* old_image = ShowsOld(view) ? change.old_item : nullptr;
  const bool key_only = new_image == nullptr && old_image == nullptr;
  unsigned flags = static_cast<unsigned>(KindOf(change));
  if (change.origin == WriteOrigin::kTimeToLive) flags |= kByTimeToLive;
  if (key_only) flags |= kHasKey;
  if (new_image != nullptr) flags |= kHasNewImage;
  if (old_image != nullptr) flags |= kHasOldImage;
  AppendHeader(flags, change.micros, out);
  if (key_only) {
    const ItemView& item = change.new_item != nullptr ? *change.new_item : *change.old_item;
    AppendLengthPrefixed(KeyOf(change.schema, item).encoded(), out);
  }
  if (new_image != nullptr) AppendLengthPrefixed(new_image->encoded(), out);
  if (old_image != nullptr) AppendLengthPrefixed(old_image->encoded(), out);
}

Result<ChangeView> DecodeChange(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || bytes.front() != kVersion) return NotAChange();
  const unsigned flags = static_cast<unsigned char>(bytes[1]);
  if ((flags & ~kAllFlags) != 0 || (flags & kKindMask) == 0) return NotAChange();
  ChangeView change;
  change.kind = static_cast<ChangeKind>(flags & kKindMask);
  if ((flags & kByTimeToLive) != 0) change.origin = WriteOrigin::kTimeToLive;
  change.micros = static_cast<int64_t>(ReadBigEndian64(bytes.substr(2)));
  bytes.remove_prefix(kHeaderBytes);
  if ((flags & kHasKey) != 0 && !ConsumeItem(&bytes, &change.key)) return NotAChange();
  if ((flags & kHasNewImage) != 0 && !ConsumeItem(&bytes, &change.new_image)) return NotAChange();
  if ((flags & kHasOldImage) != 0 && !ConsumeItem(&bytes, &change.old_image)) return NotAChange();
  const bool has_image = change.new_image || change.old_image;
  if (!bytes.empty() || has_image == change.key.has_value()) return NotAChange();
  return change;
}

}  // namespace stator
