// The tables that exist, in memory and on disk, changed in one step each.
//
// A namespace ("space") separates tables of equal names: "<account>/<region>", or one shared name.
// Threads: everything may be called from any thread. Tables are shared: whoever holds one may go on
// reading its schema after the table is gone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kv/base/hash.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"
#include "kv/table/catalog_records.h"
#include "kv/table/schema_observer.h"
#include "kv/table/table.h"

namespace stator {

class Catalog {
 public:
  // Reads all records. The store and the observers must outlive the catalog. Observers are called
  // in this order, also for a table that is added or dropped.
  static Result<std::unique_ptr<Catalog>> Load(Store* store,
                                               std::vector<SchemaObserver*> observers = {});

  // Null when there is none. Tables of every status are found.
  std::shared_ptr<Table> Find(std::string_view space, std::string_view name) const;
  // Names in the space that sort after `after`, in byte order, at most `limit`.
  std::vector<std::string> List(std::string_view space, std::string_view after, size_t limit) const;
  size_t CountTables(std::string_view space) const;
  // Every table of every space, by rising id.
  std::vector<std::shared_ptr<Table>> All() const;

  // A number that no table or index of this folder ever had. Reserved on disk in blocks.
  Result<uint32_t> NextId();

  // Adds a table under its space and name. kResourceInUse when the name is taken.
  Result<std::shared_ptr<Table>> Add(TableSchema schema);
  // Changes the schema under the exclusive write gate: `change` gets a copy and may refuse; id,
  // space, name and keys stay. The record is on disk, and in force, when this returns OK. `also`
  // adds to the same batch, after `change` agreed. kNotFound when the table is gone.
  using Change = std::function<Status(TableSchema*)>;
  using Also = std::function<void(WriteBatch*)>;
  Status Update(Table* table, const Change& change, const Also& also = nullptr);
  // Forgets the table, if `check` agrees to its schema: its name is free when this returns OK. In
  // the same step it leaves a record of the ids (the table's and its indexes') whose keys are still
  // to be deleted, and returns it. kNotFound when the table is gone already.
  Result<DroppedIds> Drop(Table* table, const std::function<Status(const TableSchema&)>& check);

  // Records of drops whose keys are still to be deleted, as Load found them. A restart goes on with
  // them.
  const std::vector<DroppedIds>& dropped_at_load() const { return dropped_at_load_; }

 private:
  // The tables of one space. The names are views of the map's keys, in byte order, for List.
  struct Space {
    std::unordered_map<std::string, std::shared_ptr<Table>, StringHash, std::equal_to<>> by_name;
    std::set<std::string_view> names;
  };

  Catalog(Store* store, std::vector<SchemaObserver*> observers)
      : store_(store), observers_(std::move(observers)) {}
  Status LoadTables();
  Status LoadNextId();
  Status LoadDropped();
  Status NotifyObservers(const TableSchema* before, TableSchema* after, WriteBatch* batch) const;
  bool Knows(const Table* table) const;
  // False when the name is taken.
  bool Insert(std::shared_ptr<Table> table);
  void Erase(const Table* table);

  Store* const store_;
  const std::vector<SchemaObserver*> observers_;
  std::vector<DroppedIds> dropped_at_load_;  // written by Load only

  // Held while tables are added or forgotten, disk included, so that a name is given once. Taken
  // after a table's gate and before mu_.
  Mutex names_mu_;

  mutable SharedMutex mu_;
  std::unordered_map<std::string, Space, StringHash, std::equal_to<>> spaces_ GUARDED_BY(mu_);
  std::map<uint32_t, std::shared_ptr<Table>> by_id_ GUARDED_BY(mu_);

  Mutex id_mu_;
  uint32_t next_id_ GUARDED_BY(id_mu_) = 1;
  uint32_t reserved_end_ GUARDED_BY(id_mu_) = 1;  // ids below this one are reserved on disk
};

}  // namespace stator
