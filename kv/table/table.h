// One table: its schema of the moment and its live figures. Threads: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>

#include "kv/base/mutex.h"
#include "kv/model/table_schema.h"
#include "kv/partition/split_history.h"
#include "kv/partition/table_capacity.h"
#include "kv/table/table_events.h"
#include "kv/table/write_gate.h"

namespace stator {

// Live figures of a table or of one index: exact once every write has returned and no recount after
// an unclean stop is under way (kv/table/counter_keeper.h).
struct SizeCounters {
  std::atomic<int64_t> item_count{0};
  std::atomic<int64_t> size_bytes{0};  // sum of the SizeBytes of items or entries

  void Add(int64_t items, int64_t bytes) {
    if (items != 0) item_count.fetch_add(items, std::memory_order_relaxed);
    if (bytes != 0) size_bytes.fetch_add(bytes, std::memory_order_relaxed);
  }
};

class Table {
 public:
  explicit Table(TableSchema schema);
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  uint32_t id() const { return id_; }
  // The schema of this moment; never null; what it points to never changes.
  std::shared_ptr<const TableSchema> schema() const;
  // Counters of the table (its own id) or of one of its indexes (the index's id). Null: no such
  // index.
  std::shared_ptr<SizeCounters> counters(uint32_t id) const;
  // Counters of the table itself.
  SizeCounters& own_counters() const { return *own_counters_; }

  // What the table and its indexes are used for, and kept from.
  TableCapacity& capacity() const { return capacity_; }
  SplitHistory& splits() const { return splits_; }
  TableEvents& events() const { return events_; }

  // Writers hold this shared from reading the schema until their commit; a change of the schema
  // holds it exclusively. So once a new index is in the schema, every later write maintains it.
  WriteGate& write_gate() const { return write_gate_; }

  // After a commit whose outcome is not known: the counters may be off, and must be counted anew at
  // the next start.
  void MarkCountersInexact() { counters_inexact_.store(true, std::memory_order_relaxed); }
  bool counters_inexact() const { return counters_inexact_.load(std::memory_order_relaxed); }

 private:
  friend class Catalog;
  // The caller holds the gate exclusively, or is alone with the table.
  void Replace(TableSchema schema);

  const uint32_t id_;
  const std::shared_ptr<SizeCounters> own_counters_;
  std::atomic<bool> counters_inexact_{false};
  mutable WriteGate write_gate_;
  mutable TableCapacity capacity_;
  mutable SplitHistory splits_;
  mutable TableEvents events_;
  mutable SharedMutex mu_;
  std::shared_ptr<const TableSchema> schema_ GUARDED_BY(mu_);
  std::map<uint32_t, std::shared_ptr<SizeCounters>> index_counters_ GUARDED_BY(mu_);
};

}  // namespace stator
