#include "kv/table/catalog.h"

#include <cassert>
#include <utility>

#include "kv/codec/schema_codec.h"

namespace stator {
namespace {

// Ids that one record reserves: a restart skips at most this many.
constexpr uint32_t kIdBlock = 256;

Status NoSuchTable() { return Status(Code::kNotFound, "Requested resource not found"); }

std::string EncodeSchema(const TableSchema& schema) {
  std::string bytes;
  AppendTableSchema(schema, &bytes);
  return bytes;
}

}  // namespace

Result<std::unique_ptr<Catalog>> Catalog::Load(Store* store,
                                               std::vector<SchemaObserver*> observers) {
  std::unique_ptr<Catalog> catalog(new Catalog(store, std::move(observers)));
  STATOR_RETURN_IF_ERROR(catalog->LoadTables());
  STATOR_RETURN_IF_ERROR(catalog->LoadNextId());
  STATOR_RETURN_IF_ERROR(catalog->LoadDropped());
  return catalog;
}

Status Catalog::LoadTables() {
  const auto cursor =
      store_->NewCursor(kCatalogFamily, CatalogRecordRange(CatalogRecord::kTable), {});
  for (; cursor->Valid(); cursor->Next()) {
    STATOR_ASSIGN_OR_RETURN(TableSchema schema, DecodeTableSchema(cursor->value()));
    if (cursor->key() != TableRecordKey(schema.id)) {
      return CorruptionError("catalog: a table's record lies under another table's key");
    }
    if (!Insert(std::make_shared<Table>(std::move(schema)))) {
      return CorruptionError("catalog: two tables of one name");
    }
  }
  return cursor->status();
}

Status Catalog::LoadNextId() {
  PinnedValue value;
  const Status status = store_->Get(kCatalogFamily, NextIdRecordKey(), &value);
  if (status.code() == Code::kNotFound) return OkStatus();
  STATOR_RETURN_IF_ERROR(status);
  STATOR_ASSIGN_OR_RETURN(const uint32_t next, DecodeId(value.bytes()));
  MutexLock lock(&id_mu_);
  next_id_ = reserved_end_ = next;
  return OkStatus();
}

Status Catalog::LoadDropped() {
  const auto cursor =
      store_->NewCursor(kCatalogFamily, CatalogRecordRange(CatalogRecord::kDropped), {});
  for (; cursor->Valid(); cursor->Next()) {
    STATOR_ASSIGN_OR_RETURN(DroppedIds dropped, DecodeDropped(cursor->key(), cursor->value()));
    dropped_at_load_.push_back(std::move(dropped));
  }
  return cursor->status();
}

std::shared_ptr<Table> Catalog::Find(std::string_view space, std::string_view name) const {
  ReaderLock lock(&mu_);
  const auto tables = spaces_.find(space);
  if (tables == spaces_.end()) return nullptr;
  const auto it = tables->second.by_name.find(name);
  return it == tables->second.by_name.end() ? nullptr : it->second;
}

std::vector<std::string> Catalog::List(std::string_view space, std::string_view after,
                                       size_t limit) const {
  std::vector<std::string> names;
  ReaderLock lock(&mu_);
  const auto tables = spaces_.find(space);
  if (tables == spaces_.end()) return names;
  const auto& sorted = tables->second.names;
  for (auto it = sorted.upper_bound(after); it != sorted.end() && names.size() < limit; ++it) {
    names.emplace_back(*it);
  }
  return names;
}

size_t Catalog::CountTables(std::string_view space) const {
  ReaderLock lock(&mu_);
  const auto tables = spaces_.find(space);
  return tables == spaces_.end() ? 0 : tables->second.by_name.size();
}

std::vector<std::shared_ptr<Table>> Catalog::All() const {
  std::vector<std::shared_ptr<Table>> tables;
  ReaderLock lock(&mu_);
  tables.reserve(by_id_.size());
  for (const auto& [id, table] : by_id_) tables.push_back(table);
  return tables;
}

Result<uint32_t> Catalog::NextId() {
  MutexLock lock(&id_mu_);
  if (next_id_ == reserved_end_) {
    if (reserved_end_ > UINT32_MAX - kIdBlock) return InternalError("catalog: out of table ids");
    const auto batch = store_->NewBatch();
    batch->Put(kCatalogFamily, NextIdRecordKey(), EncodeId(reserved_end_ + kIdBlock));
    STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
    reserved_end_ += kIdBlock;
  }
  return next_id_++;
}

Result<std::shared_ptr<Table>> Catalog::Add(TableSchema schema) {
  MutexLock lock(&names_mu_);
  if (Find(schema.space, schema.name) != nullptr) {
    return Status(Code::kResourceInUse, "Table already exists: " + schema.name);
  }
  const auto batch = store_->NewBatch();
  STATOR_RETURN_IF_ERROR(NotifyObservers(nullptr, &schema, batch.get()));
  batch->Put(kCatalogFamily, TableRecordKey(schema.id), EncodeSchema(schema));
  STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
  auto table = std::make_shared<Table>(std::move(schema));
  if (!Insert(table)) return InternalError("catalog: a table's id or name was given twice");
  return table;
}

Status Catalog::Update(Table* table, const Change& change, const Also& also) {
  ExclusiveGateLock gate(&table->write_gate());
  if (!Knows(table)) return NoSuchTable();
  const std::shared_ptr<const TableSchema> before = table->schema();
  TableSchema schema = *before;
  STATOR_RETURN_IF_ERROR(change(&schema));
  assert(schema.id == before->id && schema.space == before->space && schema.name == before->name &&
         schema.keys == before->keys);
  const auto batch = store_->NewBatch();
  STATOR_RETURN_IF_ERROR(NotifyObservers(before.get(), &schema, batch.get()));
  batch->Put(kCatalogFamily, TableRecordKey(schema.id), EncodeSchema(schema));
  if (also) also(batch.get());
  STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
  table->Replace(std::move(schema));
  return OkStatus();
}

Result<DroppedIds> Catalog::Drop(Table* table,
                                 const std::function<Status(const TableSchema&)>& check) {
  ExclusiveGateLock gate(&table->write_gate());
  MutexLock lock(&names_mu_);
  if (!Knows(table)) return NoSuchTable();
  TableSchema schema = *table->schema();
  STATOR_RETURN_IF_ERROR(check(schema));
  DroppedIds dropped{schema.id, {schema.id}};
  const auto batch = store_->NewBatch();
  STATOR_RETURN_IF_ERROR(NotifyObservers(&schema, nullptr, batch.get()));
  for (const IndexSchema& index : schema.indexes) {
    dropped.ids.push_back(index.id);
    if (index.backfilling) batch->Delete(kCatalogFamily, BackfillProgressKey(index.id));
  }
  batch->Delete(kCatalogFamily, TableRecordKey(schema.id));
  batch->Put(kCatalogFamily, DroppedRecordKey(schema.id), EncodeDroppedIds(dropped.ids));
  STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
  Erase(table);
  // Whoever still holds the table is refused by its status.
  schema.status = ResourceStatus::kDeleting;
  table->Replace(std::move(schema));
  return dropped;
}

Status Catalog::NotifyObservers(const TableSchema* before, TableSchema* after,
                                WriteBatch* batch) const {
  for (SchemaObserver* observer : observers_) {
    STATOR_RETURN_IF_ERROR(observer->OnSchemaChange(before, after, batch));
  }
  return OkStatus();
}

bool Catalog::Knows(const Table* table) const {
  ReaderLock lock(&mu_);
  const auto it = by_id_.find(table->id());
  return it != by_id_.end() && it->second.get() == table;
}

bool Catalog::Insert(std::shared_ptr<Table> table) {
  const std::shared_ptr<const TableSchema> schema = table->schema();
  WriterLock lock(&mu_);
  if (by_id_.contains(table->id())) return false;
  Space& space = spaces_[schema->space];
  const auto [it, inserted] = space.by_name.emplace(schema->name, table);
  if (!inserted) return false;
  space.names.insert(it->first);
  by_id_.emplace(table->id(), std::move(table));
  return true;
}

void Catalog::Erase(const Table* table) {
  const std::shared_ptr<const TableSchema> schema = table->schema();
  WriterLock lock(&mu_);
  by_id_.erase(table->id());
  const auto space = spaces_.find(schema->space);
  if (space == spaces_.end()) return;
  space->second.names.erase(schema->name);
  space->second.by_name.erase(schema->name);
  if (space->second.by_name.empty()) spaces_.erase(space);
}

}  // namespace stator
