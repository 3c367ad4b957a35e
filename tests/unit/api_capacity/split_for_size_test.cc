// Partitions that are split because of what they hold; the limit is low, so that a test can reach
// it.
#include "kv/codec/key_codec.h"
#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

constexpr int64_t kLimit = 200'000;

class SplitForSizeTest : public CapacityTest {
 protected:
  void SetUp() override { Open(CapacityMode::kOff, kLimit); }

  // Items of about 1,000 bytes each.
  void Fill(int first, int count, bool one_collection) {
    for (int i = first; i < first + count; ++i) {
      const std::string n = std::to_string(100'000 + i * 7'919 % 100'000);
      const Item item = {{"pk", one_collection ? "one" : n}, {"sk", n}, {"v", text_}};
      ASSERT_TRUE(engine_->PutItem({.table_name = "tab", .item = item}).ok());
    }
  }
  void PassAMinute() {
    Advance(61);
    CatchUp();
  }

  const std::string text_ = std::string(980, 'x');
};

TEST_F(SplitForSizeTest, APartitionThatHoldsTooMuchIsHalved) {
  Create("tab", Provisioned(1, 1));
  Fill(0, 150, false);
  PassAMinute();
  EXPECT_EQ(Ranges("tab").size(), 1u);
  Fill(150, 100, false);
  PassAMinute();
  const std::vector<PartitionRange> ranges = Ranges("tab");
  ASSERT_EQ(ranges.size(), 2u);
  // In the middle of what is there: hashes are spread evenly.
  ASSERT_EQ(ranges[1].first_key.size(), kKeyHashBytes);
  const double share = static_cast<double>(ReadBigEndian64(ranges[1].first_key)) / 0x1p64;
  EXPECT_NEAR(share, 0.5, 0.15);
  const std::vector<SplitEvent> splits = Describe("tab").splits;
  ASSERT_EQ(splits.size(), 1u);
  EXPECT_EQ(splits[0].reason, SplitReason::kSize);
}

TEST_F(SplitForSizeTest, ManyPartitionsComeOfMuch) {
  Create("tab", Provisioned(1, 1));
  Fill(0, 1'000, false);
  PassAMinute();
  EXPECT_GE(Ranges("tab").size(), 5u);
  EXPECT_LE(Ranges("tab").size(), 16u);
  const ResourcePartitions table = Describe("tab").resources.front();
  uint64_t total = 0;
  for (const uint64_t bytes : table.size_bytes) total += bytes;
  EXPECT_NEAR(static_cast<double>(total), 1'000'000, 10'000);
}

TEST_F(SplitForSizeTest, ALargeCollectionIsSplitInside) {
  Create("tab", Provisioned(1, 1));
  Fill(0, 250, true);
  PassAMinute();
  const std::vector<PartitionRange> ranges = Ranges("tab");
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_GT(ranges[1].first_key.size(), kKeyHashBytes);
  // What lies on either side is found as before.
  QueryRequest request{{.table_name = "tab"}};
  request.attributes.values = ExpressionValues{{":p", Value("one")}};
  request.key_condition_expression = "pk = :p";
  const auto page = engine_->Query(request);
  ASSERT_TRUE(page.ok()) << page.status().message();
  EXPECT_EQ(page->items.size(), 250u);
}

TEST_F(SplitForSizeTest, ALocalIndexKeepsACollectionWholeAndCounts) {
  Create("tab", R"("LocalSecondaryIndexes":[{"IndexName":"by-sk",
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                   {"AttributeName":"sk","KeyType":"RANGE"}],
      "Projection":{"ProjectionType":"ALL"}}],)" +
                    Provisioned(1, 1));
  Fill(0, 250, true);
  PassAMinute();
  EXPECT_EQ(Ranges("tab").size(), 1u);
  // 140 KB of items and as much again in the index.
  Create("tab2", R"("LocalSecondaryIndexes":[{"IndexName":"by-sk",
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                   {"AttributeName":"sk","KeyType":"RANGE"}],
      "Projection":{"ProjectionType":"ALL"}}],)" +
                     Provisioned(1, 1));
  for (int i = 0; i < 140; ++i) {
    const Item item = {{"pk", std::to_string(i)}, {"sk", "s"}, {"v", text_}};
    ASSERT_TRUE(engine_->PutItem({.table_name = "tab2", .item = item}).ok());
  }
  PassAMinute();
  EXPECT_EQ(Ranges("tab2").size(), 2u);
}

TEST_F(SplitForSizeTest, AGlobalIndexHasPartitionsOfItsOwn) {
  Create("tab", Provisioned(1, 1) + R"(,"GlobalSecondaryIndexes":[{"IndexName":"by-sk",
      "KeySchema":[{"AttributeName":"sk","KeyType":"HASH"}],
      "Projection":{"ProjectionType":"ALL"},
      "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}])");
  Fill(0, 250, false);
  PassAMinute();
  const DescribePartitionsResponse seen = Describe("tab");
  ASSERT_EQ(seen.resources.size(), 2u);
  EXPECT_EQ(seen.resources[0].use.ranges.size(), 2u);
  EXPECT_EQ(seen.resources[1].use.ranges.size(), 2u);
}

TEST_F(SplitForSizeTest, ASplitClosesAShardOfTheStreamAndOpensTwo) {
  Create("tab",
         Provisioned(1, 1) +
             R"(,"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"})");
  Fill(0, 250, false);
  PassAMinute();
  const auto table = engine_->DescribeTable({.table_name = "tab"});
  ASSERT_TRUE(table.ok());
  const std::string arn = table->table.arn + "/stream/" + table->table.schema->stream_label;
  const CallReply reply = engine_->Call({}, "DescribeStream", R"({"StreamArn":")" + arn + R"("})");
  ASSERT_EQ(reply.http_status, 200) << reply.body;
  size_t shards = 0;
  size_t children = 0;
  for (size_t at = 0; (at = reply.body.find("\"ShardId\"", at)) != std::string::npos; ++at)
    ++shards;
  for (size_t at = 0; (at = reply.body.find("\"ParentShardId\"", at)) != std::string::npos; ++at) {
    ++children;
  }
  EXPECT_EQ(shards, 3u) << reply.body;
  EXPECT_EQ(children, 2u);
}

}  // namespace
}  // namespace stator::api
