// Indexing a table that has items, beside writers, step by step; and the states on the way.
#include "ttl/transition_jobs.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/support/ttl_harness.h"
#include "ttl/expiry_key.h"

namespace stator::ttl {
namespace {

using namespace stator::testing;

constexpr int64_t kLater = kTtlTestStart + 1'000;

// The job only runs when the test steps it.
class IndexingTest : public ::testing::Test {
 protected:
  IndexingTest() : table_(CreateTable(ttl_.database(), SimpleSchema("t", false))) {
    for (int i = 0; i < kItems; ++i) PutItem(i, kLater);
  }
  void PutItem(int i, int64_t expiry) {
    Put(ttl_.database(), table_, TtlItem(std::to_string(i), expiry));
  }
  void DeleteItem(int i) { Delete(ttl_.database(), table_, {{"pk", std::to_string(i)}}); }
  void SetState(const TtlSetting& setting) {
    STATOR_ASSERT_OK(ttl_.database()->catalog().Update(table_.get(), [&](TableSchema* schema) {
      schema->ttl = setting;
      return OkStatus();
    }));
  }
  std::unique_ptr<BackgroundJob> NewJob(int64_t not_before_micros = 0) {
    Database& database = *ttl_.database();
    return NewIndexingJob(
        {&database.store(), &database.catalog(), &database.locks(), &database.clock(), nullptr},
        table_, not_before_micros, &sweep_wanted_);
  }
  static bool Step(BackgroundJob* job) {
    const Result<JobStep> step = job->Step();
    STATOR_EXPECT_OK(step.status());
    return !step.ok() || step->done;
  }
  static void Finish(BackgroundJob* job) {
    while (!Step(job)) {
    }
  }
  TtlStatus State() const { return table_->schema()->ttl.status; }

  static constexpr int kItems = 500;
  const TtlSetting enabling_{TtlStatus::kEnabling, "ttl", 1};
  std::atomic<bool> sweep_wanted_{false};
  TtlDatabase ttl_;
  std::shared_ptr<Table> table_;
};

TEST_F(IndexingTest, BringsTheEntriesOfOlderItems) {
  SetState(enabling_);
  const auto job = NewJob();
  EXPECT_EQ(ttl_.Entries().size(), 0u);
  EXPECT_FALSE(Step(job.get()));
  EXPECT_FALSE(sweep_wanted_.load());
  EXPECT_EQ(ttl_.Entries().size(), 48u + 1) << "a chunk, and the record of progress";
  EXPECT_EQ(State(), TtlStatus::kEnabling);
  ttl_.ExpectIndexIsRight();
  Finish(job.get());
  EXPECT_EQ(State(), TtlStatus::kEnabled);
  EXPECT_TRUE(sweep_wanted_.load());
  EXPECT_EQ(ttl_.Entries().size(), static_cast<size_t>(kItems));
  ttl_.ExpectIndexIsRight();
}

TEST_F(IndexingTest, ChangesBetweenStepsAreKept) {
  SetState(enabling_);
  const auto job = NewJob();
  int next = 0;
  for (bool done = false; !done;) {
    done = Step(job.get());
    for (int i = 0; i < 40 && next < kItems; ++i, ++next) {
      if (next % 3 == 0) PutItem(next, kLater + next);
      if (next % 3 == 1) DeleteItem(next);
    }
    ttl_.ExpectIndexIsRight();
  }
  EXPECT_EQ(State(), TtlStatus::kEnabled);
}

TEST_F(IndexingTest, ANewJobGoesOnWhereTheLastOneEnded) {
  SetState(enabling_);
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(Step(NewJob().get()));
  EXPECT_EQ(ttl_.Entries().size(), 4 * 48u + 1);
  const auto job = NewJob();
  Finish(job.get());
  EXPECT_TRUE(sweep_wanted_.load());
  ttl_.ExpectIndexIsRight();
  EXPECT_EQ(ttl_.Entries().size(), static_cast<size_t>(kItems));
}

TEST_F(IndexingTest, EndsWhenTimeToLiveIsSwitchedOff) {
  SetState(enabling_);
  const auto job = NewJob();
  EXPECT_FALSE(Step(job.get()));
  SetState({TtlStatus::kDisabled, "ttl", 2});
  EXPECT_EQ(ttl_.Entries().size(), 0u);
  EXPECT_TRUE(Step(job.get()));
  EXPECT_EQ(State(), TtlStatus::kDisabled);
  EXPECT_EQ(ttl_.Entries().size(), 0u);
}

TEST_F(IndexingTest, AJobOfAnEarlierPeriodDoesNotTouchTheNextOne) {
  SetState(enabling_);
  const auto old_job = NewJob();
  EXPECT_FALSE(Step(old_job.get()));
  SetState({TtlStatus::kDisabled, "ttl", 2});
  SetState({TtlStatus::kEnabling, "ttl", 3});
  EXPECT_TRUE(Step(old_job.get()));
  EXPECT_EQ(State(), TtlStatus::kEnabling);
  const auto job = NewJob();
  Finish(job.get());
  EXPECT_EQ(State(), TtlStatus::kEnabled);
  EXPECT_EQ(ttl_.Entries().size(), static_cast<size_t>(kItems));
}

TEST_F(IndexingTest, EndsWhenTheTableIsDropped) {
  SetState(enabling_);
  const auto job = NewJob();
  EXPECT_FALSE(Step(job.get()));
  STATOR_EXPECT_OK(ttl_.database()->lifecycle().DeleteTable(table_));
  ttl_.database()->lifecycle().WaitIdle();
  Finish(job.get());
  EXPECT_EQ(ttl_.Entries().size(), 0u);
}

TEST(TimeToLiveStates, ATransientTimeShowsThem) {
  TimeToLiveOptions options;
  options.transient_status_micros = 3'000'000;
  TtlDatabase ttl(InMemoryOptions(), options);
  const auto table = CreateTable(ttl.database(), SimpleSchema("t", false));
  const auto agree = [](const TableSchema&) { return OkStatus(); };
  STATOR_EXPECT_OK(ttl.ttl().SwitchOn(table, "ttl", agree));
  ttl.Advance(2);
  EXPECT_EQ(table->schema()->ttl.status, TtlStatus::kEnabling);
  ttl.Advance(2);
  EXPECT_EQ(table->schema()->ttl.status, TtlStatus::kEnabled);
  STATOR_EXPECT_OK(ttl.ttl().SwitchOff(table, agree));
  EXPECT_EQ(table->schema()->ttl.status, TtlStatus::kDisabling);
  EXPECT_EQ(table->schema()->ttl.attribute, "ttl");
  ttl.Advance(2);
  EXPECT_EQ(table->schema()->ttl.status, TtlStatus::kDisabling);
  ttl.Advance(2);
  EXPECT_EQ(table->schema()->ttl.status, TtlStatus::kDisabled);
}

TEST(TimeToLiveStates, ARestartResumesThem) {
  ScratchFolder folder;
  TimeToLiveOptions slow;
  slow.transient_status_micros = 1'000'000'000;
  const auto agree = [](const TableSchema&) { return OkStatus(); };
  {
    TtlDatabase ttl(OnDiskOptions(folder.path()), slow);
    const auto on = CreateTable(ttl.database(), SimpleSchema("on", false));
    Put(ttl.database(), on, TtlItem("a", kLater));
    STATOR_EXPECT_OK(ttl.ttl().SwitchOn(on, "ttl", agree));
    const auto off = CreateTable(ttl.database(), SimpleSchema("off", false));
    STATOR_EXPECT_OK(ttl.ttl().SwitchOn(off, "ttl", agree));
    STATOR_EXPECT_OK(ttl.ttl().SwitchOff(off, agree));
  }
  TtlDatabase ttl(OnDiskOptions(folder.path()));
  ttl.database()->lifecycle().WaitIdle();
  const auto status = [&](std::string_view name) {
    return ttl.database()->catalog().Find(kSpace, name)->schema()->ttl.status;
  };
  EXPECT_EQ(status("on"), TtlStatus::kEnabled);
  EXPECT_EQ(status("off"), TtlStatus::kDisabled);
  EXPECT_EQ(ttl.Entries().size(), 1u);
  ttl.ExpectIndexIsRight();
}

}  // namespace
}  // namespace stator::ttl
