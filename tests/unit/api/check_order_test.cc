// Which of several faults of one request is reported: what can be told from the request alone comes
// before the table is looked up, and that before what its keys say.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "api/engine.h"

namespace stator::api {
namespace {

class CheckOrder : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    const CallReply created = engine_->Call({}, "CreateTable", R"({"TableName":"there",
        "BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
                                {"AttributeName":"g","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-g",
            "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"}}]})");
    ASSERT_EQ(created.http_status, 200) << created.body;
  }

  // The message of the error, or "" when there is none. `members` follow TableName.
  std::string Error(std::string_view operation, const std::string& table,
                    const std::string& members) {
    const CallReply reply =
        engine_->Call({}, operation, R"({"TableName":")" + table + "\"," + members + "}");
    const std::string start = "\"message\":\"";
    const size_t at = reply.body.find(start);
    if (reply.http_status == 200 || at == std::string::npos) return "";
    return reply.body.substr(at + start.size(), reply.body.rfind('"') - at - start.size());
  }
  std::string Query(const std::string& table, const std::string& members) {
    return Error("Query", table, members);
  }

  std::unique_ptr<Engine> engine_;
};

constexpr char kNoTable[] = "Requested resource not found";

TEST_F(CheckOrder, KeyConditionsAreReadBeforeTheTableIsLookedUp) {
  EXPECT_EQ(Query("none", R"("KeyConditionExpression":"pk = :p OR pk = :p",
                             "ExpressionAttributeValues":{":p":{"S":"a"}})"),
            "Invalid operator used in KeyConditionExpression: OR");
  EXPECT_EQ(Query("none", R"("KeyConditionExpression":"pk = :q",
                             "ExpressionAttributeValues":{":p":{"S":"a"}})"),
            "Invalid KeyConditionExpression: An expression attribute value used in expression is "
            "not defined; attribute value: :q");
  EXPECT_EQ(Query("none", R"("KeyConditions":{"pk":{"ComparisonOperator":"EQ"}})"),
            "One or more parameter values were invalid: Invalid number of argument(s) for the EQ "
            "ComparisonOperator");
  EXPECT_EQ(Query("none", R"("KeyConditionExpression":"pk = :p",
                             "ExpressionAttributeValues":{":p":{"S":"a"}})"),
            kNoTable);
}

TEST_F(CheckOrder, UnusedValuesAreReportedBeforeKeysThatDoNotFit) {
  const std::string values = R"(,"ExpressionAttributeValues":{":p":{"S":"a"},":x":{"S":"b"}})";
  for (const auto* table : {"none", "there"}) {
    EXPECT_EQ(Query(table, R"("KeyConditionExpression":"zz = :p")" + values),
              "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}");
  }
  EXPECT_EQ(Query("there", R"("KeyConditionExpression":"zz = :p",
                              "ExpressionAttributeValues":{":p":{"S":"a"}})"),
            "Query condition missed key schema element: pk");
}

TEST_F(CheckOrder, ConditionalOperatorNeedsConditions) {
  const std::string alone = "ConditionalOperator cannot be used without Filter or Expected";
  for (const auto* op : {"AND", "OR"}) {
    const std::string given = R"("ConditionalOperator":")" + std::string(op) + "\"";
    EXPECT_EQ(Error("Scan", "there", given), alone);
    EXPECT_EQ(Error("Scan", "none", given), alone);
    EXPECT_EQ(Query("there", given + R"(,"KeyConditions":{"pk":{"ComparisonOperator":"EQ",
                                         "AttributeValueList":[{"S":"a"}]}})"),
              alone);
    EXPECT_EQ(Error("Scan", "there", given + R"(,"ScanFilter":{})"), alone);
    EXPECT_EQ(Error("Scan", "there", given + R"(,"ScanFilter":
                  {"a":{"ComparisonOperator":"NULL"},"b":{"ComparisonOperator":"NULL"}})"),
              "");
  }
}

TEST_F(CheckOrder, ANameThatNoTableCanHaveIsMalformed) {
  const std::string text =
      "TableName must be at least 3 characters long and at most 255 characters long";
  const std::string key = R"("Key":{"pk":{"S":"a"}})";
  for (const auto* name : {"a", "ab"}) {
    EXPECT_EQ(Error("GetItem", name, key), text);
    EXPECT_EQ(Error("Scan", name, R"("Limit":1)"), text);
    EXPECT_EQ(Error("DescribeTable", name, R"("Unknown":1)"), text);
  }
  EXPECT_EQ(Error("GetItem", "abc", key), kNoTable);
  EXPECT_EQ(Error("GetItem", "ab", key + R"(,"ProjectionExpression":"(")").find(text),
            std::string::npos);
}

TEST_F(CheckOrder, ABatchUsesExpressionsForAllItsTablesOrForNone) {
  const CallReply reply = engine_->Call({}, "BatchGetItem", R"({"RequestItems":{
      "there":{"Keys":[{"pk":{"S":"a"}}],"AttributesToGet":["a"]},
      "none":{"Keys":[{"pk":{"S":"a"}}],"ProjectionExpression":"a"}}})");
  EXPECT_NE(reply.body.find("Can not use both expression and non-expression parameters in the same "
                            "request: Non-expression parameters: {AttributesToGet} Expression "
                            "parameters: {ProjectionExpression}"),
            std::string::npos)
      << reply.body;
}

TEST_F(CheckOrder, NoPathMayLeadIntoAKey) {
  const std::string text =
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
      "allowed: ";
  const std::string values = R"(,"ExpressionAttributeValues":{":p":{"S":"a"}})";
  EXPECT_EQ(Error("GetItem", "there", R"("Key":{"pk":{"S":"a"}},"ProjectionExpression":"pk[0]")"),
            text + "Key: pk");
  EXPECT_EQ(Error("GetItem", "there", R"("Key":{"pk":{"S":"a"}},"ProjectionExpression":"a, g.b")"),
            text + "IndexKey: g");
  EXPECT_EQ(Error("Scan", "there", R"("FilterExpression":"g[1] = :p")" + values),
            text + "IndexKey: g");
  EXPECT_EQ(Error("Scan", "there", R"("IndexName":"by-g","ProjectionExpression":"pk.a")"),
            text + "Key: pk");
  EXPECT_EQ(Query("there",
                  R"("KeyConditionExpression":"pk = :p","FilterExpression":"pk.a = :p")" + values),
            text + "Key: pk");
  EXPECT_EQ(
      Error("GetItem", "there", R"("Key":{"pk":{"S":"a"}},"ProjectionExpression":"pk, g, a[0]")"),
      "");
  const CallReply batch = engine_->Call({}, "BatchGetItem", R"({"RequestItems":{"there":{
      "Keys":[{"pk":{"S":"a"}}],"ProjectionExpression":"g.a"}}})");
  EXPECT_NE(batch.body.find(text + "IndexKey: g"), std::string::npos) << batch.body;
}

TEST_F(CheckOrder, ConditionalOperatorOfAWriteNeedsExpected) {
  const std::string alone =
      "1 validation error detected: ConditionalOperator cannot be used without Filter or Expected";
  const std::string op = R"("ConditionalOperator":"AND",)";
  const std::string key = R"("Key":{"pk":{"S":"a"}})";
  for (const auto* table : {"none", "there"}) {
    EXPECT_EQ(Error("PutItem", table, op + R"("Item":{"pk":{"S":"a"}})"), alone);
    EXPECT_EQ(Error("DeleteItem", table, op + key), alone);
    EXPECT_EQ(Error("UpdateItem", table, op + key), alone);
    // Before what is wrong with the updates.
    EXPECT_EQ(Error("UpdateItem", table, op + key + R"(,"AttributeUpdates":{"a":{}})"), alone);
  }
}

TEST_F(CheckOrder, NoPathOfAWriteMayLeadIntoAKey) {
  const std::string text =
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
      "allowed: ";
  const std::string key = R"("Key":{"pk":{"S":"a"}})";
  const std::string condition = R"(,"ConditionExpression":"pk.a <> pk")";
  EXPECT_EQ(Error("PutItem", "there", R"("Item":{"pk":{"S":"a"}})" + condition), text + "Key: pk");
  EXPECT_EQ(Error("DeleteItem", "there", key + condition), text + "Key: pk");
  const std::string reading = R"~(,"UpdateExpression":"SET a = if_not_exists(pk[0], g)")~";
  EXPECT_EQ(Error("UpdateItem", "there", key + reading), text + "Key: pk");
  EXPECT_EQ(Error("UpdateItem", "there", key + R"(,"UpdateExpression":"REMOVE pk.a")"),
            "One or more parameter values were invalid: Cannot update attribute pk. This attribute "
            "is part of the key");
  const CallReply check = engine_->Call({}, "TransactWriteItems", R"({"TransactItems":[
      {"ConditionCheck":{"TableName":"there",)" + key + condition + "}}]}");
  EXPECT_NE(check.body.find("Key: pk"), std::string::npos) << check.body;
}

}  // namespace
}  // namespace stator::api
