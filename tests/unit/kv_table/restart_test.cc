// What was half done when the process stopped is finished by the next one.
#include <gtest/gtest.h>

#include "kv/table/backfill_job.h"
#include "kv/table/consistency_check.h"
#include "kv/table/free_keys_job.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

constexpr int64_t kForever = 1'000'000'000'000;

class RestartTest : public ::testing::Test {
 protected:
  RestartTest() { Open(); }
  // With a delay no transient status ends by itself.
  void Open(int64_t transient_status_micros = 0) {
    database_.reset();
    DatabaseOptions options = OnDiskOptions(folder_.path());
    options.lifecycle.transient_status_micros = transient_status_micros;
    database_ = OpenDatabase(options);
  }
  std::shared_ptr<Table> Find() { return database_->catalog().Find(kSpace, "t"); }
  TableSchema SchemaWithIndex() {
    TableSchema schema = SimpleSchema("t", false);
    schema.indexes = {GlobalIndex("g", "owner")};
    return schema;
  }
  void Fill(int items) {
    for (int i = 0; i < items; ++i) {
      Put(database_.get(), Find(), {{"pk", std::to_string(i)}, {"owner", std::to_string(i % 5)}});
    }
  }

  ScratchFolder folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(RestartTest, TablesItemsAndCountersAreThere) {
  CreateTable(database_.get(), SchemaWithIndex());
  Fill(100);
  const auto schema = Find()->schema();
  Open();
  EXPECT_EQ(*Find()->schema(), *schema);
  EXPECT_EQ(Find()->own_counters().item_count.load(), 100) << "saved, so exact from the start";
  EXPECT_EQ(Get(database_.get(), Find(), {{"pk", "7"}}), (Item{{"pk", "7"}, {"owner", "2"}}));
  ExpectConsistent(database_.get());
}

TEST_F(RestartTest, CountersAreCountedAnewAfterAStopThatWasNotClean) {
  CreateTable(database_.get(), SchemaWithIndex());
  Fill(100);
  database_.reset();
  {
    auto store = *Store::Open(OnDiskOptions(folder_.path()).store);
    const auto batch = store->NewBatch();
    batch->Delete(kCatalogFamily, CountersRecordKey());
    STATOR_ASSERT_OK(store->Commit(*batch).status());
  }
  Open();
  Put(database_.get(), Find(), {{"pk", "new"}});
  Delete(database_.get(), Find(), {{"pk", "5"}});
  ExpectConsistent(database_.get());
  EXPECT_EQ(Find()->own_counters().item_count.load(), 100);
  Open();
  EXPECT_EQ(Find()->own_counters().item_count.load(), 100);
}

TEST_F(RestartTest, TheRecordOfACleanStopIsUsedOnce) {
  CreateTable(database_.get(), SchemaWithIndex());
  PinnedValue record;
  EXPECT_EQ(database_->store().Get(kCatalogFamily, CountersRecordKey(), &record).code(),
            Code::kNotFound);
  Open();
  EXPECT_EQ(database_->store().Get(kCatalogFamily, CountersRecordKey(), &record).code(),
            Code::kNotFound);
}

TEST_F(RestartTest, ATableThatWasBeingCreatedIsActive) {
  Open(kForever);
  CreateTable(database_.get(), SchemaWithIndex());
  Open(kForever);
  database_->lifecycle().WaitIdle();
  EXPECT_EQ(Find()->schema()->status, ResourceStatus::kActive);
  EXPECT_EQ(Find()->schema()->indexes[0].status, ResourceStatus::kActive);
}

TEST_F(RestartTest, ATableThatWasBeingDeletedIsGone) {
  CreateTable(database_.get(), SchemaWithIndex());
  Fill(100);
  Open(kForever);
  STATOR_ASSERT_OK(database_->lifecycle().DeleteTable(Find()));
  Open(kForever);
  database_->lifecycle().WaitIdle();
  EXPECT_EQ(Find(), nullptr);
  ExpectConsistent(database_.get());
}

TEST_F(RestartTest, AnIndexThatWasBeingDeletedIsGone) {
  CreateTable(database_.get(), SchemaWithIndex());
  Fill(100);
  Open(kForever);
  STATOR_ASSERT_OK(database_->lifecycle().DeleteIndex(Find(), "g"));
  Open(kForever);
  database_->lifecycle().WaitIdle();
  EXPECT_TRUE(Find()->schema()->indexes.empty());
  ExpectConsistent(database_.get());
}

TEST_F(RestartTest, AnIndexThatWasFullButNotActiveBecomesActive) {
  CreateTable(database_.get(), SimpleSchema("t", false));
  Fill(1'000);
  Open(kForever);
  STATOR_ASSERT_OK(database_->lifecycle().CreateIndex(Find(), GlobalIndex("g", "owner")));
  Open(kForever);
  ExpectConsistent(database_.get());
  EXPECT_EQ(Find()->schema()->indexes[0].status, ResourceStatus::kActive);
  EXPECT_EQ(CountOf(Find(), IndexId(Find(), "g")), 1'000);
}

TEST_F(RestartTest, KeysOfADropThatWasInterruptedAreFreed) {
  CreateTable(database_.get(), SchemaWithIndex());
  Fill(100);
  database_.reset();
  {
    // The catalog's half of a drop, without the job.
    auto store = *Store::Open(OnDiskOptions(folder_.path()).store);
    auto catalog = *Catalog::Load(store.get());
    const auto table = catalog->Find(kSpace, "t");
    STATOR_ASSERT_OK(
        catalog->Drop(table.get(), [](const TableSchema&) { return OkStatus(); }).status());
    EXPECT_EQ(CheckNoOrphans(store.get(), *catalog).code(), Code::kCorruption);
  }
  Open();
  ExpectConsistent(database_.get());
}

// A back-fill in steps, with a restart after each number of steps.
class BackfillRestartTest : public RestartTest, public ::testing::WithParamInterface<int> {};

TEST_P(BackfillRestartTest, GoesOnWhereItWas) {
  CreateTable(database_.get(), SimpleSchema("t", false));
  Fill(1'000);
  database_.reset();
  {
    auto store = *Store::Open(OnDiskOptions(folder_.path()).store);
    auto catalog = *Catalog::Load(store.get());
    auto counters = *CounterKeeper::Open(store.get(), catalog.get());
    LockTable locks;
    const auto table = catalog->Find(kSpace, "t");
    IndexSchema index = GlobalIndex("g", "owner");
    index.id = *catalog->NextId();
    index.status = ResourceStatus::kCreating;
    index.backfilling = true;
    STATOR_ASSERT_OK(catalog->Update(table.get(), [&](TableSchema* schema) {
      schema->indexes.push_back(index);
      return OkStatus();
    }));
    const JobContext context{store.get(), catalog.get(), &locks, SystemClock(), nullptr};
    const auto job = NewBackfillJob(context, table, index.id, 0);
    for (int step = 0; step < GetParam(); ++step) STATOR_ASSERT_OK(job->Step().status());
    PinnedValue progress;
    EXPECT_EQ(store->Get(kCatalogFamily, BackfillProgressKey(index.id), &progress).ok(),
              GetParam() > 0);
    STATOR_ASSERT_OK(counters->Save());
  }
  Open();
  ExpectConsistent(database_.get());
  EXPECT_EQ(Find()->schema()->indexes[0].status, ResourceStatus::kActive);
  EXPECT_EQ(ScanAll(database_.get(), IndexId(Find(), "g")).size(), 1'000u);
  const auto records = database_->store().NewCursor(
      kCatalogFamily, CatalogRecordRange(CatalogRecord::kBackfillProgress), {});
  EXPECT_FALSE(records->Valid());
}

INSTANTIATE_TEST_SUITE_P(Steps, BackfillRestartTest, ::testing::Values(0, 1, 10, 22));

}  // namespace
}  // namespace stator
