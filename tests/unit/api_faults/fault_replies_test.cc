// What each fault looks like to who is hit.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/api_faults/fault_fixture.h"

namespace stator::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kPutA = R"({"TableName":"tab","Item":{"pk":{"S":"a"},"sk":{"S":"s"}}})";

TEST_F(FaultTest, ServerErrorsAreThoseOfTheService) {
  Add({.fault = FaultKind::kInternalServerError, .count = 1});
  CallReply reply = Call("PutItem", kPutA);
  EXPECT_EQ(reply.http_status, 500);
  EXPECT_EQ(reply.body, R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
                        R"("message":"Internal server error"})");
  Add({.fault = FaultKind::kServiceUnavailable, .count = 1});
  reply = Call("PutItem", kPutA);
  EXPECT_EQ(reply.http_status, 503);
  EXPECT_EQ(reply.body, R"({"__type":"com.amazonaws.dynamodb.v20120810#ServiceUnavailable",)"
                        R"("message":"DynamoDB is currently unavailable."})");
  EXPECT_FALSE(Sees("a"));
  EXPECT_EQ(Call("PutItem", kPutA).http_status, 200);
}

// A request of each kind that all 16 reasons can be shown to.
CallReply Ask(Engine* engine, const Throttle& throttle) {
  const bool of_index = !throttle.index_name.empty();
  if (throttle.kind == CapacityKind::kWrite) return engine->Call({}, "PutItem", kPutA);
  return engine->Call(
      {}, "Scan",
      of_index ? R"({"TableName":"tab","IndexName":"by-city"})" : R"({"TableName":"tab"})");
}

TEST_F(FaultTest, EachReasonIsAnsweredAsByTheServicesOwnThrottles) {
  int reasons = 0;
  for (const CapacityKind kind : {CapacityKind::kRead, CapacityKind::kWrite}) {
    for (size_t cause = 0; cause < kThrottleCauses; ++cause) {
      for (const std::string index : {"", "by-city"}) {
        const Throttle throttle{kind, static_cast<ThrottleCause>(cause), "tab", index};
        Add({.fault = FaultKind::kThrottle, .reason = ReasonOf(throttle), .index_name = index});
        const CallReply reply = Ask(engine_.get(), throttle);
        const std::string arn = "arn:aws:dynamodb:us-east-1:123456789012:table/tab" +
                                (index.empty() ? "" : "/index/" + index);
        EXPECT_EQ(reply.http_status, 400);
        EXPECT_THAT(reply.body, HasSubstr(R"([{"reason":")" + ReasonOf(throttle) +
                                          R"(","resource":")" + arn + R"("}])"));
        EXPECT_THAT(reply.body, HasSubstr(Throttled(throttle).message()));
        DeleteFaults();
        EXPECT_EQ(Ask(engine_.get(), throttle).http_status, 200);
        ++reasons;
      }
    }
  }
  EXPECT_EQ(reasons, 16);
}

TEST_F(FaultTest, AReasonIsShownOnlyWhereTheServiceCouldShowIt) {
  Add({.reason = "TableWriteKeyRangeThroughputExceeded"});
  EXPECT_TRUE(Get("a").ok());
  EXPECT_EQ(Put("a").code(), Code::kThrottled);
  DeleteFaults();
  Add({.reason = "IndexReadKeyRangeThroughputExceeded", .index_name = "by-city"});
  EXPECT_TRUE(engine_->Scan({{.table_name = "tab"}}).ok());
  EXPECT_TRUE(engine_->Scan({{.table_name = "tab", .index_name = "by-day"}}).ok());
  EXPECT_FALSE(engine_->Scan({{.table_name = "tab", .index_name = "by-city"}}).ok());
  DeleteFaults();
  Add({});  // no reason: that of the request
  EXPECT_EQ(ReasonOf(*ThrottleOf(Put("a"))), "TableWriteProvisionedThroughputExceeded");
  EXPECT_EQ(ReasonOf(*ThrottleOf(Get("a"))), "TableReadProvisionedThroughputExceeded");
  EXPECT_EQ(Put("a", "nowhere").code(), Code::kNotFound);
}

TEST_F(FaultTest, OnlyConditionsCanFailAndTheyShowTheItem) {
  ASSERT_TRUE(Put("a").ok());
  Add({.fault = FaultKind::kConditionalCheckFailed});
  EXPECT_TRUE(Put("b").ok());
  PutItemRequest put{.table_name = "tab", .item = KeyOf("a")};
  put.condition_expression = "attribute_exists(pk)";
  Status status = engine_->PutItem(put).status();
  EXPECT_EQ(status.code(), Code::kConditionFailed);
  EXPECT_EQ(status.message(), "The conditional request failed");
  EXPECT_EQ(status.payload(), "");
  put.on_condition_failure = ReturnValuesOnConditionCheckFailure::kAllOld;
  status = engine_->PutItem(put).status();
  ASSERT_EQ(status.code(), Code::kConditionFailed);
  EXPECT_EQ(Item(ItemView(status.payload())), ItemOf("a"));
  EXPECT_EQ(engine_->ExecuteStatement({.statement = "INSERT INTO tab VALUE {'pk':'n','sk':'s'}"})
                .status()
                .code(),
            Code::kDuplicateItem);
  EXPECT_FALSE(Sees("n"));
  DeleteFaults();
  EXPECT_TRUE(engine_->PutItem(put).ok());
}

TEST_F(FaultTest, AConflictIsAnExceptionOfOneWriteAndAReasonOfATransaction) {
  Add({.fault = FaultKind::kTransactionConflict, .partition_key = "a"});
  EXPECT_EQ(Put("a").code(), Code::kTransactionConflict);
  EXPECT_TRUE(Get("a").ok());
  TransactWriteItemsRequest write;
  for (const char* pk : {"b", "a"}) {
    write.transact_items.emplace_back().put = TransactPut{.table_name = "tab", .item = ItemOf(pk)};
  }
  const Status status = engine_->TransactWriteItems(write).status();
  std::vector<std::string> reasons;
  for (const auto& reason : CancellationReasons(status)) {
    reasons.emplace_back(CancellationCodeName(reason.code));
  }
  EXPECT_THAT(reasons, ElementsAre("None", "TransactionConflict"));
  EXPECT_FALSE(Sees("b"));
  TransactGetItemsRequest read;
  read.transact_items = {{.table_name = "tab", .key = KeyOf("a")}};
  EXPECT_EQ(engine_->TransactGetItems(read).status().code(), Code::kTransactionCanceled);
  DeleteFaults();
  EXPECT_TRUE(engine_->TransactWriteItems(write).ok());
  EXPECT_TRUE(Sees("b"));
}

TEST_F(FaultTest, AThrottledActionIsTheReasonOfItsTransaction) {
  Add({.reason = "TableWriteAccountLimitExceeded", .partition_key = "b"});
  const CallReply reply = Call("ExecuteTransaction", R"({"TransactStatements":[
      {"Statement":"INSERT INTO tab VALUE {'pk':'a','sk':'s'}"},
      {"Statement":"INSERT INTO tab VALUE {'pk':'b','sk':'s'}"}]})");
  EXPECT_THAT(reply.body, HasSubstr("TransactionCanceledException"));
  EXPECT_THAT(reply.body, HasSubstr(R"([{"Code":"None"},{"Code":"ThrottlingError")"));
}

BatchWriteItemRequest BatchOf(const std::vector<std::string>& pks) {
  BatchWriteItemRequest batch;
  auto& writes = batch.request_items.emplace_back("tab", std::vector<WriteRequest>()).second;
  for (const std::string& pk : pks) {
    writes.push_back({.put = Item{{"pk", pk}, {"sk", "s"}}, .delete_key = {}});
  }
  return batch;
}

TEST_F(FaultTest, ElementsOfABatchAreLeftUnprocessed) {
  const uint64_t id = Add({.fault = FaultKind::kUnprocessed, .partition_key = "x*"});
  auto written = engine_->BatchWriteItem(BatchOf({"a", "x1", "b", "x2"}));
  ASSERT_TRUE(written.ok());
  ASSERT_EQ(written->unprocessed_items.size(), 1U);
  EXPECT_EQ(written->unprocessed_items[0].second.size(), 2U);
  EXPECT_EQ(HitsOf(id), 2);
  EXPECT_TRUE(Sees("b"));
  EXPECT_FALSE(Sees("x1"));

  BatchGetItemRequest get;
  get.request_items = {{"tab", {.keys = {KeyOf("a"), KeyOf("x1"), KeyOf("b")}}}};
  auto read = engine_->BatchGetItem(get);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->responses[0].second.size(), 2U);
  ASSERT_EQ(read->unprocessed_keys.size(), 1U);
  EXPECT_EQ(read->unprocessed_keys[0].second.keys, std::vector<Item>{KeyOf("x1")});
  get.request_items = {{"tab", {.keys = {KeyOf("x1")}}}};
  EXPECT_EQ(engine_->BatchGetItem(get)->unprocessed_keys.size(), 1U);

  DeleteFaults();
  written = engine_->BatchWriteItem({.request_items = written->unprocessed_items});
  ASSERT_TRUE(written.ok());
  EXPECT_TRUE(written->unprocessed_items.empty());
  EXPECT_TRUE(Sees("x1"));
}

TEST_F(FaultTest, ABatchThatIsThrottledAsAWholeFails) {
  Add({.reason = "TableWriteKeyRangeThroughputExceeded", .partition_key = "x*"});
  const auto part = engine_->BatchWriteItem(BatchOf({"a", "x1"}));
  ASSERT_TRUE(part.ok());
  EXPECT_EQ(part->unprocessed_items.size(), 1U);
  EXPECT_EQ(engine_->BatchWriteItem(BatchOf({"x1", "x2"})).status().code(), Code::kThrottled);
}

TEST_F(FaultTest, StatementsOfABatchHaveTheirOwnErrors) {
  Add({.partition_key = "b"});
  const CallReply reply = Call("BatchExecuteStatement", R"({"Statements":[
      {"Statement":"INSERT INTO tab VALUE {'pk':'a','sk':'s'}"},
      {"Statement":"INSERT INTO tab VALUE {'pk':'b','sk':'s'}"}]})");
  EXPECT_EQ(reply.http_status, 200);
  EXPECT_THAT(reply.body, HasSubstr(R"("Code":"ProvisionedThroughputExceeded")"));
  EXPECT_TRUE(Sees("a"));
  DeleteFaults();
  EXPECT_FALSE(Sees("b"));
}

TEST_F(FaultTest, AnEmbeddedCallerIsToldOfALostConnection) {
  Add({.fault = FaultKind::kDropConnection, .count = 1});
  EXPECT_EQ(Put("a").code(), Code::kUnavailable);
  EXPECT_FALSE(Sees("a"));
  Add({.fault = FaultKind::kDropConnection, .moment = FaultMoment::kAfter, .count = 1});
  EXPECT_EQ(Put("a").code(), Code::kUnknown);
  EXPECT_TRUE(Sees("a"));
}

double MillisOf(const std::function<void()>& run) {
  const int64_t begin = SystemClock()->MonotonicMicros();
  run();
  return static_cast<double>(SystemClock()->MonotonicMicros() - begin) / 1'000;
}

TEST_F(FaultTest, LatencyHoldsTheCallerUp) {
  Add({.fault = FaultKind::kLatency, .latency_millis = 250, .count = 1});
  Add({.fault = FaultKind::kLatency,
       .moment = FaultMoment::kAfter,
       .latency_millis = 250,
       .count = 1});
  EXPECT_GE(MillisOf([&] { EXPECT_TRUE(Put("a").ok()); }), 500);
  EXPECT_LT(MillisOf([&] { EXPECT_TRUE(Put("a").ok()); }), 250);
}

TEST_F(FaultTest, ACallerWhoTakesFaultsIsToldWhatToDo) {
  Add({.fault = FaultKind::kLatency, .latency_millis = 5'000, .count = 1});
  Add({.fault = FaultKind::kLatency,
       .moment = FaultMoment::kAfter,
       .latency_millis = 7'000,
       .count = 1});
  Add({.fault = FaultKind::kDropConnection, .moment = FaultMoment::kAfter, .count = 1});
  CallContext caller{.takes_faults = true};
  CallReply reply = engine_->Call(caller, "PutItem", kPutA);
  EXPECT_TRUE(reply.again);
  EXPECT_EQ(reply.delay_micros, 5'000'000);
  caller.delayed = true;
  reply = engine_->Call(caller, "PutItem", kPutA);
  EXPECT_FALSE(reply.again);
  EXPECT_EQ(reply.delay_micros, 7'000'000);
  EXPECT_TRUE(reply.drop_connection);
  EXPECT_EQ(reply.http_status, 200);
  EXPECT_TRUE(Sees("a"));
  Add({.fault = FaultKind::kDropConnection, .count = 1});
  EXPECT_TRUE(engine_->Call(caller, "PutItem", kPutA).drop_connection);
  EXPECT_FALSE(engine_->Call(caller, "PutItem", kPutA).drop_connection);
}

TEST_F(FaultTest, TheFormOfARequestIsCheckedFirst) {
  Add({.fault = FaultKind::kInternalServerError});
  EXPECT_THAT(Call("PutItem", R"({"TableName":"tab"})").body, HasSubstr("ValidationException"));
  EXPECT_EQ(HitsOf(1), 0);
}

}  // namespace
}  // namespace stator::api
