// A batch: RocksDB's own, with the families resolved and the mistakes kept until Commit.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "kv/store/store.h"

namespace stator {

class RocksBatch final : public WriteBatch {
 public:
  // `families` belong to the store, which outlives the batch.
  explicit RocksBatch(const std::vector<rocksdb::ColumnFamilyHandle*>* families)
      : families_(families) {}

  void Put(Family family, std::string_view key, std::string_view value) override;
  void Delete(Family family, std::string_view key) override;
  void DeleteRange(Family family, std::string_view begin, std::string_view end) override;
  void Clear() override;
  bool empty() const override { return batch_.Count() == 0; }

  size_t bytes() const { return batch_.GetDataSize(); }
  // The first call that RocksDB refused, if any.
  const rocksdb::Status& defect() const { return defect_; }
  // For the commit, which writes the sequence number into the batch's header.
  rocksdb::WriteBatch* mutable_batch() const { return &batch_; }
  // The number of the batch's last write, after a commit that succeeded.
  uint64_t LastSequence() const;

 private:
  // Null, and a defect, when there is no such family.
  rocksdb::ColumnFamilyHandle* HandleOf(Family family);
  void Keep(const rocksdb::Status& status) {
    if (!status.ok() && defect_.ok()) defect_ = status;
  }

  const std::vector<rocksdb::ColumnFamilyHandle*>* const families_;
  mutable rocksdb::WriteBatch batch_;
  rocksdb::Status defect_;
};

}  // namespace stator
