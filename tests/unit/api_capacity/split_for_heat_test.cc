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
    CatchUp();
  }
  int PutInOneSecond(const std::function<std::string(int)>& sort_key) {
    for (int i = 0; i < 2'500; ++i) {
      if (ThrottleOf(Put("tab", "hot", sort_key(written_)))) return i;
      ++written_;
    }
    return 2'500;
  }
  size_t Partitions() { return Ranges("tab").size(); }

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

TEST_F(SplitForHeatTest, KeysThatComeInTurnsAreToldApart) {
  Create("tab", OnDemand());
  Heat([](int n) { return std::to_string(n % 16); });
  EXPECT_GT(Partitions(), 4u);
}

TEST_F(SplitForHeatTest, ASplitIsRememberedWithItsReason) {
  Create("tab", OnDemand());
  const int64_t before = clock_.WallMicros();
  Heat(Shuffled);
  const std::vector<SplitEvent> splits = Describe("tab").splits;
  ASSERT_FALSE(splits.empty());
  EXPECT_EQ(splits[0].reason, SplitReason::kHeat);
  EXPECT_GE(splits[0].wall_micros, before + 60 * kSecondMicros);
  EXPECT_EQ(splits[0].gone.size(), 1u);
  EXPECT_EQ(splits[0].made.size(), 2u);
}

}  // namespace
}  // namespace stator::api
