// On-demand tables that are asked for ever more, on a clock that the test moves.
#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

constexpr int kUnits = 16;  // of each request
constexpr int kKeys = 1'875;

class OnDemandGrowthTest : public CapacityTest {
 protected:
  // A table with an item of so many units for each key.
  void CreateFilled(const std::string& members) {
    Open(CapacityMode::kOff);
    Create("tab", members);
    const std::string text(16'000, 'x');
    for (int i = 0; i < kKeys; ++i) {
      const Item item = {{"pk", "k" + std::to_string(i)}, {"sk", "s"}, {"v", text}};
      ASSERT_TRUE(engine_->PutItem({.table_name = "tab", .item = item}).ok());
    }
    ASSERT_TRUE(engine_->SetCapacityMode({.mode = CapacityMode::kPartition}).ok());
    Advance(1);
  }
  // Asks for so many units, of one key after the other: how many were let in. A write whose
  // condition fails costs as much as one that is done.
  int UnitsInOneSecond(int asked) {
    int units = 0;
    for (int i = 0; i < asked / kUnits; ++i) {
      DeleteItemRequest request{.table_name = "tab",
                                .key = {{"pk", "k" + std::to_string(i)}, {"sk", "s"}}};
      request.condition_expression = "attribute_not_exists(pk)";
      const Status status = engine_->DeleteItem(request).status();
      EXPECT_TRUE(status.code() == Code::kConditionFailed || ThrottleOf(status));
      if (status.code() == Code::kConditionFailed) units += kUnits;
    }
    Advance(1);
    return units;
  }
  // With a second's rest now and then, so that no partition is split for heat.
  void AskForSeconds(int seconds, int units_a_second) {
    for (int second = 1; second <= seconds; ++second) {
      UnitsInOneSecond(second % 40 == 0 ? 0 : units_a_second);
    }
  }
  // Half an hour later, and what it brings is done.
  void Settle() {
    Advance(30 * 60);
    UnitsInOneSecond(kUnits);
    Advance(1);
    CatchUp();
    Advance(1);
  }
};

TEST_F(OnDemandGrowthTest, DoublesFromFourToEightToSixteenThousand) {
  CreateFilled(OnDemand());
  EXPECT_NEAR(UnitsInOneSecond(6'000), 4'000, 50);
  AskForSeconds(61, 6'000);
  EXPECT_NEAR(UnitsInOneSecond(6'000), 4'000, 50);
  Advance(15 * 60);
  EXPECT_NEAR(UnitsInOneSecond(6'000), 4'000, 50);  // a quarter of an hour is not enough
  Settle();
  EXPECT_EQ(Ranges("tab").size(), 8u);
  // A minute of that peak has up to two seconds of rest.
  EXPECT_NEAR(UnitsInOneSecond(12'000), 8'000, 300);

  AskForSeconds(121, 12'000);
  Settle();
  EXPECT_EQ(Ranges("tab").size(), 16u);
  const int units = UnitsInOneSecond(kKeys * kUnits);
  EXPECT_GE(units, 14'800);
  EXPECT_LE(units, 16'050);

  EXPECT_EQ(Describe("tab").splits.back().reason, SplitReason::kGrowth);
  // What it has grown to is told as warm throughput, and stays.
  const auto described = engine_->DescribeTable({.table_name = "tab"});
  ASSERT_TRUE(described.ok());
  ASSERT_TRUE(described->table.schema->warm);
  EXPECT_GE(described->table.schema->warm->write_units, 14'800);
  EXPECT_EQ(described->table.schema->warm->read_units, 12'000);
}

TEST_F(OnDemandGrowthTest, AWarmTableServesMoreFromTheStart) {
  std::string members = OnDemand();
  members += R"(,"WarmThroughput":{"ReadUnitsPerSecond":12000,"WriteUnitsPerSecond":8000})";
  CreateFilled(members);
  EXPECT_EQ(Ranges("tab").size(), 8u);
  EXPECT_NEAR(UnitsInOneSecond(12'000), 8'000, 200);
}

TEST_F(OnDemandGrowthTest, RaisedUnitsSplitPartitions) {
  Create("tab", Provisioned(1, 1));
  EXPECT_EQ(Ranges("tab").size(), 1u);
  const CallReply reply =
      engine_->Call({}, "UpdateTable", R"({"TableName":"tab",)" + Provisioned(3'000, 2'000) + "}");
  ASSERT_EQ(reply.http_status, 200) << reply.body;
  EXPECT_EQ(Ranges("tab").size(), 3u);
  const std::vector<SplitEvent> splits = Describe("tab").splits;
  ASSERT_EQ(splits.size(), 1u);
  EXPECT_EQ(splits[0].reason, SplitReason::kThroughput);
  EXPECT_EQ(splits[0].made.size(), 3u);
}

}  // namespace
}  // namespace stator::api
