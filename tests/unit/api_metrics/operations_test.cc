// Requests by operation and outcome, through both doors of the engine.
#include <string>
#include <thread>

#include "tests/unit/api_metrics/metrics_fixture.h"

namespace stator::api {
namespace {

TEST_F(MetricsTest, CountsCallsOfBothDoors) {
  Create("tab");
  Put("tab", "a");
  const Item item = {{"pk", "b"}};
  ASSERT_TRUE(engine_->PutItem({.table_name = "tab", .item = item}).ok());
  EXPECT_EQ(TotalsOf("tab", "PutItem").success_count(), 2U);
  EXPECT_EQ(Calls("PutItem", CallOutcome::kSuccess), 2U);
  EXPECT_EQ(Calls("CreateTable", CallOutcome::kSuccess), 1U);
  EXPECT_EQ(Of("tab").operations.size(), 1U) << "operations on tables are not requests of items";
}

TEST_F(MetricsTest, TellsUserErrorsAndFailedConditionsApart) {
  Create("tab");
  Put("tab", "a");
  const std::string again = R"json({"TableName":"tab","Item":{"pk":{"S":"a"}},
                                   "ConditionExpression":"attribute_not_exists(pk)"})json";
  EXPECT_EQ(Call("PutItem", again).http_status, 400);
  EXPECT_EQ(Call("PutItem", R"({"TableName":"tab","Item":{}})").http_status, 400);
  EXPECT_EQ(Call("GetItem", R"({"TableName":"none","Key":{"pk":{"S":"a"}}})").http_status, 400);
  EXPECT_EQ(Call("CreateBackup", R"({"TableName":"tab","BackupName":"one"})").http_status, 400);
  const TableMetrics tab = Of("tab");
  EXPECT_EQ(tab.condition_failures, 1U);
  EXPECT_EQ(TotalsOf(tab, "PutItem").success_count(), 1U);
  EXPECT_EQ(Calls("PutItem", CallOutcome::kConditionFailed), 1U);
  EXPECT_EQ(Calls("PutItem", CallOutcome::kUserError), 1U);
  EXPECT_EQ(Calls("CreateBackup", CallOutcome::kUserError), 1U);
  const Metrics metrics = engine_->Metrics();
  ASSERT_EQ(metrics.accounts.size(), 1U);
  EXPECT_EQ(metrics.accounts.front().user_errors, 3U);
}

TEST_F(MetricsTest, AccountsAndRegionsAreApart) {
  const CallContext paris{.account = "111122223333", .region = "eu-west-3"};
  Create("tab");
  Create("tab", R"("BillingMode":"PAY_PER_REQUEST")", paris);
  Put("tab", "a", paris);
  EXPECT_EQ(Call("GetItem", R"({"TableName":"none","Key":{"pk":{"S":"a"}}})", paris).http_status,
            400);
  const Metrics metrics = engine_->Metrics();
  ASSERT_EQ(metrics.tables.size(), 1U);
  EXPECT_EQ(metrics.tables.front().account, "111122223333");
  EXPECT_EQ(metrics.tables.front().region, "eu-west-3");
  ASSERT_EQ(metrics.accounts.size(), 1U);
  EXPECT_EQ(metrics.accounts.front().account, "111122223333");
  EXPECT_EQ(metrics.accounts.front().user_errors, 1U);
}

TEST_F(MetricsTest, CountsWhatQueriesAndScansReturn) {
  Create("tab");
  for (const char* pk : {"a", "b", "c"}) Put("tab", pk);
  Ok("Scan", R"({"TableName":"tab"})");
  Ok("Scan", R"({"TableName":"tab","Select":"COUNT"})");
  Ok("Query", R"({"TableName":"tab","KeyConditionExpression":"pk = :a",
                  "ExpressionAttributeValues":{":a":{"S":"a"}}})");
  Ok("Query", R"({"TableName":"tab","KeyConditionExpression":"pk = :a",
                  "ExpressionAttributeValues":{":a":{"S":"nobody"}}})");
  Ok("ExecuteStatement", R"({"Statement":"SELECT * FROM tab WHERE pk IN ['a','c']"})");
  Ok("ExecuteStatement", R"({"Statement":"UPDATE tab SET n=1 WHERE pk='a' RETURNING ALL NEW *"})");
  const TableMetrics tab = Of("tab");
  EXPECT_EQ(TotalsOf(tab, "Scan").returned, 6U);
  EXPECT_EQ(TotalsOf(tab, "Query").returned, 1U);
  EXPECT_EQ(TotalsOf(tab, "ExecuteStatement").returned, 2U);
  EXPECT_EQ(TotalsOf(tab, "ExecuteStatement").success_count(), 2U);
  EXPECT_EQ(TotalsOf(tab, "UpdateItem").success_count(), 0U) << "a statement is one request";
}

TEST_F(MetricsTest, ABatchIsARequestOfEachOfItsTables) {
  Create("one");
  Create("two");
  Ok("BatchWriteItem", R"({"RequestItems":{
      "one":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}},{"PutRequest":{"Item":{"pk":{"S":"b"}}}}],
      "two":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}}]}})");
  Ok("BatchGetItem", R"({"RequestItems":{"one":{"Keys":[{"pk":{"S":"a"}}]}}})");
  EXPECT_EQ(TotalsOf("one", "BatchWriteItem").success_count(), 1U);
  EXPECT_EQ(TotalsOf("two", "BatchWriteItem").success_count(), 1U);
  EXPECT_EQ(TotalsOf("one", "BatchGetItem").success_count(), 1U);
  EXPECT_EQ(TotalsOf("two", "BatchGetItem").success_count(), 0U);
  EXPECT_EQ(Calls("BatchWriteItem", CallOutcome::kSuccess), 1U);
}

TEST_F(MetricsTest, FailedConditionsOfTransactionsAndStatementsCount) {
  Create("tab");
  const std::string absent =
      R"json({"ConditionCheck":{"TableName":"tab","Key":{"pk":{"S":"x"}},
              "ConditionExpression":"attribute_exists(pk)"}})json";
  EXPECT_EQ(Call("TransactWriteItems", R"({"TransactItems":[)" + absent + "]}").http_status, 400);
  Ok("BatchExecuteStatement",
     R"({"Statements":[{"Statement":"UPDATE tab SET n=1 WHERE pk='x'"}]})");
  const TableMetrics tab = Of("tab");
  EXPECT_EQ(tab.condition_failures, 2U);
  EXPECT_EQ(TotalsOf(tab, "BatchExecuteStatement").success_count(), 1U);
  EXPECT_EQ(Calls("TransactWriteItems", CallOutcome::kUserError), 1U);
}

TEST_F(MetricsTest, CountsRecordsOfStreams) {
  Create("tab", R"("BillingMode":"PAY_PER_REQUEST","StreamSpecification":
                   {"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"})");
  Put("tab", "a");
  Put("tab", "b");
  const auto streams = engine_->ListStreams({});
  ASSERT_TRUE(streams.ok());
  const std::string arn = streams->streams.front().stream_arn;
  const auto stream = engine_->DescribeStream({.stream_arn = arn});
  ASSERT_TRUE(stream.ok());
  size_t bytes = 0;
  for (const auto& shard : stream->shards) {
    const auto iterator = engine_->GetShardIterator(
        {.stream_arn = arn, .shard_id = shard.shard_id, .type = ShardIteratorType::kTrimHorizon});
    ASSERT_TRUE(iterator.ok()) << iterator.status().message();
    const auto page = engine_->GetRecords({.shard_iterator = iterator->shard_iterator});
    ASSERT_TRUE(page.ok()) << page.status().message();
    for (const auto& record : page->records) bytes += static_cast<size_t>(record.size_bytes);
  }
  const OperationTotals totals = TotalsOf("tab", "GetRecords");
  EXPECT_EQ(totals.returned, 2U);
  EXPECT_EQ(totals.returned_bytes, bytes);
  EXPECT_EQ(totals.success_count(), stream->shards.size());
}

TEST_F(MetricsTest, CountsRequestsThatMeetATransaction) {
  Open({.transaction_conflicts = ConflictMode::kFail, .transaction_delay_micros = 60'000'000});
  Create("tab");
  Put("tab", "a");
  std::thread writer([&] {
    Ok("TransactWriteItems",
       R"({"TransactItems":[{"Put":{"TableName":"tab","Item":{"pk":{"S":"a"}}}}]})");
  });
  const std::string put = R"({"TableName":"tab","Item":{"pk":{"S":"a"}}})";
  while (Call("PutItem", put).http_status == 200) std::this_thread::yield();
  EXPECT_EQ(Of("tab").conflicts, 1U);
  Call("TransactGetItems",
       R"({"TransactItems":[{"Get":{"TableName":"tab","Key":{"pk":{"S":"a"}}}}]})");
  EXPECT_EQ(Of("tab").conflicts, 2U);
  Ok("BatchWriteItem", R"({"RequestItems":{"tab":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}}]}})");
  EXPECT_EQ(Of("tab").conflicts, 3U);
  EXPECT_EQ(Calls("PutItem", CallOutcome::kUserError), 1U);
  engine_->EndTransactionDelays();
  writer.join();
}

TEST_F(MetricsTest, CountsWhatTimeToLiveDeletes) {
  Create("tab");
  Ok("UpdateTimeToLive", R"({"TableName":"tab",
      "TimeToLiveSpecification":{"Enabled":true,"AttributeName":"until"}})");
  for (const char* pk : {"a", "b"}) {
    Ok("PutItem", std::string(R"({"TableName":"tab","Item":{"pk":{"S":")") + pk +
                      R"("},"until":{"N":"1700000010"}}})");
  }
  Put("tab", "c");
  const double written = Of("tab").resources.front().write.consumed_units;
  clock_.Advance(20'000'000);
  ASSERT_TRUE(engine_->WaitCaughtUp(30'000'000));
  const TableMetrics tab = Of("tab");
  EXPECT_EQ(tab.expired, 2U);
  EXPECT_EQ(tab.resources.front().item_count, 1);
  EXPECT_EQ(tab.resources.front().write.consumed_units, written) << "it costs nothing";
}

}  // namespace
}  // namespace stator::api
