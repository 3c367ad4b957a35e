// A cursor over RocksDB's iterator, and the snapshots that it may look through.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/iterator.h>

#include <memory>
#include <string>
#include <string_view>

#include "kv/store/store.h"

namespace stator {

class RocksSnapshot final : public Snapshot {
 public:
  explicit RocksSnapshot(rocksdb::DB* db) : db_(db), snapshot_(db->GetSnapshot()) {}
  ~RocksSnapshot() override { db_->ReleaseSnapshot(snapshot_); }
  RocksSnapshot(const RocksSnapshot&) = delete;
  RocksSnapshot& operator=(const RocksSnapshot&) = delete;

  // Null for null.
  static const rocksdb::Snapshot* Of(const Snapshot* snapshot) {
    return snapshot ? static_cast<const RocksSnapshot*>(snapshot)->snapshot_ : nullptr;
  }

 private:
  rocksdb::DB* const db_;
  const rocksdb::Snapshot* const snapshot_;
};

class RocksCursor final : public Cursor {
 public:
  RocksCursor(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family, const KeyRange& range,
              const ReadOptions& options);

  bool Valid() const override { return !outside_ && iterator_->Valid(); }
  void Next() override;
  std::string_view key() const override;
  std::string_view value() const override;
  void Seek(std::string_view key) override;
  Status status() const override;

 private:
  void SeekToStart();
  bool PastEnd(std::string_view key) const { return !end_.empty() && key >= end_; }

  // The iterator refers to these.
  const std::string begin_;
  const std::string end_;
  const rocksdb::Slice lower_bound_;
  const rocksdb::Slice upper_bound_;
  const bool reverse_;
  bool outside_ = false;  // the last Seek was beyond the range, in the cursor's direction
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

}  // namespace stator
