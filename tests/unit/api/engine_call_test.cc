// Engine::Call, the door of the server: whatever comes in, a reply of AWS's kind goes out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "api/engine.h"
#include "api/op_table.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

class EngineCall : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    const CallReply created = Call("CreateTable", R"({"TableName":"table",
        "BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})");
    ASSERT_EQ(created.http_status, 200) << created.body;
  }

  CallReply Call(std::string_view operation, std::string_view body) {
    return engine_->Call({}, operation, body);
  }

  void ExpectError(std::string_view operation, std::string_view body, const std::string& type) {
    const CallReply reply = Call(operation, body);
    EXPECT_EQ(reply.http_status, 400) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr("#" + type + "\"")) << operation << " " << body;
  }

  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineCall, AnswersAnUnknownOperation) {
  ExpectError("NoSuchOperation", "{}", "UnknownOperationException");
  ExpectError("", "{}", "UnknownOperationException");
}

TEST_F(EngineCall, AnswersAnOperationThatIsNotServedAsUnknown) {
  for (const OpRow& row : OpTable()) {
    if (row.invoke == nullptr) ExpectError(row.name, "{}", "UnknownOperationException");
  }
}

TEST_F(EngineCall, RefusesWhatIsNotJson) {
  for (const char* body :
       {"", "{", "nonsense", "{\"TableName\":}", "{} {}", "\xff\xfe",
        "{\"TableName\":\"\xc3\x28\"}", "[1,2", "\"text\"", "[]", "17", "null"}) {
    ExpectError("GetItem", body, "SerializationException");
  }
}

TEST_F(EngineCall, RefusesJsonOfTheWrongShape) {
  for (const char* body :
       {R"({"TableName":5,"Key":{}})", R"({"TableName":"table","Key":[]})",
        R"({"TableName":"table","Key":{"pk":"text"}})",
        R"({"TableName":"table","Key":{"pk":{"S":5}}})",
        R"({"TableName":"table","Key":{"pk":{"S":"a"}},"ConsistentRead":"perhaps"})",
        R"({"TableName":{},"Key":{"pk":{"S":"a"}}})"}) {
    ExpectError("GetItem", body, "SerializationException");
  }
}

TEST_F(EngineCall, RefusesDocumentsThatAreTooDeep) {
  std::string deep = R"({"TableName":"table","Item":{"pk":{"S":"a"},"deep":)";
  for (int i = 0; i < 40; ++i) deep += R"({"L":[)";
  deep += R"({"S":"x"})";
  for (int i = 0; i < 40; ++i) deep += "]}";
  ExpectError("PutItem", deep + "}}", "ValidationException");
}

TEST_F(EngineCall, RefusesJsonNestedWithoutEnd) {
  ExpectError("PutItem", std::string(200'000, '['), "SerializationException");
}

TEST_F(EngineCall, RefusesExpressionsThatAreTooDeep) {
  const std::string expression = std::string(2000, '(') + "a = :a" + std::string(2000, ')');
  ExpectError("PutItem",
              R"({"TableName":"table","Item":{"pk":{"S":"a"}},"ConditionExpression":")" +
                  expression + R"(","ExpressionAttributeValues":{":a":{"S":"x"}}})",
              "ValidationException");
}

TEST_F(EngineCall, EveryOperationRefusesAnEmptyBodyWithoutHarm) {
  for (const OpRow& row : OpTable()) {
    const CallReply reply = Call(row.name, "{}");
    EXPECT_NE(reply.http_status, 500) << row.name << " " << reply.body;
  }
}

TEST_F(EngineCall, ReadsWhatItWrote) {
  const std::string item =
      R"({"pk":{"S":"a"},"n":{"N":"1.50"},"m":{"M":{"l":{"L":[{"NULL":true},{"BOOL":false}]}}}})";
  EXPECT_EQ(Call("PutItem", R"({"TableName":"table","Item":)" + item + "}").body, "{}");
  const CallReply reply = Call("GetItem", R"({"TableName":"table","Key":{"pk":{"S":"a"}}})");
  EXPECT_EQ(reply.body,
            R"({"Item":{"m":{"M":{"l":{"L":[{"NULL":true},{"BOOL":false}]}}},"n":{"N":"1.5"},)"
            R"("pk":{"S":"a"}}})");
}

TEST_F(EngineCall, AnswersAMissingItemWithAnEmptyObject) {
  EXPECT_EQ(Call("GetItem", R"({"TableName":"table","Key":{"pk":{"S":"none"}}})").body, "{}");
}

}  // namespace
}  // namespace stator::api
