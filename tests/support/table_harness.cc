#include "tests/support/table_harness.h"

#include <cstdlib>
#include <utility>

#include "kv/table/consistency_check.h"
#include "kv/table/item_reader.h"

namespace stator::testing {

DatabaseOptions InMemoryOptions() {
  DatabaseOptions options;
  options.store.in_memory = true;
  return options;
}

DatabaseOptions OnDiskOptions(const std::string& path) {
  DatabaseOptions options;
  options.store.path = path;
  options.store.durability = Durability::kOs;
  return options;
}

std::unique_ptr<Database> OpenDatabase(const DatabaseOptions& options) {
  Result<std::unique_ptr<Database>> database = Database::Open(options);
  STATOR_EXPECT_OK(database.status());
  if (!database.ok()) std::abort();
  return *std::move(database);
}

TableSchema SimpleSchema(std::string_view name, bool with_range) {
  TableSchema schema;
  schema.space = kSpace;
  schema.name = name;
  schema.keys.hash = {{"pk", AttributeType::kString}};
  if (with_range) schema.keys.range = {{"sk", AttributeType::kNumber}};
  schema.attribute_definitions = schema.keys.hash;
  if (with_range) schema.attribute_definitions.push_back(schema.keys.range[0]);
  return schema;
}

IndexSchema GlobalIndex(std::string_view name, std::string_view hash, std::string_view range) {
  IndexSchema index;
  index.kind = IndexKind::kGlobal;
  index.name = name;
  index.keys.hash = {{std::string(hash), AttributeType::kString}};
  if (!range.empty()) index.keys.range = {{std::string(range), AttributeType::kString}};
  return index;
}

IndexSchema LocalIndex(std::string_view name, std::string_view range) {
  IndexSchema index = GlobalIndex(name, "pk", range);
  index.kind = IndexKind::kLocal;
  return index;
}

std::shared_ptr<Table> CreateTable(Database* database, const TableSchema& schema) {
  Result<std::shared_ptr<Table>> table = database->lifecycle().CreateTable(schema);
  STATOR_EXPECT_OK(table.status());
  return table.ok() ? *table : nullptr;
}

namespace {

WriteOutcome Write(Database* database, const std::shared_ptr<Table>& table, const Item& key,
                   const Mutation& mutation) {
  const auto decide = [&](const ItemView*) -> Result<Mutation> { return mutation; };
  ItemWrite write{table.get(), key.view(), decide};
  write.want_old = true;
  write.want_new = true;
  Result<WriteOutcome> outcome = database->writer().Write(write);
  STATOR_EXPECT_OK(outcome.status());
  return outcome.ok() ? *std::move(outcome) : WriteOutcome();
}

}  // namespace

WriteOutcome Put(Database* database, const std::shared_ptr<Table>& table, const Item& item) {
  return Write(database, table, item, Mutation::Put(item.view()));
}

WriteOutcome Delete(Database* database, const std::shared_ptr<Table>& table, const Item& key) {
  return Write(database, table, key, Mutation::Delete());
}

std::optional<Item> Get(Database* database, const std::shared_ptr<Table>& table, const Item& key) {
  PinnedItem item;
  const Status status = ReadItem(database->store(), *table->schema(), key.view(), &item);
  if (status.code() == Code::kNotFound) return std::nullopt;
  STATOR_EXPECT_OK(status);
  return Item(item.view());
}

std::vector<Item> ScanAll(Database* database, uint32_t id) {
  std::vector<Item> items;
  const auto cursor = NewScanCursor(database->store(), id, {}, {});
  for (; cursor->Valid(); cursor->Next()) items.emplace_back(cursor->item());
  STATOR_EXPECT_OK(cursor->status());
  return items;
}

void ExpectConsistent(Database* database) {
  database->lifecycle().WaitIdle();
  STATOR_EXPECT_OK(CheckIndexes(&database->store(), database->catalog()));
  STATOR_EXPECT_OK(CheckNoOrphans(&database->store(), database->catalog()));
  STATOR_EXPECT_OK(CheckCounters(&database->store(), database->catalog()));
}

const IndexSchema* FindIndex(const std::shared_ptr<Table>& table, std::string_view name,
                             std::shared_ptr<const TableSchema>* holder) {
  *holder = table->schema();
  return (*holder)->FindIndex(name);
}

uint32_t IndexId(const std::shared_ptr<Table>& table, std::string_view name) {
  std::shared_ptr<const TableSchema> holder;
  const IndexSchema* index = FindIndex(table, name, &holder);
  EXPECT_NE(index, nullptr);
  return index == nullptr ? 0 : index->id;
}

int64_t CountOf(const std::shared_ptr<Table>& table, uint32_t id) {
  const auto counters = table->counters(id);
  return counters == nullptr ? -1 : counters->item_count.load();
}

}  // namespace stator::testing
