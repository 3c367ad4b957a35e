// The tables that exist, in memory and on disk, changed in one step each.
//
// A namespace ("space") separates tables of equal names: "<account>/<region>", or one shared name.
// Threads: everything may be called from any thread. Tables are shared: whoever holds one may go on
// reading its schema after the table is gone.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"

namespace stator {

// Live figures of a table or of one index.
struct SizeCounters {
  std::atomic<int64_t> item_count{0};
  std::atomic<int64_t> size_bytes{0};
};

// One table: its schema of the moment and its counters.
class Table {
 public:
  explicit Table(TableSchema schema);
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  uint32_t id() const { return id_; }
  // The schema of this moment; never null; what it points to never changes.
  std::shared_ptr<const TableSchema> schema() const;
  // Counters of the table (its own id) or of one of its indexes (the index's id). Null: no such index.
  std::shared_ptr<SizeCounters> counters(uint32_t id) const;

  // Writers hold this shared from reading the schema until their commit; a change of the schema holds
  // it exclusively. So once a new index is in the schema, every later write maintains it.
  SharedMutex& write_gate() const { return write_gate_; }

 private:
  friend class Catalog;
  void Replace(TableSchema schema);

  const uint32_t id_;
  mutable SharedMutex write_gate_;
  mutable SharedMutex mu_;
  std::shared_ptr<const TableSchema> schema_ GUARDED_BY(mu_);
  std::map<uint32_t, std::shared_ptr<SizeCounters>> counters_ GUARDED_BY(mu_);
};

class Catalog {
 public:
  // Reads all records. The store must outlive the catalog.
  static Result<std::unique_ptr<Catalog>> Load(Store* store);

  // Null when there is none. Tables of every status are found.
  std::shared_ptr<Table> Find(std::string_view space, std::string_view name) const;
  // Names in the space that sort after `after`, in byte order, at most `limit`.
  std::vector<std::string> List(std::string_view space, std::string_view after, size_t limit) const;
  size_t CountTables(std::string_view space) const;
  std::vector<std::shared_ptr<Table>> All() const;

  // A number that no table or index of this folder ever had. Reserved on disk in blocks.
  Result<uint32_t> NextId();

  // Adds a table under its space and name. kResourceInUse when the name is taken.
  Result<std::shared_ptr<Table>> Add(TableSchema schema);
  // Changes the schema under the exclusive write gate: `change` gets a copy and may refuse. The
  // record is on disk, and in force, when this returns OK.
  Status Update(Table* table, const std::function<Status(TableSchema*)>& change);
  // Forgets the table. Its items must be gone already.
  Status Remove(Table* table);

 private:
  explicit Catalog(Store* store) : store_(store) {}
  // (the rest is private)
  Store* const store_;
};

}  // namespace stator
