// The back-fill beside writers, step by step.
#include "kv/table/backfill_job.h"

#include <gtest/gtest.h>

#include "kv/table/consistency_check.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class BackfillTest : public ::testing::Test {
 protected:
  BackfillTest() : database_(OpenDatabase(InMemoryOptions())) {
    table_ = CreateTable(database_.get(), SimpleSchema("t", false));
    for (int i = 0; i < kItems; ++i) PutItem(i, "old");
  }
  // Writers see the index from here on; the job only runs when the test steps it. It has a lock
  // table of its own, so it must not be stepped beside writers.
  void AddIndex() {
    IndexSchema index = GlobalIndex("g", "owner");
    index.id = *database_->catalog().NextId();
    index.status = ResourceStatus::kCreating;
    index.backfilling = true;
    index_id_ = index.id;
    STATOR_ASSERT_OK(database_->catalog().Update(table_.get(), [&](TableSchema* schema) {
      schema->indexes.push_back(index);
      return OkStatus();
    }));
    const JobContext context{&database_->store(), &database_->catalog(), &locks_, SystemClock(),
                             nullptr};
    job_ = NewBackfillJob(context, table_, index_id_, 0);
  }
  bool Step() {
    const Result<JobStep> step = job_->Step();
    STATOR_EXPECT_OK(step.status());
    return !step.ok() || step->done;
  }
  void FinishJob() {
    while (!Step()) {
    }
    EXPECT_EQ(table_->schema()->indexes[0].status, ResourceStatus::kActive);
    ExpectConsistent(database_.get());
  }
  WriteOutcome PutItem(int i, std::string_view owner) {
    return Put(database_.get(), table_, {{"pk", std::to_string(i)}, {"owner", owner}});
  }
  size_t Entries() { return ScanAll(database_.get(), index_id_).size(); }

  static constexpr int kItems = 500;
  std::unique_ptr<Database> database_;
  std::shared_ptr<Table> table_;
  LockTable locks_;
  uint32_t index_id_ = 0;
  std::unique_ptr<BackgroundJob> job_;
};

TEST_F(BackfillTest, ChangesBeforeTheWalkComesByAreKept) {
  AddIndex();
  for (int i = 0; i < kItems; i += 3) PutItem(i, "new");
  for (int i = 1; i < kItems; i += 3) {
    Delete(database_.get(), table_, {{"pk", std::to_string(i)}});
  }
  FinishJob();
  EXPECT_EQ(Entries(), static_cast<size_t>(table_->own_counters().item_count.load()));
}

TEST_F(BackfillTest, ChangesBetweenStepsAreKept) {
  AddIndex();
  int next = 0;
  bool done = false;
  while (!done) {
    done = Step();
    for (int i = 0; i < 40 && next < kItems; ++i, ++next) {
      if (next % 2 == 0) {
        PutItem(next, "new");
      } else {
        Delete(database_.get(), table_, {{"pk", std::to_string(next)}});
      }
    }
    STATOR_ASSERT_OK(CheckIndexes(&database_->store(), database_->catalog()));
    STATOR_ASSERT_OK(CheckCounters(&database_->store(), database_->catalog()));
  }
  ExpectConsistent(database_.get());
}

TEST_F(BackfillTest, AChangeOfAnItemWithoutEntryYetAddsOne) {
  AddIndex();
  const WriteOutcome outcome = PutItem(7, "new");
  ASSERT_EQ(outcome.indexes.size(), 1u);
  EXPECT_EQ(outcome.indexes[0].old_bytes, 0u) << "nothing was stored";
  EXPECT_FALSE(outcome.indexes[0].moved);
  EXPECT_EQ(Entries(), 1u);
  EXPECT_EQ(CountOf(table_, index_id_), 1);
}

TEST_F(BackfillTest, AnEqualPutMayBringTheEntry) {
  AddIndex();
  const WriteOutcome outcome = PutItem(7, "old");
  EXPECT_TRUE(outcome.unchanged);
  EXPECT_EQ(Entries(), 1u);
  FinishJob();
}

TEST_F(BackfillTest, EndsWhenTheIndexIsDeleted) {
  AddIndex();
  EXPECT_FALSE(Step());
  STATOR_ASSERT_OK(database_->lifecycle().DeleteIndex(table_, "g"));
  EXPECT_TRUE(Step());
  ExpectConsistent(database_.get());
  EXPECT_TRUE(table_->schema()->indexes.empty());
}

TEST_F(BackfillTest, EndsWhenTheIndexIsDeletedAtItsEnd) {
  AddIndex();
  while (Entries() < kItems) EXPECT_FALSE(Step());
  EXPECT_FALSE(Step()) << "finds that there are no more";
  STATOR_ASSERT_OK(database_->lifecycle().DeleteIndex(table_, "g"));
  EXPECT_TRUE(Step());
  ExpectConsistent(database_.get());
}

TEST_F(BackfillTest, EndsWhenTheTableIsDropped) {
  AddIndex();
  EXPECT_FALSE(Step());
  STATOR_ASSERT_OK(database_->catalog()
                       .Drop(table_.get(), [](const TableSchema&) { return OkStatus(); })
                       .status());
  EXPECT_TRUE(Step());
  const auto records = database_->store().NewCursor(
      kCatalogFamily, CatalogRecordRange(CatalogRecord::kBackfillProgress), {});
  EXPECT_FALSE(records->Valid());
}

TEST_F(BackfillTest, WaitsForItsTime) {
  AddIndex();
  ManualClock clock(0);
  const JobContext context{&database_->store(), &database_->catalog(), &locks_, &clock, nullptr};
  job_ = NewBackfillJob(context, table_, index_id_, 77);
  Result<JobStep> step = job_->Step();
  while (step.ok() && step->not_before_micros == 0) step = job_->Step();
  STATOR_ASSERT_OK(step.status());
  EXPECT_FALSE(step->done);
  EXPECT_EQ(step->not_before_micros, 77);
  EXPECT_EQ(table_->schema()->indexes[0].status, ResourceStatus::kCreating);
  FinishJob();
}

}  // namespace
}  // namespace stator
