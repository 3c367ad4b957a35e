// An engine in memory with two tables, called with JSON as the server calls it: "tab" with the key
// pk (S), and "idx" with pk (S) and sk (S), a local index by "l" (S) and a global one by "g" (S).
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "api/engine.h"
#include "kv/base/clock.h"

namespace stator::api {

class TransactTest : public testing::Test {
 protected:
  void SetUp() override { Open({}); }

  void Open(EngineOptions options) {
    options.in_memory = true;
    options.clock = &clock_;
    auto engine = Engine::Open(options);
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    Ok("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})");
    Ok("CreateTable", R"({"TableName":"idx","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
          {"AttributeName":"sk","AttributeType":"S"},{"AttributeName":"l","AttributeType":"S"},
          {"AttributeName":"g","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                     {"AttributeName":"sk","KeyType":"RANGE"}],
        "LocalSecondaryIndexes":[{"IndexName":"by-l","Projection":{"ProjectionType":"ALL"},
          "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                       {"AttributeName":"l","KeyType":"RANGE"}]}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-g","Projection":{"ProjectionType":"ALL"},
          "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}]}]})");
  }

  CallReply Call(std::string_view operation, std::string_view body) {
    return engine_->Call({}, operation, body);
  }
  std::string Ok(std::string_view operation, std::string_view body) {
    const CallReply reply = Call(operation, body);
    EXPECT_EQ(reply.http_status, 200) << operation << " " << body << "\n" << reply.body;
    return reply.body;
  }
  // `items`: the elements of TransactItems; `more`: further members, each with a comma before it.
  CallReply Write(const std::string& items, const std::string& more = "") {
    return Call("TransactWriteItems", R"({"TransactItems":[)" + items + "]" + more + "}");
  }
  CallReply Read(const std::string& items, const std::string& more = "") {
    return Call("TransactGetItems", R"({"TransactItems":[)" + items + "]" + more + "}");
  }
  void ExpectError(const CallReply& reply, const std::string& type, const std::string& message) {
    EXPECT_EQ(reply.http_status, 400) << reply.body;
    EXPECT_THAT(reply.body, testing::HasSubstr("#" + type + "\"")) << reply.body;
    EXPECT_THAT(reply.body, testing::HasSubstr("essage\":\"" + message + "\"")) << reply.body;
  }
  // `codes` as in the message: "None, ConditionalCheckFailed".
  void ExpectCanceled(const CallReply& reply, const std::string& codes) {
    ExpectError(reply, "TransactionCanceledException",
                "Transaction cancelled, please refer cancellation reasons for specific reasons [" +
                    codes + "]");
  }
  // The item of table "tab" with that key, as GetItem answers.
  std::string Get(const std::string& pk) {
    return Ok("GetItem", R"({"TableName":"tab","Key":)" + Key(pk) + "}");
  }
  void Put(const std::string& pk, const std::string& v) {
    Ok("PutItem", R"({"TableName":"tab","Item":)" + ItemText(pk, v) + "}");
  }

  static std::string Key(const std::string& pk) { return R"({"pk":{"S":")" + pk + R"("}})"; }
  static std::string ItemText(const std::string& pk, const std::string& v) {
    return R"({"pk":{"S":")" + pk + R"("},"v":{"S":")" + v + R"("}})";
  }
  static std::string PutAction(const std::string& pk, const std::string& v,
                               const std::string& more = "") {
    return R"({"Put":{"TableName":"tab","Item":)" + ItemText(pk, v) + more + "}}";
  }
  static std::string GetAction(const std::string& pk, const std::string& more = "") {
    return R"({"Get":{"TableName":"tab","Key":)" + Key(pk) + more + "}}";
  }
  static std::string IfNew() { return R"-(,"ConditionExpression":"attribute_not_exists(pk)")-"; }

  ManualClock clock_{1'791'505'200LL * 1'000'000};
  std::unique_ptr<Engine> engine_;
};

}  // namespace stator::api
