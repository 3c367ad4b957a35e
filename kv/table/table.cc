#include "kv/table/table.h"

#include <utility>

namespace stator {

Table::Table(TableSchema schema) : id_(schema.id), own_counters_(std::make_shared<SizeCounters>()) {
  Replace(std::move(schema));
}

std::shared_ptr<const TableSchema> Table::schema() const {
  ReaderLock lock(&mu_);
  return schema_;
}

std::shared_ptr<SizeCounters> Table::counters(uint32_t id) const {
  if (id == id_) return own_counters_;
  ReaderLock lock(&mu_);
  const auto it = index_counters_.find(id);
  return it == index_counters_.end() ? nullptr : it->second;
}

void Table::Replace(TableSchema schema) {
  auto replacement = std::make_shared<const TableSchema>(std::move(schema));
  WriterLock lock(&mu_);
  std::map<uint32_t, std::shared_ptr<SizeCounters>> counters;
  for (const IndexSchema& index : replacement->indexes) {
    const auto old = index_counters_.find(index.id);
    counters[index.id] =
        old == index_counters_.end() ? std::make_shared<SizeCounters>() : old->second;
  }
  capacity_.Follow(replacement);  // first: nobody may know a newer schema than this
  schema_ = std::move(replacement);
  index_counters_ = std::move(counters);
}

}  // namespace stator
