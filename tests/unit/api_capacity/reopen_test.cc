// What splitting, growing and sharding have made of a table is there when it is opened again.
#include "tests/support/store_harness.h"
#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

constexpr char kIndexed[] = R"("GlobalSecondaryIndexes":[{"IndexName":"by-sk",
    "KeySchema":[{"AttributeName":"sk","KeyType":"HASH"}],
    "Projection":{"ProjectionType":"ALL"}}],)";

class ReopenTest : public CapacityTest {
 protected:
  void SetUp() override { Reopen(); }

  void Reopen() {
    engine_.reset();
    auto engine = Engine::Open({.path = folder_.path(),
                                .durability = Durability::kOs,
                                .capacity = CapacityMode::kPartition,
                                .clock = &clock_});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
  }
  std::vector<PartitionRange> IndexRanges(const std::string& table) {
    return Describe(table).resources.at(1).use.ranges;
  }

  testing::ScratchFolder folder_;
};

TEST_F(ReopenTest, PartitionsOfTableAndIndexStay) {
  Create("tab", kIndexed + OnDemand());
  ASSERT_TRUE(engine_->SplitPartition({.table_name = "tab"}).ok());
  const std::vector<PartitionRange> table = Ranges("tab");
  const std::vector<PartitionRange> index = IndexRanges("tab");
  EXPECT_EQ(table.size(), 5u);
  EXPECT_EQ(index.size(), 4u);
  Reopen();
  EXPECT_EQ(Ranges("tab"), table);
  EXPECT_EQ(IndexRanges("tab"), index);
  // Ids go on where they were: none is given twice.
  const auto split = engine_->SplitPartition({.table_name = "tab"});
  ASSERT_TRUE(split.ok());
  for (const PartitionRange& range : table) {
    EXPECT_NE(split->low_id, range.id);
    EXPECT_NE(split->high_id, range.id);
  }
}

TEST_F(ReopenTest, WarmThroughputStaysAndIsServedAtOnce) {
  Create("tab", OnDemand() +
                    R"(,"WarmThroughput":{"ReadUnitsPerSecond":12000,"WriteUnitsPerSecond":9000})");
  EXPECT_EQ(Ranges("tab").size(), 9u);
  Reopen();
  EXPECT_EQ(Ranges("tab").size(), 9u);
  const auto described = engine_->DescribeTable({.table_name = "tab"});
  ASSERT_TRUE(described.ok());
  EXPECT_EQ(described->table.schema->warm->write_units, 9'000);
  int written = 0;
  for (int i = 0; i < 12'000; ++i) written += Put("tab", "k" + std::to_string(i), "s").ok();
  EXPECT_GT(written, 8'000);
  EXPECT_LE(written, 9'000);
}

TEST_F(ReopenTest, AShardedTableFindsItsItems) {
  Create("tab", R"("Tags":[{"Key":"stator:write-shards","Value":"5"}],)" + OnDemand());
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(Put("tab", "p", std::to_string(100 + i)).ok());
  Reopen();
  QueryRequest query;
  query.table_name = "tab";
  query.key_condition_expression = "pk = :p";
  query.attributes.values = ExpressionValues{{":p", Value("p")}};
  const auto found = engine_->Query(query);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->count, 60);
  for (int i = 0; i < 60; ++i) {
    const auto item = engine_->GetItem(
        {.table_name = "tab", .key = {{"pk", "p"}, {"sk", std::to_string(100 + i)}}});
    ASSERT_TRUE(item.ok());
    EXPECT_TRUE(item->item);
  }
  // It is still the tag that places them.
  const CallReply changed = engine_->Call({}, "TagResource", R"({"ResourceArn":
      "arn:aws:dynamodb:us-east-1:000000000000:table/tab",
      "Tags":[{"Key":"stator:write-shards","Value":"6"}]})");
  EXPECT_EQ(changed.http_status, 400);
}

}  // namespace
}  // namespace stator::api
