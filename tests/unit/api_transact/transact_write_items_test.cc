// TransactWriteItems: what it does, and how it refuses.
#include "tests/unit/api_transact/transact_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using TransactWriteTest = TransactTest;

TEST_F(TransactWriteTest, AppliesAllKindsOfActionsOverSeveralTables) {
  Put("update", "old");
  Put("delete", "old");
  Put("check", "right");
  const CallReply reply = Write(
      PutAction("put", "new") +
      R"(,{"Update":{"TableName":"tab","Key":{"pk":{"S":"update"}},"UpdateExpression":"SET v = :v",
           "ExpressionAttributeValues":{":v":{"S":"new"}}}},
          {"Delete":{"TableName":"tab","Key":{"pk":{"S":"delete"}}}},
          {"ConditionCheck":{"TableName":"tab","Key":{"pk":{"S":"check"}},
           "ConditionExpression":"v = :v","ExpressionAttributeValues":{":v":{"S":"right"}}}},
          {"Put":{"TableName":"idx","Item":{"pk":{"S":"p"},"sk":{"S":"s"},"g":{"S":"g"}}}})");
  EXPECT_EQ(reply.body, "{}");
  EXPECT_EQ(Get("put"), R"({"Item":)" + ItemText("put", "new") + "}");
  EXPECT_EQ(Get("update"), R"({"Item":)" + ItemText("update", "new") + "}");
  EXPECT_EQ(Get("delete"), "{}");
  EXPECT_EQ(Get("check"), R"({"Item":)" + ItemText("check", "right") + "}");
  EXPECT_THAT(Ok("Query", R"({"TableName":"idx","IndexName":"by-g",
      "KeyConditionExpression":"g = :g","ExpressionAttributeValues":{":g":{"S":"g"}}})"),
              HasSubstr(R"("Count":1)"));
}

TEST_F(TransactWriteTest, OneFailedConditionCancelsAllAndShowsTheItemWhereAsked) {
  Put("a", "old");
  Put("b", "old");
  const CallReply reply =
      Write(PutAction("new", "x", IfNew()) + "," + PutAction("a", "x", IfNew()) + "," +
            PutAction("b", "x", IfNew() + R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD")"));
  EXPECT_EQ(reply.http_status, 400);
  EXPECT_EQ(reply.body,
            R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
            R"("CancellationReasons":[{"Code":"None"},)"
            R"({"Code":"ConditionalCheckFailed","Message":"The conditional request failed"},)"
            R"({"Code":"ConditionalCheckFailed","Item":{"pk":{"S":"b"},"v":{"S":"old"}},)"
            R"("Message":"The conditional request failed"}],)"
            R"("Message":"Transaction cancelled, please refer cancellation reasons for specific )"
            R"(reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]"})");
  EXPECT_EQ(Get("new"), "{}");
  EXPECT_EQ(Get("a"), R"({"Item":)" + ItemText("a", "old") + "}");
}

TEST_F(TransactWriteTest, WhatIsWrongWithOneActionIsAReason) {
  Put("text", "x");
  const std::string add = R"({"Update":{"TableName":"tab","Key":{"pk":{"S":"text"}},
      "UpdateExpression":"ADD v :n","ExpressionAttributeValues":{":n":{"N":"1"}}}})";
  CallReply reply = Write(add + "," + PutAction("new", "x"));
  ExpectCanceled(reply, "ValidationError, None");
  EXPECT_THAT(reply.body, HasSubstr("An operand in the update expression has an incorrect data "
                                    "type"));
  reply = Write(R"({"Delete":{"TableName":"idx","Key":{"pk":{"S":"p"}}}},)" +
                PutAction("text", "x", IfNew()));
  ExpectCanceled(reply, "ValidationError, ConditionalCheckFailed");
  EXPECT_THAT(reply.body, HasSubstr("The provided key element does not match the schema"));
  reply = Write(R"({"Put":{"TableName":"idx","Item":{"pk":{"S":"p"}}}})");
  ExpectCanceled(reply, "ValidationError");
  EXPECT_THAT(reply.body, HasSubstr("Missing the key sk in the item"));
  reply = Write(R"({"Put":{"TableName":"idx","Item":{"pk":{"S":"p"},"sk":{"S":"s"},
                   "g":{"N":"1"}}}})");
  ExpectCanceled(reply, "ValidationError");
  EXPECT_THAT(reply.body, HasSubstr("Type mismatch for Index Key g"));
  reply = Write(R"({"Update":{"TableName":"tab","Key":{"pk":{"S":"a"}},
      "UpdateExpression":"SET pk = :v","ExpressionAttributeValues":{":v":{"S":"b"}}}})");
  ExpectCanceled(reply, "ValidationError");
  EXPECT_THAT(reply.body, HasSubstr("Cannot update attribute pk"));
  EXPECT_EQ(Get("new"), "{}");
}

TEST_F(TransactWriteTest, AnUpdateOverTheItemLimitIsAReason) {
  const std::string large(409'600 - 2 - 1 - 1, 'x');  // "pk" "a" and "v"
  Put("a", large);
  const std::string grow = R"({"Update":{"TableName":"tab","Key":{"pk":{"S":"a"}},
      "UpdateExpression":"SET w = :v","ExpressionAttributeValues":{":v":{"S":"1"}}}})";
  const CallReply reply = Write(grow);
  ExpectCanceled(reply, "ValidationError");
  EXPECT_THAT(reply.body, HasSubstr("Item size to update has exceeded the maximum allowed size"));
  // The item is measured as it is, not estimated as by UpdateItem.
  const std::string same = R"({"Update":{"TableName":"tab","Key":{"pk":{"S":"a"}},
      "UpdateExpression":"SET v = :v","ExpressionAttributeValues":{":v":{"S":")" +
                           large + R"("}}}})";
  EXPECT_EQ(Write(same).body, "{}");
}

TEST_F(TransactWriteTest, RefusesWhatIsWrongWithTheWholeRequest) {
  ExpectError(Write(PutAction("a", "1") + "," +
                    R"-({"ConditionCheck":{"TableName":"tab","Key":{"pk":{"S":"a"}},
                       "ConditionExpression":"attribute_exists(pk)"}})-"),
              "ValidationException",
              "Transaction request cannot include multiple operations on one item");
  ExpectError(Write(R"({"Put":{"TableName":"none","Item":{"pk":{"S":"a"}}}})"),
              "ResourceNotFoundException", "Requested resource not found");
  ExpectError(Write(PutAction("a", "1", R"(,"ConditionExpression":"!")")), "ValidationException",
              R"(Invalid ConditionExpression: Syntax error; token: \"!\", near: \"!\")");
  const std::string one_of = "TransactItems can only contain one of Check, Put, Update or Delete";
  ExpectError(Write("{}"), "ValidationException", one_of);
  ExpectError(Write(R"({"Put":{"TableName":"tab","Item":{"pk":{"S":"a"}}},
                       "Delete":{"TableName":"tab","Key":{"pk":{"S":"b"}}}})"),
              "ValidationException", one_of);
  EXPECT_THAT(Write(R"({"ConditionCheck":{"TableName":"tab","Key":{"pk":{"S":"a"}}}})").body,
              HasSubstr("conditionExpression' failed to satisfy constraint: Member must not be "
                        "null"));
  EXPECT_THAT(Write("").body, HasSubstr("Member must have length greater than or equal to 1"));
  EXPECT_THAT(
      Write(PutAction("a", "1"), R"(,"ClientRequestToken":")" + std::string(37, 't') + '"').body,
      HasSubstr("Member must have length less than or equal to 36"));
  EXPECT_EQ(Get("a"), "{}");
}

TEST_F(TransactWriteTest, TakesAHundredActionsAndNoMore) {
  std::string actions;
  for (int i = 0; i < 100; ++i) {
    actions += (i > 0 ? "," : "") + PutAction("k" + std::to_string(i), "x");
  }
  EXPECT_EQ(Write(actions).body, "{}");
  EXPECT_THAT(Write(actions + "," + PutAction("more", "x")).body,
              HasSubstr("Member must have length less than or equal to 100"));
  EXPECT_EQ(Get("more"), "{}");
}

TEST_F(TransactWriteTest, RefusesAnItemAndATransactionThatAreTooLarge) {
  ExpectError(Write(PutAction("a", std::string(409'600, 'x'))), "ValidationException",
              "Item size has exceeded the maximum allowed size");
  std::string actions;
  for (int i = 0; i < 11; ++i) {
    actions += (i > 0 ? "," : "") + PutAction("k" + std::to_string(i), std::string(400'000, 'x'));
  }
  const CallReply reply = Write(actions);
  EXPECT_EQ(reply.http_status, 400);
  EXPECT_THAT(reply.body, HasSubstr("#ValidationException\""));
}

TEST_F(TransactWriteTest, ATokenMakesARetryHarmless) {
  const std::string token = R"(,"ClientRequestToken":"token")";
  const std::string add = R"({"Update":{"TableName":"tab","Key":{"pk":{"S":"a"}},
      "UpdateExpression":"ADD n :n","ExpressionAttributeValues":{":n":{"N":"1"}}}})";
  const std::string same = R"({"Update":{"ExpressionAttributeValues":{":n":{"N":"1.0"}},
      "UpdateExpression":"ADD n :n","Key":{"pk":{"S":"a"}},"TableName":"tab"}})";
  EXPECT_EQ(Write(add, token).body, "{}");
  EXPECT_EQ(Write(add, token).body, "{}");
  EXPECT_EQ(Write(same, token).body, "{}") << "the order of members means nothing";
  EXPECT_THAT(Get("a"), HasSubstr(R"("n":{"N":"1"})"));
  ExpectError(Write(PutAction("a", "x"), token), "IdempotentParameterMismatchException",
              "The request token was used before with other parameters.");
  clock_.Advance(600LL * 1'000'000);
  EXPECT_EQ(Write(PutAction("a", "x"), token).body, "{}");
  EXPECT_EQ(Get("a"), R"({"Item":)" + ItemText("a", "x") + "}");
}

TEST_F(TransactWriteTest, EveryPartOfAnActionCountsForItsToken) {
  const std::string token = R"(,"ClientRequestToken":"token")";
  const std::string put = PutAction("a", "1", IfNew());
  const std::string check = R"-({"ConditionCheck":{"TableName":"tab","Key":{"pk":{"S":"c"}},
      "ConditionExpression":"attribute_not_exists(v)"}})-";
  const std::string named = R"-(,"ConditionExpression":"attribute_not_exists(#p)",
      "ExpressionAttributeNames":{"#p":"pk"})-";
  const std::string all_old = R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD")";
  ASSERT_EQ(Write(put + "," + check, token).body, "{}");
  for (const std::string& other :
       {PutAction("a", "2", IfNew()) + "," + check, PutAction("b", "1", IfNew()) + "," + check,
        PutAction("a", "1") + "," + check, check + "," + put, put,
        PutAction("a", "1", IfNew() + all_old) + "," + check,
        PutAction("a", "1", named) + "," + check}) {
    EXPECT_THAT(Write(other, token).body, HasSubstr("IdempotentParameterMismatchException"));
  }
}

TEST_F(TransactWriteTest, TypedCallersGetTheSame) {
  TransactWriteItemsRequest request;
  EXPECT_EQ(engine_->TransactWriteItems(request).status().code(), Code::kValidation);
  TransactPut put{.table_name = "tab", .item = Item{{"pk", "a"}, {"v", "x"}}};
  put.condition_expression = "attribute_not_exists(pk)";
  put.on_condition_failure = ReturnValuesOnConditionCheckFailure::kAllOld;
  request.transact_items = {{.put = put}};
  ASSERT_TRUE(engine_->TransactWriteItems(request).ok());
  const Status canceled = engine_->TransactWriteItems(request).status();
  EXPECT_EQ(canceled.code(), Code::kTransactionCanceled);
  const auto reasons = CancellationReasons(canceled);
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].code, CancellationCode::kConditionalCheckFailed);
  EXPECT_EQ(reasons[0].item, put.item);
  request.client_request_token = "";
  EXPECT_EQ(engine_->TransactWriteItems(request).status().code(), Code::kValidation);
  TransactConditionCheck check{.table_name = "tab", .key = Item{{"pk", "a"}}};
  request = {};
  request.transact_items = {{.condition_check = check}};
  EXPECT_EQ(engine_->TransactWriteItems(request).status().code(), Code::kValidation)
      << "a check without a condition";
}

TEST_F(TransactWriteTest, CollectionsAreReportedOnce) {
  const std::string put = R"({"Put":{"TableName":"idx","Item":{"pk":{"S":"p"},"sk":{"S":")";
  EXPECT_EQ(Write(put + R"(1"}}}},)" + put + R"(2"}}}},)" + PutAction("a", "x"),
                  R"(,"ReturnItemCollectionMetrics":"SIZE")")
                .body,
            R"({"ItemCollectionMetrics":{"idx":[{"ItemCollectionKey":{"pk":{"S":"p"}},)"
            R"("SizeEstimateRangeGB":[0.0,1.0]}]}})");
}

}  // namespace
}  // namespace stator::api
