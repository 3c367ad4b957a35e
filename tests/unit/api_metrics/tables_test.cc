// Capacity of tables, indexes and partitions in the metrics, and which tables are shown.
#include <string>

#include "tests/unit/api_metrics/metrics_fixture.h"

namespace stator::api {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const char kOneUnit[] = R"("ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1})";

TEST_F(MetricsTest, ShowsUnitsOfTablesAndIndexesApart) {
  Ok("CreateTable", R"({"TableName":"tab",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
                              {"AttributeName":"g","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
      "ProvisionedThroughput":{"ReadCapacityUnits":10,"WriteCapacityUnits":20},
      "GlobalSecondaryIndexes":[{"IndexName":"by-g","Projection":{"ProjectionType":"ALL"},
        "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
        "ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":4}}]})");
  Put("tab", "a");
  Ok("PutItem", R"({"TableName":"tab","Item":{"pk":{"S":"b"},"g":{"S":"x"}}})");
  Ok("GetItem", R"({"TableName":"tab","Key":{"pk":{"S":"a"}}})");
  Ok("Scan", R"({"TableName":"tab","IndexName":"by-g"})");
  const TableMetrics tab = Of("tab");
  ASSERT_THAT(tab.resources, SizeIs(2));
  const ResourceMetrics& table = tab.resources[0];
  EXPECT_EQ(table.index_name, "");
  EXPECT_EQ(table.read.provisioned_units, 10);
  EXPECT_EQ(table.write.provisioned_units, 20);
  EXPECT_EQ(table.write.consumed_units, 2);
  EXPECT_EQ(table.read.consumed_units, 0.5);
  EXPECT_EQ(table.item_count, 2);
  EXPECT_EQ(table.read.burst_units_left, 3'000);
  const ResourceMetrics& index = tab.resources[1];
  EXPECT_EQ(index.index_name, "by-g");
  EXPECT_EQ(index.read.provisioned_units, 3);
  EXPECT_EQ(index.write.provisioned_units, 4);
  EXPECT_EQ(index.write.consumed_units, 1);
  EXPECT_EQ(index.read.consumed_units, 0.5);
  EXPECT_EQ(index.item_count, 1);
}

TEST_F(MetricsTest, ShowsThrottlingByCauseAndWhatIsLeft) {
  Open({.capacity = CapacityMode::kTable});
  Create("tab", kOneUnit);
  const Item item = {{"pk", "a"}};
  int written = 0;
  while (engine_->PutItem({.table_name = "tab", .item = item}).ok()) ++written;
  EXPECT_EQ(written, 300);
  const TableMetrics tab = Of("tab");
  const CapacityMetrics& write = tab.resources.front().write;
  EXPECT_EQ(write.throttled_count(), 1U);
  EXPECT_EQ(write.throttled[static_cast<size_t>(ThrottleCause::kProvisionedThroughput)], 1U);
  EXPECT_EQ(write.burst_units_left, 0);
  EXPECT_EQ(write.consumed_units, 300);
  EXPECT_EQ(TotalsOf(tab, "PutItem").throttled, 1U);
  EXPECT_EQ(TotalsOf(tab, "PutItem").success_count(), 300U);
  EXPECT_EQ(Calls("PutItem", CallOutcome::kThrottled), 1U);
  EXPECT_THAT(engine_->Metrics().accounts, SizeIs(1));
  EXPECT_EQ(engine_->Metrics().accounts.front().user_errors, 0U);
}

TEST_F(MetricsTest, ABatchThatIsDoneInPartIsNotAThrottledRequest) {
  Open({.capacity = CapacityMode::kTable});
  Create("tab", kOneUnit);
  const Item item = {{"pk", "a"}};
  for (int i = 0; i < 299; ++i) {
    ASSERT_TRUE(engine_->PutItem({.table_name = "tab", .item = item}).ok());
  }
  const std::string batch = R"({"RequestItems":{"tab":[
      {"PutRequest":{"Item":{"pk":{"S":"b"}}}},{"PutRequest":{"Item":{"pk":{"S":"c"}}}},
      {"PutRequest":{"Item":{"pk":{"S":"d"}}}}]}})";
  Ok("BatchWriteItem", batch);
  EXPECT_EQ(Of("tab").resources.front().write.throttled_count(), 2U);
  EXPECT_EQ(TotalsOf("tab", "BatchWriteItem").throttled, 0U);
  EXPECT_EQ(Call("BatchWriteItem", batch).http_status, 400);
  EXPECT_EQ(Of("tab").resources.front().write.throttled_count(), 5U);
  EXPECT_EQ(TotalsOf("tab", "BatchWriteItem").throttled, 1U);
  EXPECT_EQ(TotalsOf("tab", "BatchWriteItem").success_count(), 1U);
}

TEST_F(MetricsTest, ShowsOnDemandMaximaOnlyWhereTheyAreSet) {
  Create("plain");
  Create("capped", R"("BillingMode":"PAY_PER_REQUEST",
                      "OnDemandThroughput":{"MaxWriteRequestUnits":7})");
  const TableMetrics plain = Of("plain");
  EXPECT_EQ(plain.resources.front().read.provisioned_units, std::nullopt);
  EXPECT_EQ(plain.resources.front().read.burst_units_left, std::nullopt);
  EXPECT_EQ(plain.resources.front().write.max_on_demand_units, std::nullopt);
  const TableMetrics capped = Of("capped");
  EXPECT_EQ(capped.resources.front().write.max_on_demand_units, 7);
  EXPECT_EQ(capped.resources.front().read.max_on_demand_units, std::nullopt);
}

TEST_F(MetricsTest, ShowsThePartitionsThatWereUsed) {
  Open({.capacity = CapacityMode::kPartition});
  Create("tab");
  EXPECT_THAT(Of("tab").resources.front().partitions, IsEmpty());
  const Item item = {{"pk", "hot"}};
  while (engine_->PutItem({.table_name = "tab", .item = item}).ok()) {
  }
  const TableMetrics tab = Of("tab");
  ASSERT_THAT(tab.resources.front().partitions, SizeIs(1));
  const PartitionMetrics& partition = tab.resources.front().partitions.front();
  ASSERT_TRUE(partition.write);
  EXPECT_EQ(partition.write->consumed_units, 1'000);
  EXPECT_EQ(partition.write->throttled, 1U);
  EXPECT_EQ(partition.write->units_left, 0);
  EXPECT_FALSE(partition.read);
  EXPECT_EQ(tab.resources.front()
                .write.throttled[static_cast<size_t>(ThrottleCause::kKeyRangeThroughput)],
            1U);
}

TEST_F(MetricsTest, TablesThatWereNeverUsedAreLeftOut) {
  Create("used");
  Create("unused");
  Put("used", "a");
  const Metrics metrics = engine_->Metrics();
  EXPECT_EQ(metrics.tables_existing, 2U);
  EXPECT_EQ(metrics.tables_used, 1U);
  ASSERT_THAT(metrics.tables, SizeIs(1));
  EXPECT_EQ(metrics.tables.front().table_name, "used");
  EXPECT_EQ(Of("unused").table_name, "unused") << "unless they are asked for";
}

TEST_F(MetricsTest, ADroppedTableTakesItsFiguresWithIt) {
  Create("tab");
  Put("tab", "a");
  Ok("DeleteTable", R"({"TableName":"tab"})");
  EXPECT_THAT(engine_->Metrics().tables, IsEmpty());
  Create("tab");
  EXPECT_EQ(TotalsOf("tab", "PutItem").success_count(), 0U);
  EXPECT_EQ(Calls("PutItem", CallOutcome::kSuccess), 1U);
}

TEST_F(MetricsTest, ShowsTheOldestTablesUpToALimit) {
  for (int i = 0; i < 20; ++i) {
    const std::string name = "tab" + std::to_string(i);
    Create(name);
    Put(name, "a");
  }
  const Metrics metrics = engine_->Metrics({.most_tables = 5, .most_partitions = 3});
  EXPECT_EQ(metrics.tables_used, 20U);
  ASSERT_THAT(metrics.tables, SizeIs(5));
  size_t partitions = 0;
  for (size_t i = 0; i < metrics.tables.size(); ++i) {
    EXPECT_EQ(metrics.tables[i].table_name, "tab" + std::to_string(i));
    partitions += metrics.tables[i].resources.front().partitions.size();
  }
  EXPECT_EQ(partitions, 3U);
}

}  // namespace
}  // namespace stator::api
