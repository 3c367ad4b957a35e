#include "streams/change_record.h"

#include <utility>

#include "kv/codec/key_codec.h"
#include "kv/codec/varint.h"
#include "kv/table/table_key.h"
#include "streams/item_difference.h"

namespace stator {
namespace {

constexpr char kVersion = 1;
constexpr size_t kHeaderBytes = 1 + 1 + 8;  // version, flags, micros

constexpr unsigned kKindMask = 0x03;
constexpr unsigned kByTimeToLive = 0x04;
constexpr unsigned kHasKey = 0x08;
constexpr unsigned kHasNewImage = 0x10;
constexpr unsigned kHasOldImage = 0x20;
constexpr unsigned kHasOldDifference = 0x40;  // the old image, by its difference to the new one
constexpr unsigned kAllFlags =
    kKindMask | kByTimeToLive | kHasKey | kHasNewImage | kHasOldImage | kHasOldDifference;

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

// The old image, whichever way it is told; the new one has been read.
bool ConsumeOldImage(unsigned flags, std::string_view* bytes, ChangeView* change) {
  std::string_view encoded;
  if (!ConsumeLengthPrefixed(bytes, &encoded)) return false;
  std::string item;
  if ((flags & kHasOldDifference) == 0) {
    item = encoded;
  } else if (!change->new_image ||
             !ApplyItemDifference(change->new_image->encoded(), encoded, &item)) {
    return false;
  }
  change->old_image = Item::FromEncoded(std::move(item));
  return change->old_image->view().valid();
}

void AppendOldDifference(const ItemView& new_image, const ItemView& old_image, std::string* out) {
  thread_local std::string difference;
  difference.clear();
  AppendItemDifference(new_image.encoded(), old_image.encoded(), &difference);
  AppendLengthPrefixed(difference, out);
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
  const bool both = new_image != nullptr && old_image != nullptr;
  if (old_image != nullptr) flags |= both ? kHasOldDifference : kHasOldImage;
  AppendHeader(flags, change.micros, out);
  if (key_only) {
    const ItemView& item = change.new_item != nullptr ? *change.new_item : *change.old_item;
    AppendLengthPrefixed(KeyOf(change.schema, item).encoded(), out);
  }
  if (new_image != nullptr) AppendLengthPrefixed(new_image->encoded(), out);
  if (both) {
    AppendOldDifference(*new_image, *old_image, out);
  } else if (old_image != nullptr) {
    AppendLengthPrefixed(old_image->encoded(), out);
  }
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
  const unsigned old_flags = flags & (kHasOldImage | kHasOldDifference);
  if (old_flags == (kHasOldImage | kHasOldDifference)) return NotAChange();
  if (old_flags != 0 && !ConsumeOldImage(flags, &bytes, &change)) return NotAChange();
  const bool has_image = change.new_image || change.old_image;
  if (!bytes.empty() || has_image == change.key.has_value()) return NotAChange();
  return change;
}

}  // namespace stator
