// The words of errors in each profile, through the door of the server. docs/wording.md has the
// sources; what both profiles say alike is here too, so that a profile cannot spread.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/engine.h"

namespace stator::api {
namespace {

const std::string kOne = "1 validation error detected: ";

std::unique_ptr<Engine> OpenEngine(WordingProfile profile) {
  auto engine = Engine::Open({.in_memory = true, .wording = profile});
  EXPECT_TRUE(engine.ok()) << engine.status().message();
  const CallReply created = (*engine)->Call({}, "CreateTable", R"({"TableName":"tab",
      "BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})");
  EXPECT_EQ(created.http_status, 200) << created.body;
  return std::move(*engine);
}

// The text of the error as a client reads it: quotes of the JSON taken away.
std::string TextOf(const CallReply& reply) {
  const std::string start = "\"message\":\"";
  const size_t at = reply.body.find(start);
  if (reply.http_status == 200 || at == std::string::npos) return "(" + reply.body + ")";
  std::string text;
  for (size_t i = at + start.size(); i < reply.body.size() && reply.body[i] != '"'; ++i) {
    if (reply.body[i] == '\\') ++i;
    text += reply.body[i];
  }
  return text;
}

class WordingTest : public testing::Test {
 protected:
  // The error in May and in September.
  void Expect(std::string_view operation, const std::string& body, std::string_view may,
              std::string_view september) {
    EXPECT_EQ(TextOf(may_->Call({}, operation, body)), may) << operation << " " << body;
    EXPECT_EQ(TextOf(september_->Call({}, operation, body)), september) << operation << " " << body;
  }
  void ExpectAlike(std::string_view operation, const std::string& body, std::string_view text) {
    Expect(operation, body, text, text);
  }
  // A PutItem, UpdateItem and DeleteItem with these members, in which the envelope is the
  // difference.
  void ExpectEnveloped(const std::string& members, const std::string& text) {
    const std::string enveloped = kOne + text;
    Expect("PutItem", R"({"TableName":"tab","Item":{"pk":{"S":"a"}},)" + members + "}", text,
           enveloped);
    Expect("UpdateItem", R"({"TableName":"tab","Key":{"pk":{"S":"a"}},)" + members + "}", text,
           enveloped);
    Expect("DeleteItem", R"({"TableName":"tab","Key":{"pk":{"S":"a"}},)" + members + "}", text,
           enveloped);
  }
  static std::string Put(const std::string& value) {
    return R"({"TableName":"tab","Item":{"pk":{"S":"a"},"x":)" + value + "}}";
  }
  void ExpectOfPutValue(const std::string& value, const std::string& may,
                        const std::string& september) {
    Expect("PutItem", Put(value), may, kOne + september);
  }

  const std::unique_ptr<Engine> may_ = OpenEngine(WordingProfile::kMay2026);
  const std::unique_ptr<Engine> september_ = OpenEngine(WordingProfile::kSeptember2026);
};

TEST_F(WordingTest, ValuesOfSingleWrites) {
  const std::string invalid = "One or more parameter values were invalid: ";
  for (const auto& [value, text] : {
           std::pair<std::string, std::string>{R"({"SS":[]})", "An string set  may not be empty"},
           {R"({"NS":[]})", "An number set  may not be empty"},
           {R"({"BS":[]})", "Binary sets should not be empty"},
           {R"({"NULL":false})", "Null attribute value types must have the value of true"},
       }) {
    ExpectOfPutValue(value, invalid + text, invalid + text);
  }
  const std::string not_a_number = "The parameter cannot be converted to a numeric value";
  ExpectOfPutValue(R"({"N":"abc"})", not_a_number + ": abc", not_a_number + ": abc");
  ExpectOfPutValue(R"({"N":""})", not_a_number, not_a_number + ": ");
  ExpectOfPutValue(R"({"NS":[""]})", not_a_number, not_a_number + ": ");
  ExpectOfPutValue(R"({"N":"1e99999999999"})", not_a_number + ": 1e99999999999",
                   "Number overflow. Attempting to store a number with magnitude larger than "
                   "supported range");
  ExpectOfPutValue(R"({"N":"1e-99999999999"})", not_a_number + ": 1e-99999999999",
                   "Number underflow. Attempting to store a number with magnitude smaller than "
                   "supported range");
  for (const std::string text : {"12e3f", "1e+-5", "1e-+5", "e5"}) {
    ExpectOfPutValue(R"({"N":")" + text + "\"}", not_a_number + ": " + text,
                     not_a_number + ": " + text);
  }
}

TEST_F(WordingTest, ElementsThatAreInASetTwice) {
  const std::string collection = "One or more parameter values were invalid: Input collection ";
  ExpectOfPutValue(R"({"SS":["b","a","b","a"]})", collection + "[b, a, b, a] contains duplicates.",
                   collection + R"(["a", "b", "b", "a"] contains duplicates.)");
  ExpectOfPutValue(R"({"SS":["",""]})", collection + "[, ] contains duplicates.",
                   collection + R"(["", ""] contains duplicates.)");
  ExpectOfPutValue(R"({"BS":["/w==","AA==","AA=="]})",
                   collection + "[/w==, AA==, AA==]of type BS contains duplicates.",
                   collection + R"(["AA==","/w==","AA=="]of type BS contains duplicates.)");
  ExpectOfPutValue(R"({"NS":["2","1","2"]})", "Input collection contains duplicates",
                   collection + "contains duplicates.");
}

TEST_F(WordingTest, ReadsChangeTheirWordsForValuesOnly) {
  const std::string not_a_number = "The parameter cannot be converted to a numeric value";
  Expect("GetItem", R"({"TableName":"tab","Key":{"pk":{"N":""}}})", not_a_number,
         not_a_number + ": ");
  Expect("BatchGetItem", R"({"RequestItems":{"tab":{"Keys":[{"pk":{"N":""}}]}}})", not_a_number,
         not_a_number + ": ");
  Expect("Query",
         R"({"TableName":"tab","KeyConditionExpression":"pk = :p",
             "ExpressionAttributeValues":{":p":{"N":""}}})",
         "ExpressionAttributeValues contains invalid value: " + not_a_number + " for key :p",
         not_a_number + ": ");
  ExpectAlike("GetItem",
              R"({"TableName":"tab","Key":{"pk":{"S":"a"}},"ProjectionExpression":"a, a"})",
              "Invalid ProjectionExpression: Two document paths overlap with each other; must "
              "remove or rewrite one of these paths; path one: [a], path two: [a]");
  ExpectAlike("Query",
              R"({"TableName":"tab","KeyConditionExpression":"",
                  "ExpressionAttributeValues":{":p":{"S":""}}})",
              "Invalid KeyConditionExpression: The expression can not be empty;");
  ExpectAlike("Scan",
              R"({"TableName":"tab","FilterExpression":"a = :v",
                  "ExpressionAttributeValues":{":v":{"N":""}}})",
              "ExpressionAttributeValues contains invalid value: " + not_a_number + " for key :v");
}

// The older layer counts digits in 32 bits, and 1e2147483647 needs one more than there are.
TEST_F(WordingTest, AnExponentThatWrapsRound) {
  const std::string overflow =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const std::string underflow =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  for (const std::string text :
       {"1e2147483647", "-1E+2147483647", "12e2147483646", "1.5e2147483647", "0e2147483647"}) {
    ExpectOfPutValue(R"({"N":")" + text + "\"}", underflow, overflow);
    ExpectAlike("BatchWriteItem",
                R"({"RequestItems":{"tab":[{"PutRequest":{"Item":{"pk":{"S":"a"},"n":{"N":")" +
                    text + "\"}}}}]}}",
                underflow);
  }
  for (const std::string text : {"1e2147483646", "-0.1e2147483647", "0.05e2147483647", "1e126"}) {
    ExpectOfPutValue(R"({"N":")" + text + "\"}", overflow, overflow);
  }
  ExpectOfPutValue(R"({"N":"12e-2147483647"})", underflow, underflow);
}

TEST_F(WordingTest, BatchesAndTransactionsOfWritesSpeakAlike) {
  const std::string duplicates =
      "One or more parameter values were invalid: Input collection [a, a] contains duplicates.";
  ExpectAlike("BatchWriteItem",
              R"({"RequestItems":{"tab":[{"PutRequest":{"Item":{"pk":{"S":"a"},
                  "x":{"SS":["a","a"]}}}}]}})",
              duplicates);
  ExpectAlike("TransactWriteItems",
              R"({"TransactItems":[{"Put":{"TableName":"tab","Item":{"pk":{"S":"a"},
                  "x":{"SS":["a","a"]}}}}]})",
              duplicates);
}

TEST_F(WordingTest, ParametersAndExpressionsOfSingleWrites) {
  ExpectEnveloped(R"("ConditionExpression":"")",
                  "Invalid ConditionExpression: The expression can not be empty;");
  ExpectEnveloped(R"-("ConditionExpression":"((a = b))")-",
                  "Invalid ConditionExpression: The expression has redundant parentheses;");
  ExpectEnveloped(R"("ConditionExpression":"a = :v")",
                  "Invalid ConditionExpression: An expression attribute value used in expression "
                  "is not defined; attribute value: :v");
  ExpectEnveloped(R"("ConditionExpression":"a = b","ExpressionAttributeNames":{"#n":"n"})",
                  "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}");
  ExpectEnveloped(R"("ConditionExpression":"a = b","ExpressionAttributeValues":{})",
                  "ExpressionAttributeValues must not be empty");
  ExpectEnveloped(R"("ExpressionAttributeNames":{"#n":"n"})",
                  "ExpressionAttributeNames can only be specified when using expressions");
  ExpectEnveloped(
      R"("ConditionExpression":"a = b","Expected":{"a":{"Exists":false}})",
      "Can not use both expression and non-expression parameters in the same request: "
      "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}");
  ExpectEnveloped(R"("Expected":{"a":{"Exists":true}})",
                  "One or more parameter values were invalid: Value must be provided when Exists "
                  "is true for Attribute: a");
}

TEST_F(WordingTest, ReturnValuesThatTheOperationDoesNotHave) {
  const std::string text = "ReturnValues can only be ALL_OLD or NONE";
  Expect("PutItem", R"({"TableName":"tab","Item":{"pk":{"S":"a"}},"ReturnValues":"ALL_NEW"})", text,
         kOne + text);
  Expect("DeleteItem", R"({"TableName":"tab","Key":{"pk":{"S":"a"}},"ReturnValues":"UPDATED_NEW"})",
         text, kOne + text);
}

TEST_F(WordingTest, ValuesWithoutAnExpression) {
  const std::string text = "ExpressionAttributeValues can only be specified when using expressions";
  const std::string values = R"("ExpressionAttributeValues":{":v":{"S":"x"}}})";
  Expect("PutItem", R"({"TableName":"tab","Item":{"pk":{"S":"a"}},)" + values,
         text + ": ConditionExpression is null", kOne + text);
  Expect("DeleteItem", R"({"TableName":"tab","Key":{"pk":{"S":"a"}},)" + values,
         text + ": ConditionExpression is null", kOne + text);
  Expect("UpdateItem", R"({"TableName":"tab","Key":{"pk":{"S":"a"}},)" + values,
         text + ": UpdateExpression and ConditionExpression are null", kOne + text);
  ExpectAlike("Scan", R"({"TableName":"tab",)" + values, text + ": FilterExpression is null");
}

TEST_F(WordingTest, AValueOfAnExpressionIsToldWithoutItsName) {
  const std::string text = "The parameter cannot be converted to a numeric value: x";
  Expect("UpdateItem",
         R"({"TableName":"tab","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET a = :v",
             "ExpressionAttributeValues":{":v":{"N":"x"}}})",
         "ExpressionAttributeValues contains invalid value: " + text + " for key :v", kOne + text);
}

TEST_F(WordingTest, WhatStaysBare) {
  ExpectAlike("PutItem", Put("{}"),
              "Supplied AttributeValue is empty, must contain exactly one of the supported "
              "datatypes");
  ExpectAlike("PutItem", Put(R"({"S":"a","N":"1"})"),
              "Supplied AttributeValue has more than one datatypes set, must contain exactly one "
              "of the supported datatypes");
  ExpectAlike("PutItem", R"({"TableName":"tab","Item":{"pk":{"N":"1"}}})",
              "One or more parameter values were invalid: Type mismatch for key pk expected: S "
              "actual: N");
  ExpectAlike("DeleteItem", R"({"TableName":"tab","Key":{"pk":{"S":""}}})",
              "One or more parameter values are not valid. The AttributeValue for a key attribute "
              "cannot contain an empty string value. Key: pk");
  ExpectAlike("UpdateItem",
              R"({"TableName":"tab","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET pk = :v",
                  "ExpressionAttributeValues":{":v":{"S":"x"}}})",
              "One or more parameter values were invalid: Cannot update attribute pk. This "
              "attribute is part of the key");
  ExpectAlike("UpdateItem",
              R"({"TableName":"tab","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET a.b = :v",
                  "ExpressionAttributeValues":{":v":{"S":"x"}}})",
              "The document path provided in the update expression is invalid for update");
  ExpectAlike("PutItem", Put(R"({"S":")" + std::string(410'000, 'x') + "\"}"),
              "Item size has exceeded the maximum allowed size");
}

TEST_F(WordingTest, ConstraintsOfTheModel) {
  const std::string too_short =
      " failed to satisfy constraint: Member must have length greater than or equal to 1";
  for (const auto& [operation, member] : {std::pair<const char*, const char*>{"PutItem", "Item"},
                                          {"UpdateItem", "Key"},
                                          {"DeleteItem", "Key"}}) {
    Expect(operation, R"({"TableName":"",")" + std::string(member) + R"(":{}})",
           kOne + "Value '' at 'tableName'" + too_short, kOne + "Value at 'TableName'" + too_short);
  }
  ExpectAlike("GetItem", R"({"TableName":"","Key":{}})",
              kOne + "Value '' at 'tableName'" + too_short);
  ExpectAlike("PutItem", R"({"TableName":"bad table!@#","Item":{}})",
              kOne +
                  "Value 'bad table!@#' at 'tableName' failed to satisfy constraint: Member must "
                  "satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  Expect("BatchGetItem", R"({"RequestItems":{}})",
         "The requestItems parameter is required for BatchGetItem",
         kOne + "Value at 'RequestItems'" + too_short);
  ExpectAlike("BatchWriteItem", R"({"RequestItems":{}})",
              "The requestItems parameter is required for BatchWriteItem");
}

TEST_F(WordingTest, AnEmptyTableNameBesideOtherFaults) {
  const std::string short_name =
      "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than "
      "or equal to 1";
  const std::string bad_values =
      "Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value "
      "set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]";
  const std::string no_key =
      "Value null at 'key' failed to satisfy constraint: Member must not be null";
  Expect("PutItem", R"({"TableName":"","Item":{},"ReturnValues":"X"})",
         "2 validation errors detected: " + bad_values + "; " + short_name,
         kOne +
             "Value at 'TableName' failed to satisfy constraint: Member must have length greater "
             "than or equal to 1");
  // A request that lacks a member does not reach the newer layer.
  ExpectAlike("UpdateItem", R"({"TableName":""})",
              "2 validation errors detected: " + short_name + "; " + no_key);
  ExpectAlike("UpdateItem", R"({"TableName":"","ReturnValues":"X"})",
              "3 validation errors detected: " + short_name + "; " + bad_values + "; " + no_key);
}

TEST_F(WordingTest, UnknownConditionalOperators) {
  const std::string older =
      "Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum "
      "value set: [OR, AND]";
  const std::string newer =
      "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]";
  Expect("PutItem", R"({"TableName":"tab","Item":{},"ConditionalOperator":"XOR"})", kOne + older,
         kOne + newer);
  Expect("Query", R"({"TableName":"tab","ConditionalOperator":"XOR"})", kOne + older, newer);
  ExpectAlike("Scan", R"({"TableName":"tab","ConditionalOperator":"XOR"})", kOne + older);
  ExpectAlike("UpdateItem", R"({"TableName":"tab","ConditionalOperator":"XOR"})",
              "2 validation errors detected: Value null at 'key' failed to satisfy constraint: "
              "Member must not be null; " +
                  older);
}

TEST_F(WordingTest, UnknownReturnValues) {
  const std::string bad = R"("ReturnConsumedCapacity":"X","ReturnValues":"X",
                             "ReturnItemCollectionMetrics":"X"})";
  const std::string capacity =
      "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy "
      "enum value set: [INDEXES, TOTAL, NONE]";
  const std::string metrics =
      "Value 'X' at 'returnItemCollectionMetrics' failed to satisfy constraint: Member must "
      "satisfy enum value set: [SIZE, NONE]";
  const std::string older =
      "Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value "
      "set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]";
  const std::string newer =
      "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, "
      "ALL_NEW, UPDATE_NEW, NONE]";
  const std::string three = "3 validation errors detected: ";
  Expect("PutItem", R"({"TableName":"tab","Item":{"pk":{"S":"a"}},)" + bad,
         three + capacity + "; " + older + "; " + metrics,
         three + capacity + "; " + newer + "; " + metrics);
  Expect("UpdateItem", R"({"TableName":"tab","Key":{"pk":{"S":"a"}},)" + bad,
         three + capacity + "; " + metrics + "; " + older, kOne + newer);
  ExpectAlike("UpdateItem",
              R"({"TableName":"tab","Key":{"pk":{"S":"a"}},"ReturnConsumedCapacity":"X"})",
              kOne + capacity);
}

// Embedding programs meet the same words where no JSON was read.
TEST_F(WordingTest, TypedCallers) {
  PutItemRequest request;
  request.table_name = "tab";
  request.condition_expression = "";
  const std::string text = "Invalid ConditionExpression: The expression can not be empty;";
  EXPECT_EQ(may_->PutItem(request).status().message(), text);
  EXPECT_EQ(september_->PutItem(request).status().message(), kOne + text);
}

}  // namespace
}  // namespace stator::api
