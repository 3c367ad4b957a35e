// Partitions that are split because of what they are used for, on a clock that the test moves.
#include <functional>

#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

class SplitForHeatTest : public CapacityTest {
 protected:
  // A minute and a bit of writes to one partition key, as many as are let in. `sort_key` makes the
  // sort key of the n-th.
  void Heat(const std::function<std::string(int)>& sort_key) {
    for (int second = 0; second < 63; ++second) {
      Advance(1);
      PutInOneSecond(sort_key);
    }
    Advance(1);
    EXPECT_TRUE(engine_->WaitCaughtUp(10 * kSecondMicros));
  }
  int PutInOneSecond(const std::function<std::string(int)>& sort_key) {
    for (int i = 0; i < 2'500; ++i) {
      if (ThrottleOf(Put("tab", "hot", sort_key(written_)))) return i;
      ++written_;
    }
    return 2'500;
  }
  size_t Partitions() {
    const auto reply = engine_->DescribePartitions({.table_name = "tab"});
    return reply.ok() ? reply->resources.front().ranges.size() : 0;
  }

  int written_ = 0;
};

// In no order, and so many that they lie on either side of any boundary.
std::string Shuffled(int n) {
  return std::to_string(1'000'000 + static_cast<int>((int64_t{n} * 7'919) % 999'983));
}
std::string Rising(int n) { return std::to_string(1'000'000 + n); }

TEST_F(SplitForHeatTest, AHotItemCollectionPassesTheLimitOfOnePartitionAfterwards) {
  Create("tab", OnDemand());
  EXPECT_EQ(PutInOneSecond(Shuffled), 1'000);
  Heat(Shuffled);
  EXPECT_GT(Partitions(), 4u);
  Advance(1);
  const int passed = PutInOneSecond(Shuffled);
  EXPECT_GE(passed, 1'500);
  EXPECT_LE(passed, 2'500);
}

TEST_F(SplitForHeatTest, ASingleHotItemIsNeverSplitAndStaysAtTheLimit) {
  Create("tab", OnDemand());
  Heat([](int) { return "one"; });
  EXPECT_EQ(Partitions(), 4u);
  Advance(1);
  EXPECT_EQ(PutInOneSecond([](int) { return "one"; }), 1'000);
}

TEST_F(SplitForHeatTest, SortKeysThatOnlyRiseAreNotSplit) {
  Create("tab", OnDemand());
  Heat(Rising);
  EXPECT_EQ(Partitions(), 4u);
}

TEST_F(SplitForHeatTest, ALocalIndexKeepsItemCollectionsWhole) {
  const std::string local_index = R"("LocalSecondaryIndexes":[{"IndexName":"by-sk",
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                   {"AttributeName":"sk","KeyType":"RANGE"}],
      "Projection":{"ProjectionType":"KEYS_ONLY"}}],)";
  Create("tab", local_index + OnDemand());
  Heat(Shuffled);
  EXPECT_EQ(Partitions(), 4u);
}

TEST_F(SplitForHeatTest, OnDemandGrowthAddsPartitions) {
  Create("tab", OnDemand());
  const auto put_a_minute = [this] {
    for (int second = 0; second < 61; ++second) {
      for (int i = 0; i < 4'500; ++i) {
        static_cast<void>(Put("tab", "k" + std::to_string(i), "s"));
      }
      Advance(1);
    }
  };
  put_a_minute();
  Advance(31 * 60);
  EXPECT_TRUE(Put("tab", "k", "s").ok());
  Advance(1.1);
  EXPECT_TRUE(engine_->WaitCaughtUp(10 * kSecondMicros));
  EXPECT_GE(Partitions(), 7u);
  int passed = 0;
  for (int i = 0; i < 12'000; ++i) passed += Put("tab", "k" + std::to_string(i), "s").ok();
  EXPECT_GE(passed, 6'500);
  EXPECT_LE(passed, 8'000);
}

}  // namespace
}  // namespace stator::api
