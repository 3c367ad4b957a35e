#include "kv/table/table_lifecycle.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "kv/table/consistency_check.h"
#include "kv/table/free_keys_job.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

size_t KeysOf(Database* database, uint32_t id) {
  size_t keys = 0;
  for (uint32_t partition = 0; partition < database->store().partitions(); ++partition) {
    const auto cursor = database->store().NewCursor(PartitionFamily(partition), KeysOfId(id), {});
    for (; cursor->Valid(); cursor->Next()) ++keys;
  }
  return keys;
}

// Polls until the job behind a moved clock has run.
template <typename Condition>
bool Eventually(const Condition& condition) {
  for (int i = 0; i < 2'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

class TableLifecycleTest : public ::testing::Test {
 protected:
  TableLifecycleTest() : database_(OpenDatabase(InMemoryOptions())) {}
  TableLifecycle& lifecycle() { return database_->lifecycle(); }
  std::shared_ptr<Table> FilledTable(int items) {
    TableSchema schema = SimpleSchema("t", false);
    schema.indexes = {GlobalIndex("g", "owner")};
    const auto table = CreateTable(database_.get(), schema);
    for (int i = 0; i < items; ++i) {
      Put(database_.get(), table,
          {{"pk", std::to_string(i)}, {"owner", "o" + std::to_string(i % 7)}});
    }
    return table;
  }
  std::unique_ptr<Database> database_;
};

TEST_F(TableLifecycleTest, ANewTableIsActiveAtOnce) {
  TableSchema schema = SimpleSchema();
  schema.indexes = {LocalIndex("l", "name"), GlobalIndex("g", "owner")};
  const auto table = CreateTable(database_.get(), schema);
  const auto made = table->schema();
  EXPECT_EQ(made->status, ResourceStatus::kActive);
  EXPECT_EQ(VisibleStatus(*made), ResourceStatus::kActive);
  EXPECT_EQ(made->uuid.size(), 36u);
  EXPECT_GT(made->created_micros, 0);
  EXPECT_NE(made->indexes[0].id, made->indexes[1].id);
  EXPECT_NE(made->indexes[0].id, made->id);
  EXPECT_EQ(made->indexes[1].status, ResourceStatus::kActive);
  EXPECT_FALSE(made->indexes[1].backfilling);
}

TEST_F(TableLifecycleTest, ANameIsInUseOnce) {
  CreateTable(database_.get(), SimpleSchema());
  EXPECT_EQ(lifecycle().CreateTable(SimpleSchema()).status().code(), Code::kResourceInUse);
}

TEST_F(TableLifecycleTest, ADeletedTableIsGoneOnReturn) {
  const auto table = FilledTable(10);
  STATOR_ASSERT_OK(lifecycle().DeleteTable(table));
  EXPECT_EQ(database_->catalog().Find(kSpace, "t"), nullptr);
  CreateTable(database_.get(), SimpleSchema());
  EXPECT_EQ(lifecycle().DeleteTable(table).code(), Code::kNotFound);
  EXPECT_NE(database_->catalog().Find(kSpace, "t"), nullptr);
}

// Few keys are deleted one by one, many by ranges: both ways leave nothing.
class DropTest : public TableLifecycleTest, public ::testing::WithParamInterface<int> {};

TEST_P(DropTest, ADroppedTablesKeysAreFreed) {
  const auto kept = CreateTable(database_.get(), SimpleSchema("kept", false));
  Put(database_.get(), kept, {{"pk", "a"}});
  const auto table = FilledTable(GetParam());
  const uint32_t index_id = IndexId(table, "g");
  EXPECT_EQ(KeysOf(database_.get(), index_id), static_cast<size_t>(GetParam()));
  STATOR_ASSERT_OK(lifecycle().DeleteTable(table));
  lifecycle().WaitIdle();
  EXPECT_EQ(KeysOf(database_.get(), table->id()), 0u);
  EXPECT_EQ(KeysOf(database_.get(), index_id), 0u);
  EXPECT_EQ(KeysOf(database_.get(), kept->id()), 1u);
  const auto records =
      database_->store().NewCursor(kCatalogFamily, CatalogRecordRange(CatalogRecord::kDropped), {});
  EXPECT_FALSE(records->Valid());
}

INSTANTIATE_TEST_SUITE_P(Sizes, DropTest, ::testing::Values(0, 3, 3'000));

TEST_F(TableLifecycleTest, AnIndexIsFilledFromTheItems) {
  const auto table = FilledTable(1'000);
  STATOR_ASSERT_OK(lifecycle().CreateIndex(table, GlobalIndex("late", "owner", "pk")));
  lifecycle().WaitIdle();
  std::shared_ptr<const TableSchema> schema;
  const IndexSchema* index = FindIndex(table, "late", &schema);
  ASSERT_NE(index, nullptr);
  EXPECT_EQ(index->status, ResourceStatus::kActive);
  EXPECT_FALSE(index->backfilling);
  EXPECT_EQ(ScanAll(database_.get(), index->id).size(), 1'000u);
  EXPECT_EQ(CountOf(table, index->id), 1'000);
  ExpectConsistent(database_.get());
}

TEST_F(TableLifecycleTest, ABackfillSkipsItemsThatDoNotFit) {
  const auto table = CreateTable(database_.get(), SimpleSchema("t", false));
  Put(database_.get(), table, {{"pk", "fits"}, {"owner", "o"}});
  Put(database_.get(), table, {{"pk", "without"}});
  Put(database_.get(), table, {{"pk", "number"}, {"owner", 1}});
  Put(database_.get(), table, {{"pk", "empty"}, {"owner", ""}});
  Put(database_.get(), table, {{"pk", "long"}, {"owner", std::string(2'049, 'x')}});
  STATOR_ASSERT_OK(lifecycle().CreateIndex(table, GlobalIndex("g", "owner")));
  ExpectConsistent(database_.get());
  const std::vector<Item> entries = ScanAll(database_.get(), IndexId(table, "g"));
  EXPECT_EQ(entries, (std::vector<Item>{{{"pk", "fits"}, {"owner", "o"}}}));
}

TEST_F(TableLifecycleTest, AnIndexBringsAndTakesItsAttributeDefinitions) {
  const auto table = CreateTable(database_.get(), SimpleSchema());
  STATOR_ASSERT_OK(lifecycle().CreateIndex(table, GlobalIndex("a", "owner", "name")));
  STATOR_ASSERT_OK(lifecycle().CreateIndex(table, GlobalIndex("b", "owner")));
  EXPECT_EQ(table->schema()->attribute_definitions.size(), 4u);
  lifecycle().WaitIdle();
  STATOR_ASSERT_OK(lifecycle().DeleteIndex(table, "a"));
  lifecycle().WaitIdle();
  const auto schema = table->schema();
  ASSERT_EQ(schema->attribute_definitions.size(), 3u);
  EXPECT_EQ(schema->attribute_definitions[2].name, "owner");
}

TEST_F(TableLifecycleTest, ADeletedIndexLeavesSchemaAndStore) {
  const auto table = FilledTable(100);
  const uint32_t index_id = IndexId(table, "g");
  STATOR_ASSERT_OK(lifecycle().DeleteIndex(table, "g"));
  Put(database_.get(), table, {{"pk", "later"}, {"owner", "o"}});
  lifecycle().WaitIdle();
  EXPECT_TRUE(table->schema()->indexes.empty());
  EXPECT_EQ(KeysOf(database_.get(), index_id), 0u);
  EXPECT_EQ(table->counters(index_id), nullptr);
  ExpectConsistent(database_.get());
}

TEST_F(TableLifecycleTest, IndexesThatAreNotThereCannotBeDeleted) {
  TableSchema schema = SimpleSchema();
  schema.indexes = {LocalIndex("l", "name")};
  const auto table = CreateTable(database_.get(), schema);
  EXPECT_EQ(lifecycle().DeleteIndex(table, "none").code(), Code::kNotFound);
  EXPECT_EQ(lifecycle().DeleteIndex(table, "l").code(), Code::kNotFound);
}

TEST_F(TableLifecycleTest, AnIndexsNameIsInUseOnce) {
  const auto table = FilledTable(1);
  EXPECT_EQ(lifecycle().CreateIndex(table, GlobalIndex("g", "other")).code(), Code::kResourceInUse);
}

TEST_F(TableLifecycleTest, AProtectedTableIsNotDeleted) {
  TableSchema schema = SimpleSchema();
  schema.deletion_protection = true;
  const auto table = CreateTable(database_.get(), schema);
  EXPECT_EQ(lifecycle().DeleteTable(table).code(), Code::kValidation);
  EXPECT_EQ(database_->catalog().Find(kSpace, "t"), table);
}

class TransientTest : public ::testing::Test {
 protected:
  static constexpr int64_t kDelayMicros = 1'000'000;
  TransientTest() {
    DatabaseOptions options = InMemoryOptions();
    options.clock = &clock_;
    options.lifecycle.transient_status_micros = kDelayMicros;
    database_ = OpenDatabase(options);
  }
  TableLifecycle& lifecycle() { return database_->lifecycle(); }
  std::shared_ptr<Table> ActiveTable(const TableSchema& schema) {
    const auto table = CreateTable(database_.get(), schema);
    clock_.Advance(kDelayMicros);
    lifecycle().WaitIdle();
    EXPECT_EQ(table->schema()->status, ResourceStatus::kActive);
    return table;
  }

  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<Database> database_;
};

TEST_F(TransientTest, ANewTableShowsCreatingForAWhile) {
  TableSchema schema = SimpleSchema();
  schema.indexes = {GlobalIndex("g", "owner")};
  const auto table = CreateTable(database_.get(), schema);
  EXPECT_EQ(table->schema()->status, ResourceStatus::kCreating);
  EXPECT_EQ(table->schema()->indexes[0].status, ResourceStatus::kCreating);
  EXPECT_EQ(lifecycle().DeleteTable(table).message(),
            "Attempt to change a resource which is still in use: Table is being created: t");
  clock_.Advance(kDelayMicros - 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(table->schema()->status, ResourceStatus::kCreating);
  clock_.Advance(1);
  lifecycle().WaitIdle();
  EXPECT_EQ(table->schema()->status, ResourceStatus::kActive);
  EXPECT_EQ(table->schema()->indexes[0].status, ResourceStatus::kActive);
}

TEST_F(TransientTest, ADeletedTableShowsDeletingForAWhile) {
  const auto table = ActiveTable(SimpleSchema());
  STATOR_ASSERT_OK(lifecycle().DeleteTable(table));
  EXPECT_EQ(database_->catalog().Find(kSpace, "t")->schema()->status, ResourceStatus::kDeleting);
  EXPECT_EQ(lifecycle().DeleteTable(table).code(), Code::kResourceInUse);
  EXPECT_EQ(lifecycle().CreateTable(SimpleSchema()).status().code(), Code::kResourceInUse);
  clock_.Advance(kDelayMicros);
  lifecycle().WaitIdle();
  EXPECT_EQ(database_->catalog().Find(kSpace, "t"), nullptr);
}

TEST_F(TransientTest, AnIndexStaysCreatingThoughItIsFull) {
  const auto table = ActiveTable(SimpleSchema());
  STATOR_ASSERT_OK(lifecycle().CreateIndex(table, GlobalIndex("g", "owner")));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(table->schema()->indexes[0].status, ResourceStatus::kCreating);
  EXPECT_TRUE(table->schema()->indexes[0].backfilling);
  EXPECT_EQ(VisibleStatus(*table->schema()), ResourceStatus::kActive);
  EXPECT_EQ(lifecycle().DeleteTable(table).message(),
            "Attempt to change a resource which is still in use: Cannot delete table while indexes "
            "are being created, updated, or deleted.");
  clock_.Advance(kDelayMicros);
  EXPECT_TRUE(
      Eventually([&] { return table->schema()->indexes[0].status == ResourceStatus::kActive; }));
  EXPECT_EQ(VisibleStatus(*table->schema()), ResourceStatus::kActive);
}

TEST_F(TransientTest, SettingsAndIndexChangeTogetherOrNotAtAll) {
  const auto table = ActiveTable(SimpleSchema());
  const auto protect_and_add = [](TableSchema* schema) -> Result<IndexAction> {
    schema->deletion_protection = true;
    return IndexAction{.create = GlobalIndex("g", "owner"), .delete_name = {}};
  };
  STATOR_ASSERT_OK(lifecycle().UpdateTable(table, protect_and_add));
  EXPECT_TRUE(table->schema()->deletion_protection);
  ASSERT_EQ(table->schema()->indexes.size(), 1u);
  const auto unprotect_and_add_again = [](TableSchema* schema) -> Result<IndexAction> {
    schema->deletion_protection = false;
    return IndexAction{.create = GlobalIndex("g", "owner"), .delete_name = {}};
  };
  EXPECT_EQ(lifecycle().UpdateTable(table, unprotect_and_add_again).code(), Code::kResourceInUse);
  EXPECT_TRUE(table->schema()->deletion_protection);
  EXPECT_EQ(table->schema()->indexes.size(), 1u);
}

TEST_F(TransientTest, AnIndexStaysDeletingForAWhile) {
  TableSchema schema = SimpleSchema();
  schema.indexes = {GlobalIndex("g", "owner")};
  const auto table = ActiveTable(schema);
  STATOR_ASSERT_OK(lifecycle().DeleteIndex(table, "g"));
  EXPECT_EQ(table->schema()->indexes[0].status, ResourceStatus::kDeleting);
  EXPECT_EQ(lifecycle().DeleteIndex(table, "g").code(), Code::kResourceInUse);
  clock_.Advance(kDelayMicros);
  lifecycle().WaitIdle();
  EXPECT_TRUE(table->schema()->indexes.empty());
}

TEST_F(TransientTest, AnIndexCanBeDeletedWhileItIsBeingFilled) {
  const auto table = ActiveTable(SimpleSchema());
  Put(database_.get(), table, {{"pk", "a"}, {"sk", 1}, {"owner", "o"}});
  STATOR_ASSERT_OK(lifecycle().CreateIndex(table, GlobalIndex("g", "owner")));
  STATOR_ASSERT_OK(lifecycle().DeleteIndex(table, "g"));
  clock_.Advance(2 * kDelayMicros);
  ExpectConsistent(database_.get());
  EXPECT_TRUE(table->schema()->indexes.empty());
  const auto progress = database_->store().NewCursor(
      kCatalogFamily, CatalogRecordRange(CatalogRecord::kBackfillProgress), {});
  EXPECT_FALSE(progress->Valid());
}

}  // namespace
}  // namespace stator
