// The engine under many threads, for ThreadSanitizer: item operations, scans, index creation and
// deletion, tables that come and go, all at once and through the JSON door. What it checks besides
// races: no counter increment is lost, and nothing but the expected kinds of error is answered.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"

namespace stator::api {
namespace {

constexpr int kThreads = 8;
constexpr int kRounds = 60;

std::string CreateTableBody(const std::string& name) {
  return R"({"TableName":")" + name +
         R"(","BillingMode":"PAY_PER_REQUEST",
             "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
             "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})";
}

std::string AddIndexBody() {
  return R"({"TableName":"race","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
             {"AttributeName":"g","AttributeType":"S"}],
             "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"by-g",
             "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
             "Projection":{"ProjectionType":"ALL"}}}]})";
}

class EngineRace : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    ASSERT_EQ(Call("CreateTable", CreateTableBody("race")).http_status, 200);
  }

  CallReply Call(const std::string& operation, const std::string& body) {
    return engine_->Call({}, operation, body);
  }

  // Runs `work(thread number)` on all threads at once.
  template <typename Work>
  void OnAllThreads(Work work) {
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) threads.emplace_back(work, t);
    for (std::thread& thread : threads) thread.join();
  }

  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineRace, NoIncrementOfACounterIsLost) {
  OnAllThreads([&](int) {
    for (int i = 0; i < kRounds; ++i) {
      const CallReply reply =
          Call("UpdateItem", R"({"TableName":"race","Key":{"pk":{"S":"counter"}},
          "UpdateExpression":"ADD hits :one","ExpressionAttributeValues":{":one":{"N":"1"}}})");
      EXPECT_EQ(reply.http_status, 200) << reply.body;
    }
  });
  const CallReply reply = Call("GetItem", R"({"TableName":"race","Key":{"pk":{"S":"counter"}}})");
  EXPECT_NE(reply.body.find("\"" + std::to_string(kThreads * kRounds) + "\""), std::string::npos)
      << reply.body;
}

TEST_F(EngineRace, ReadersWritersAndIndexChangesAtOnce) {
  OnAllThreads([&](int thread) {
    for (int i = 0; i < kRounds; ++i) {
      const std::string key = R"("pk":{"S":"k)" + std::to_string(i % 10) + R"("})";
      CallReply reply;
      switch ((thread + i) % 6) {
        case 0:
        case 1:
          reply = Call("PutItem", R"({"TableName":"race","Item":{)" + key + R"(,"g":{"S":"x"}}})");
          break;
        case 2: reply = Call("DeleteItem", R"({"TableName":"race","Key":{)" + key + "}}"); break;
        case 3: reply = Call("Scan", R"({"TableName":"race"})"); break;
        case 4: reply = Call("GetItem", R"({"TableName":"race","Key":{)" + key + "}}"); break;
        default: reply = Call("DescribeTable", R"({"TableName":"race"})"); break;
      }
      EXPECT_EQ(reply.http_status, 200) << reply.body;
      if (thread == 0 && i % 20 == 0) Call("UpdateTable", AddIndexBody());
      if (thread == 1 && i % 20 == 10) {
        Call("UpdateTable", R"({"TableName":"race",
             "GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"by-g"}}]})");
      }
    }
  });
}

TEST_F(EngineRace, TablesComeAndGoUnderTheirUsers) {
  OnAllThreads([&](int thread) {
    for (int i = 0; i < kRounds / 2; ++i) {
      const std::string name = "come-and-go-" + std::to_string(i % 3);
      if (thread == 0) Call("CreateTable", CreateTableBody(name));
      if (thread == 1) Call("DeleteTable", R"({"TableName":")" + name + R"("})");
      const CallReply reply =
          Call("PutItem", R"({"TableName":")" + name + R"(","Item":{"pk":{"S":"a"}}})");
      EXPECT_TRUE(reply.http_status == 200 ||
                  reply.body.find("ResourceNotFoundException") != std::string::npos)
          << reply.body;
    }
  });
}

}  // namespace
}  // namespace stator::api
