// When a table's partitions were split, and why: since the table was opened, the newest ones.
// Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kv/base/mutex.h"
#include "kv/model/table_schema.h"

namespace stator {

enum class SplitReason : uint8_t {
  kRequest = 0,     // somebody asked for it
  kHeat = 1,        // a partition was near its limit for a minute
  kGrowth = 2,      // an on-demand table or index serves more than it did
  kThroughput = 3,  // provisioned or warm throughput was raised
  kSize = 4,        // a partition holds too much
};

struct SplitEvent {
  int64_t wall_micros = 0;
  SplitReason reason = SplitReason::kRequest;
  std::string index_name;      // "": of the table
  std::vector<uint32_t> gone;  // ids, in key order
  std::vector<uint32_t> made;
  bool operator==(const SplitEvent&) const = default;
};

class SplitHistory {
 public:
  static constexpr size_t kKept = 100;

  // Notes each map that differs between two schemas of the table, one after the other.
  void Note(const TableSchema& before, const TableSchema& after, SplitReason reason,
            int64_t wall_micros);
  // Oldest first.
  std::vector<SplitEvent> Events() const;

 private:
  void NoteMap(const std::vector<PartitionRange>& before, const std::vector<PartitionRange>& after,
               SplitEvent event) REQUIRES(mu_);

  mutable Mutex mu_;
  std::vector<SplitEvent> events_ GUARDED_BY(mu_);
};

}  // namespace stator
