#include "kv/table/counter_keeper.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kv/table/recount_job.h"

namespace stator {
namespace {

SavedCounters Saved(uint32_t id, const SizeCounters& counters) {
  const auto positive = [](int64_t value) {
    return static_cast<uint64_t>(std::max<int64_t>(value, 0));
  };
  return {id, positive(counters.item_count.load()), positive(counters.size_bytes.load())};
}

// Calls visit(id, counters) for each table and index.
template <typename Visit>
void ForEachCounters(const Catalog& catalog, const Visit& visit) {
  for (const std::shared_ptr<Table>& table : catalog.All()) {
    visit(table->id(), table->own_counters());
    const std::shared_ptr<const TableSchema> schema = table->schema();
    for (const IndexSchema& index : schema->indexes) {
      if (const auto counters = table->counters(index.id)) visit(index.id, *counters);
    }
  }
}

}  // namespace

Result<std::unique_ptr<CounterKeeper>> CounterKeeper::Open(Store* store, Catalog* catalog) {
  std::unique_ptr<CounterKeeper> keeper(new CounterKeeper(store, catalog));
  if (store->in_memory()) return keeper;
  PinnedValue record;
  const Status status = store->Get(kCatalogFamily, CountersRecordKey(), &record);
  if (status.code() == Code::kNotFound) {
    if (catalog->All().empty()) return keeper;
    keeper->counted_ = false;
    keeper->recount_ = NewRecountJob(store, *catalog, &keeper->counted_);
    return keeper;
  }
  STATOR_RETURN_IF_ERROR(status);
  STATOR_RETURN_IF_ERROR(keeper->Restore(record.bytes()));
  const auto batch = store->NewBatch();
  batch->Delete(kCatalogFamily, CountersRecordKey());
  STATOR_RETURN_IF_ERROR(store->Commit(*batch).status());
  return keeper;
}

Status CounterKeeper::Restore(std::string_view record) {
  STATOR_ASSIGN_OR_RETURN(const std::vector<SavedCounters> saved, DecodeCounters(record));
  std::unordered_map<uint32_t, SavedCounters> by_id;
  for (const SavedCounters& one : saved) by_id[one.id] = one;
  ForEachCounters(*catalog_, [&](uint32_t id, SizeCounters& counters) {
    const auto it = by_id.find(id);
    if (it == by_id.end()) return;
    counters.Add(static_cast<int64_t>(it->second.item_count),
                 static_cast<int64_t>(it->second.size_bytes));
  });
  return OkStatus();
}

bool CounterKeeper::Exact() const {
  if (!counted_) return false;
  const auto tables = catalog_->All();
  return std::none_of(tables.begin(), tables.end(),
                      [](const auto& table) { return table->counters_inexact(); });
}

Status CounterKeeper::Save() {
  if (store_->in_memory() || !Exact()) return OkStatus();
  std::vector<SavedCounters> saved;
  ForEachCounters(*catalog_, [&](uint32_t id, const SizeCounters& counters) {
    saved.push_back(Saved(id, counters));
  });
  const auto batch = store_->NewBatch();
  batch->Put(kCatalogFamily, CountersRecordKey(), EncodeCounters(saved));
  return store_->Commit(*batch).status();
}

}  // namespace stator
