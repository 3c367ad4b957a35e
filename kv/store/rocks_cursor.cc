#include "kv/store/rocks_cursor.h"

#include "kv/store/key_bounds.h"
#include "kv/store/rocks_slice.h"
#include "kv/store/rocks_status.h"

namespace stator {
namespace {

// True when every key of the range, and both its ends, have the same first bytes. Then a position
// may be looked for with the help of the prefix bloom filters, in both directions: whatever key
// RocksDB seeks (an end of the range or a key in it) has the prefix that the filters are asked for.
bool IsInOneCollection(const KeyRange& range) {
  return range.begin.size() >= kCollectionPrefixBytes &&
         range.end.size() >= kCollectionPrefixBytes &&
         range.begin.compare(0, kCollectionPrefixBytes, range.end, 0, kCollectionPrefixBytes) == 0;
}

}  // namespace

RocksCursor::RocksCursor(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
                         const KeyRange& range, const ReadOptions& options)
    : begin_(range.begin),
      end_(range.end),
      lower_bound_(begin_),
      upper_bound_(end_),
      reverse_(options.reverse) {
  rocksdb::ReadOptions read;
  read.snapshot = RocksSnapshot::Of(options.snapshot);
  read.fill_cache = options.fill_cache;
  read.total_order_seek = !IsInOneCollection(range);
  if (!begin_.empty()) read.iterate_lower_bound = &lower_bound_;
  if (!end_.empty()) read.iterate_upper_bound = &upper_bound_;
  iterator_.reset(db->NewIterator(read, family));
  SeekToStart();
}

void RocksCursor::SeekToStart() {
  if (reverse_) {
    iterator_->SeekToLast();
  } else if (begin_.empty()) {
    iterator_->SeekToFirst();
  } else {
    iterator_->Seek(lower_bound_);
  }
}

void RocksCursor::Next() {
  if (reverse_) {
    iterator_->Prev();
  } else {
    iterator_->Next();
  }
}

std::string_view RocksCursor::key() const { return ToView(iterator_->key()); }
std::string_view RocksCursor::value() const { return ToView(iterator_->value()); }

void RocksCursor::Seek(std::string_view key) {
  const bool before_begin = key < begin_;
  const bool past_end = PastEnd(key);
  outside_ = reverse_ ? before_begin : past_end;
  if (outside_) return;
  if (reverse_ ? past_end : before_begin) {
    SeekToStart();
  } else if (reverse_) {
    iterator_->SeekForPrev(ToSlice(key));
  } else {
    iterator_->Seek(ToSlice(key));
  }
}

Status RocksCursor::status() const { return ReadStatus(iterator_->status()); }

}  // namespace stator
