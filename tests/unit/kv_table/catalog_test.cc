#include "kv/table/catalog.h"

#include <gtest/gtest.h>

#include <thread>

#include "kv/table/free_keys_job.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class CatalogTest : public ::testing::Test {
 protected:
  CatalogTest() {
    StoreOptions options;
    options.in_memory = true;
    store_ = *Store::Open(options);
    Reload();
  }
  void Reload() {
    auto catalog = Catalog::Load(store_.get());
    STATOR_ASSERT_OK(catalog.status());
    catalog_ = *std::move(catalog);
  }
  std::shared_ptr<Table> Add(std::string_view space, std::string_view name) {
    TableSchema schema = SimpleSchema(name);
    schema.space = space;
    schema.id = *catalog_->NextId();
    auto table = catalog_->Add(schema);
    STATOR_EXPECT_OK(table.status());
    return *table;
  }
  static Status Agree(const TableSchema&) { return OkStatus(); }

  std::unique_ptr<Store> store_;
  std::unique_ptr<Catalog> catalog_;
};

TEST_F(CatalogTest, FindsATableInItsSpaceOnly) {
  const auto table = Add("a", "t");
  EXPECT_EQ(catalog_->Find("a", "t"), table);
  EXPECT_EQ(catalog_->Find("b", "t"), nullptr);
  EXPECT_EQ(catalog_->Find("a", "u"), nullptr);
}

TEST_F(CatalogTest, ANameIsGivenOncePerSpace) {
  Add("a", "t");
  Add("b", "t");
  TableSchema again = SimpleSchema("t");
  again.space = "a";
  again.id = *catalog_->NextId();
  const auto refused = catalog_->Add(again);
  EXPECT_EQ(refused.status().code(), Code::kResourceInUse);
  EXPECT_EQ(refused.status().message(), "Table already exists: t");
}

TEST_F(CatalogTest, OneOfManyThreadsGetsTheName) {
  std::atomic<int> added{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      TableSchema schema = SimpleSchema("t");
      schema.id = *catalog_->NextId();
      if (catalog_->Add(schema).ok()) ++added;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(added.load(), 1);
}

TEST_F(CatalogTest, ListsNamesInByteOrderBehindAName) {
  for (const char* name : {"b", "C", "a", "aa"}) Add("s", name);
  EXPECT_EQ(catalog_->List("s", "", 10), (std::vector<std::string>{"C", "a", "aa", "b"}));
  EXPECT_EQ(catalog_->List("s", "a", 1), (std::vector<std::string>{"aa"}));
  EXPECT_EQ(catalog_->List("s", "a0", 10), (std::vector<std::string>{"aa", "b"}));
  EXPECT_TRUE(catalog_->List("s", "b", 10).empty());
  EXPECT_TRUE(catalog_->List("other", "", 10).empty());
}

TEST_F(CatalogTest, CountsTheTablesOfASpace) {
  Add("s", "a");
  Add("s", "b");
  Add("r", "a");
  EXPECT_EQ(catalog_->CountTables("s"), 2u);
  EXPECT_EQ(catalog_->CountTables("none"), 0u);
}

TEST_F(CatalogTest, IdsGrowAndAreNeverGivenAgain) {
  uint32_t last = 0;
  for (int reload = 0; reload < 3; ++reload) {
    for (int i = 0; i < 600; ++i) {
      const uint32_t id = *catalog_->NextId();
      EXPECT_GT(id, last);
      last = id;
    }
    Reload();
  }
}

TEST_F(CatalogTest, AChangeIsInForceAndOnDisk) {
  const auto table = Add("s", "t");
  STATOR_EXPECT_OK(catalog_->Update(table.get(), [](TableSchema* schema) {
    schema->deletion_protection = true;
    return OkStatus();
  }));
  EXPECT_TRUE(table->schema()->deletion_protection);
  Reload();
  EXPECT_TRUE(catalog_->Find("s", "t")->schema()->deletion_protection);
}

TEST_F(CatalogTest, ARefusedChangeChangesNothing) {
  const auto table = Add("s", "t");
  const Status status = catalog_->Update(
      table.get(),
      [](TableSchema* schema) {
        schema->deletion_protection = true;
        return ValidationError("no");
      },
      [](WriteBatch* batch) { batch->Put(kCatalogFamily, "\xf0", "x"); });
  EXPECT_EQ(status.code(), Code::kValidation);
  EXPECT_FALSE(table->schema()->deletion_protection);
  PinnedValue value;
  EXPECT_EQ(store_->Get(kCatalogFamily, "\xf0", &value).code(), Code::kNotFound);
}

TEST_F(CatalogTest, AChangeTakesRecordsAlong) {
  const auto table = Add("s", "t");
  STATOR_EXPECT_OK(catalog_->Update(
      table.get(), [](TableSchema*) { return OkStatus(); },
      [](WriteBatch* batch) { batch->Put(kCatalogFamily, "\xf0", "x"); }));
  PinnedValue value;
  STATOR_EXPECT_OK(store_->Get(kCatalogFamily, "\xf0", &value));
}

TEST_F(CatalogTest, AHeldSchemaStaysAsItWas) {
  const auto table = Add("s", "t");
  const auto before = table->schema();
  STATOR_EXPECT_OK(catalog_->Update(table.get(), [](TableSchema* schema) {
    schema->deletion_protection = true;
    return OkStatus();
  }));
  EXPECT_FALSE(before->deletion_protection);
}

TEST_F(CatalogTest, ADroppedTableFreesItsNameAndLeavesItsIds) {
  TableSchema schema = SimpleSchema("t");
  schema.id = *catalog_->NextId();
  schema.indexes = {GlobalIndex("g", "owner")};
  schema.indexes[0].id = *catalog_->NextId();
  const auto table = *catalog_->Add(schema);
  const auto dropped = catalog_->Drop(table.get(), Agree);
  STATOR_ASSERT_OK(dropped.status());
  EXPECT_EQ(dropped->ids, (std::vector<uint32_t>{schema.id, schema.indexes[0].id}));
  EXPECT_EQ(catalog_->Find(kSpace, "t"), nullptr);
  EXPECT_TRUE(catalog_->List(kSpace, "", 10).empty());
  EXPECT_EQ(table->schema()->status, ResourceStatus::kDeleting);
  Reload();
  EXPECT_EQ(catalog_->Find(kSpace, "t"), nullptr);
  ASSERT_EQ(catalog_->dropped_at_load().size(), 1u);
  EXPECT_EQ(catalog_->dropped_at_load()[0].ids, dropped->ids);
}

TEST_F(CatalogTest, ADropMayBeRefused) {
  const auto table = Add("s", "t");
  const auto refused =
      catalog_->Drop(table.get(), [](const TableSchema&) { return ValidationError("no"); });
  EXPECT_EQ(refused.status().code(), Code::kValidation);
  EXPECT_EQ(catalog_->Find("s", "t"), table);
}

TEST_F(CatalogTest, ATableThatIsGoneCannotBeChangedOrDropped) {
  const auto table = Add("s", "t");
  STATOR_ASSERT_OK(catalog_->Drop(table.get(), Agree).status());
  Add("s", "t");
  const auto change = [](TableSchema*) { return OkStatus(); };
  EXPECT_EQ(catalog_->Update(table.get(), change).code(), Code::kNotFound);
  EXPECT_EQ(catalog_->Drop(table.get(), Agree).status().code(), Code::kNotFound);
  EXPECT_EQ(catalog_->CountTables("s"), 1u);
}

TEST_F(CatalogTest, RefusesARecordThatDoesNotDecode) {
  const auto batch = store_->NewBatch();
  batch->Put(kCatalogFamily, TableRecordKey(9), "\xff not a schema");
  STATOR_ASSERT_OK(store_->Commit(*batch).status());
  EXPECT_EQ(Catalog::Load(store_.get()).status().code(), Code::kCorruption);
}

TEST_F(CatalogTest, RefusesARecordUnderAnotherTablesKey) {
  Add("s", "t");
  PinnedValue record;
  STATOR_ASSERT_OK(store_->Get(kCatalogFamily, TableRecordKey(1), &record));
  const auto batch = store_->NewBatch();
  batch->Put(kCatalogFamily, TableRecordKey(9), record.bytes());
  STATOR_ASSERT_OK(store_->Commit(*batch).status());
  EXPECT_EQ(Catalog::Load(store_.get()).status().code(), Code::kCorruption);
}

// CreateTable has to stay fast however many tables there are.
TEST_F(CatalogTest, HoldsThousandsOfTables) {
  for (int i = 0; i < 10'000; ++i) Add("s", "table" + std::to_string(i));
  EXPECT_EQ(catalog_->CountTables("s"), 10'000u);
  Reload();
  EXPECT_EQ(catalog_->CountTables("s"), 10'000u);
  EXPECT_NE(catalog_->Find("s", "table9999"), nullptr);
}

}  // namespace
}  // namespace stator
