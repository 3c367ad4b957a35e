// Engine::Call, the door of the server: whatever comes in, a reply of AWS's kind goes out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "api/op_table.h"
#include "api/validate/model_table.h"

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

TEST_F(EngineCall, SaysWhichOperationIsNotServed) {
  const CallReply reply = Call("CreateBackup", R"({"TableName":"table","BackupName":"one"})");
  EXPECT_EQ(reply.http_status, 400);
  EXPECT_EQ(reply.body, R"({"__type":"com.amazon.coral.service#UnknownOperationException",)"
                        R"("message":"Stator does not serve CreateBackup"})");
}

TEST_F(EngineCall, JudgesRequestsOfOperationsThatAreNotServed) {
  ExpectError("CreateBackup", R"({"TableName":"table","BackupName":"x"})", "ValidationException");
  ExpectError("CreateBackup", R"({"TableName":5,"BackupName":"one"})", "SerializationException");
  ExpectError("CreateBackup", "nonsense", "SerializationException");
}

TEST_F(EngineCall, KnowsTheConstraintsOfEveryOperation) {
  for (const OpRow& row : OpTable()) {
    EXPECT_NE(validate::FindOperation(row.name), nullptr) << row.name;
  }
}

TEST_F(EngineCall, KnowsTheOperationsThatTheModelLacks) {
  ExpectError("SearchVectors", R"({"TableName":"table","IndexName":"index"})",
              "ValidationException");
  EXPECT_THAT(Call("SearchVectors", R"({"TableName":"table","IndexName":"index"})").body,
              HasSubstr("2 validation errors detected: Value null at 'searchVector' failed to "
                        "satisfy constraint: Member must not be null; Value null at 'topK'"));
  EXPECT_THAT(Call("StartBulkPutItems", R"({"TableName":"table","MaxWriteRequestUnits":1000,
                    "InputS3Configuration":{"S3Bucket":"b","InputFormat":"CSV"},
                    "OutputS3Configuration":{"OutputType":["ERROR"]}})")
                  .body,
              HasSubstr("2 validation errors detected: "));
  for (const std::string_view name : {"DescribeBulkOperation", "CancelBulkOperation"}) {
    ExpectError(name, "{}", "ValidationException");
    ExpectError(name, R"({"BulkOperationArn":"arn:x"})", "UnknownOperationException");
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

TEST_F(EngineCall, OfATableNamedTwiceInABatchTheLastCounts) {
  EXPECT_EQ(Call("BatchWriteItem", R"({"RequestItems":{
      "table":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}}],
      "table":[{"PutRequest":{"Item":{"pk":{"S":"b"}}}}]}})")
                .body,
            R"({"UnprocessedItems":{}})");
  EXPECT_EQ(Call("BatchGetItem", R"({"RequestItems":{
      "table":{"Keys":[{"pk":{"S":"b"}}]},
      "table":{"Keys":[{"pk":{"S":"a"}},{"pk":{"S":"b"}}]}}})")
                .body,
            R"({"Responses":{"table":[{"pk":{"S":"b"}}]},"UnprocessedKeys":{}})");
}

long ResidentBytes() {
  long pages = 0;
  std::ifstream file("/proc/self/statm");
  file >> pages >> pages;
  return pages * sysconf(_SC_PAGESIZE);
}

// More threads than large calls are let in at a time, each with a document that takes many times
// its text once it is parsed.
TEST_F(EngineCall, LargeBodiesOfManyThreadsTakeNoMemoryForGood) {
  std::string body = R"({"TableName":"none","Key":{"pk":{"S":"a"}},"x":[0)";
  while (body.size() < 4 * 1024 * 1024) body += ",0";
  body += "]}";
  const long before = ResidentBytes();
  std::vector<std::thread> threads;
  std::latch all_called(24);
  std::latch measured(1);
  for (int i = 0; i < 24; ++i) {
    threads.emplace_back([&] {
      EXPECT_THAT(Call("GetItem", body).body, HasSubstr("#ResourceNotFoundException\""));
      all_called.count_down();
      measured.wait();  // what a thread keeps is kept while it lives
    });
  }
  all_called.wait();
  const long grown = ResidentBytes() - before;
  measured.count_down();
  for (std::thread& thread : threads) thread.join();
  // If each thread kept its document this would be 1.3 GB; the C library keeps some.
  EXPECT_LT(grown, 700L * 1024 * 1024);
}

TEST_F(EngineCall, AnswersAMissingItemWithAnEmptyObject) {
  EXPECT_EQ(Call("GetItem", R"({"TableName":"table","Key":{"pk":{"S":"none"}}})").body, "{}");
}

}  // namespace
}  // namespace stator::api
