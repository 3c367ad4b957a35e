// What recovery may drop from the write-ahead log.
//
// Every commit takes the next sequence numbers, so the log has no holes: each record continues
// where the one before it ended. RocksDB does not check that; it notices a bad checksum, but not a
// log that ends too early while the next log goes on. ContinuityFilter makes it notice.
//
// When a log is damaged, the question is what the damage is. Under Durability::kSync one group of
// commits is written and synced before the next one is written, so at most the last record is not
// on stable storage, and nobody was told that it is. A crash may leave that record in any state:
// short, or with pages missing. It is dropped. Any sound record behind the damage, or a hole
// between two records, means that acknowledged commits are damaged or lost, and the store refuses
// to open. LogsEndInTornWrite tells the two apart. Under kOs several last records may be torn; what
// lies before the first bad one is kept and all the rest is dropped, so that a prefix remains.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/wal_filter.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator {

// Checks that records follow one another.
class SequenceRun {
 public:
  // False when the record, whose first write has that number, is not the next one.
  bool Continues(uint64_t first_sequence, uint32_t writes);
  uint64_t next() const { return next_; }

 private:
  bool known_ = false;
  uint64_t next_ = 0;
};

// Calls a record that does not continue the log corrupt, and leaves the rest to the recovery mode.
class ContinuityFilter final : public rocksdb::WalFilter {
 public:
  WalProcessingOption LogRecordFound(unsigned long long log_number, const std::string& log_name,
                                     const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch* new_batch, bool* batch_changed) override;
  void ColumnFamilyLogNumberMap(const std::map<uint32_t, uint64_t>& log_numbers,
                                const std::map<std::string, uint32_t>& family_ids) override;
  const char* Name() const override { return "stator.ContinuityFilter"; }
  // The oldest log that recovery had to read. Older ones may lie in the folder with holes between
  // them, when a crash cut off their deletion.
  uint64_t first_log() const { return first_log_; }

 private:
  SequenceRun run_;
  uint64_t first_log_ = 0;
  bool saw_record_ = false;
};

// True when the only damage in the logs of the folder, from number first_log on, is a last record
// that was not written in full. Reads them from the beginning; only for a store that did not open.
Result<bool> LogsEndInTornWrite(rocksdb::Env* env, const std::string& folder, uint64_t first_log);

}  // namespace stator
