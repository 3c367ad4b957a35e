// A table that is written to faster than its partitions can be split kept the partitions of its own
// index, and of every other table, from being split at all: the search began with it each time, and
// a process that was soon stopped never came to the others.
#include "kv/table/size_split_job.h"

#include <gtest/gtest.h>

#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class SizeSplitJobTest : public ::testing::Test {
 protected:
  // Items of about 1,000 bytes each.
  void Fill(const std::shared_ptr<Table>& table, int count) {
    for (int i = 0; i < count; ++i) {
      const std::string n = std::to_string(next_++);
      Put(database_.get(), table, {{"pk", n}, {"owner", n}, {"v", std::string(980, 'x')}});
    }
  }
  static size_t Partitions(const std::shared_ptr<Table>& table) {
    return table->schema()->partitions.size();
  }
  void Step() {
    const Result<JobStep> step = job_->Step();
    STATOR_ASSERT_OK(step.status());
  }

  std::unique_ptr<Database> database_ = OpenDatabase(InMemoryOptions());
  std::unique_ptr<BackgroundJob> job_ =
      NewSizeSplitJob({&database_->store(), &database_->catalog(), &database_->clock(),
                       /*partition_bytes=*/20'000});
  int next_ = 0;
};

TEST_F(SizeSplitJobTest, EachHasItsTurnThoughOneIsAlwaysTooLarge) {
  TableSchema schema = SimpleSchema("busy", false);
  schema.indexes = {GlobalIndex("by-owner", "owner")};
  const std::shared_ptr<Table> busy = CreateTable(database_.get(), schema);
  const std::shared_ptr<Table> other = CreateTable(database_.get(), SimpleSchema("other", false));
  Fill(busy, 200);
  Fill(other, 100);
  for (int step = 0; step < 1'000 && Partitions(busy) < 4; ++step) {
    Step();
    Fill(busy, 2);
  }
  ASSERT_GE(Partitions(busy), 4u);
  EXPECT_GE(busy->schema()->indexes[0].partitions.size(), 2u);
  EXPECT_GE(Partitions(other), 2u);
}

TEST_F(SizeSplitJobTest, TheLargestComesFirst) {
  const std::shared_ptr<Table> small = CreateTable(database_.get(), SimpleSchema("a", false));
  const std::shared_ptr<Table> large = CreateTable(database_.get(), SimpleSchema("b", false));
  Fill(small, 30);
  Fill(large, 200);
  for (int step = 0; step < 1'000 && Partitions(large) < 2 && Partitions(small) < 2; ++step) Step();
  EXPECT_EQ(Partitions(large), 2u);
  EXPECT_LT(Partitions(small), 2u);
}

}  // namespace
}  // namespace stator
