// The RocksDB implementation of Store. Only kv/store and tests include this file.
#pragma once

#include <rocksdb/db.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/store/data_folder.h"
#include "kv/store/log_continuity.h"
#include "kv/store/store.h"

namespace stator {

// What only tests set.
struct RocksSettings {
  // Where the engine's files are; not owned, must outlive the store. Null: the machine's file
  // system. Ignored when in_memory.
  rocksdb::Env* env = nullptr;
  // Counts the engine's work; off by default, as counting costs.
  std::shared_ptr<rocksdb::Statistics> statistics;
  // Commit refuses a larger batch with kTooLarge. The largest that the service needs is one
  // BatchWriteItem: 16 MB, and 25 index entries of up to that size.
  size_t batch_bytes = size_t{1} << 30;
};

// Store::Open is this with default settings.
Result<std::unique_ptr<Store>> OpenRocksStore(const StoreOptions& options,
                                              const RocksSettings& settings);

class RocksStore final : public Store {
 public:
  // What an open store holds; made by the steps of OpenRocksStore, and closed with care wherever
  // these end. Destroyed in reverse order.
  struct Parts {
    Parts() = default;
    Parts(Parts&&) = default;
    ~Parts();

    std::unique_ptr<rocksdb::Env> memory_env;     // in memory: holds all files
    std::optional<DataFolder> folder;             // on disk: holds the lock
    std::unique_ptr<rocksdb::Env> encrypted_env;  // of an encrypted folder
    Durability durability = Durability::kSync;
    // RocksDB keeps a pointer to it as long as the database is open.
    std::unique_ptr<ContinuityFilter> continuity;
    std::unique_ptr<rocksdb::DB> db;
    std::vector<rocksdb::ColumnFamilyHandle*> families;  // by Family::index; owned
    uint64_t fence_token = 0;
  };
  RocksStore(const StoreOptions& options, const RocksSettings& settings, Parts parts);

  uint32_t partitions() const override;
  Durability durability() const override { return durability_; }
  bool in_memory() const override { return in_memory_; }
  bool encrypted() const override { return parts_.encrypted_env != nullptr; }
  GroupId GroupOf(Family family, std::string_view key) const override;
  uint64_t fence_token() const override { return parts_.fence_token; }

  Status Get(Family family, std::string_view key, PinnedValue* value,
             const Snapshot* snapshot) const override;
  std::unique_ptr<Cursor> NewCursor(Family family, const KeyRange& range,
                                    const ReadOptions& options) const override;
  std::unique_ptr<Snapshot> NewSnapshot() const override;

  std::unique_ptr<WriteBatch> NewBatch() const override;
  Result<uint64_t> Commit(const WriteBatch& batch) override;
  uint64_t LatestSequence() const override;
  void Observe(CommitObserver* observer) override {
    observer_.store(observer, std::memory_order_release);
  }

  uint64_t ApproximateBytes(Family family, const KeyRange& range) const override;
  Status CompactRange(Family family, const KeyRange& range) override;

 private:
  Result<uint64_t> Write(const WriteBatch& batch);
  rocksdb::ColumnFamilyHandle* HandleOf(Family family) const;

  const bool in_memory_;
  const Durability durability_;
  const size_t batch_bytes_;
  const Parts parts_;
  const rocksdb::ReadOptions point_read_;  // of Get without a snapshot
  const rocksdb::WriteOptions write_;
  // Set when a commit failed halfway on the log. From then on nothing may be appended behind the
  // torn record, even if the engine would: recovery would find sound records after it and could not
  // tell a torn write from damage.
  std::atomic<bool> log_failed_ = false;
  std::atomic<CommitObserver*> observer_ = nullptr;
};

}  // namespace stator
