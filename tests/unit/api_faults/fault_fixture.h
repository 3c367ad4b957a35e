// An engine whose faults and lag are tested, on a clock that stands still and with chance that can
// be had again.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/engine.h"
#include "kv/base/clock.h"
#include "tests/support/seeded_random.h"

namespace stator::api {

class SeededSource final : public RandomSource {
 public:
  explicit SeededSource(uint64_t seed) : random_(seed) {}
  uint64_t Next64() override { return random_.Next64(); }

 private:
  testing::SeededRandom random_;
};

class FaultTest : public ::testing::Test {
 protected:
  void SetUp() override {
    OpenEngine();
    Create("tab");
  }

  void OpenEngine(uint64_t seed = 7) {
    engine_.reset();
    random_ = std::make_unique<SeededSource>(seed);
    auto engine = Engine::Open({.in_memory = true, .clock = &clock_, .random = random_.get()});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
  }

  // Key: pk and sk; global index "by-city" of city; local index "by-day" of day.
  void Create(const std::string& name) {
    const CallReply reply = engine_->Call({}, "CreateTable", R"({"TableName":")" + name + R"(",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
                                {"AttributeName":"sk","AttributeType":"S"},
                                {"AttributeName":"city","AttributeType":"S"},
                                {"AttributeName":"day","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                     {"AttributeName":"sk","KeyType":"RANGE"}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-city",
            "KeySchema":[{"AttributeName":"city","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"}}],
        "LocalSecondaryIndexes":[{"IndexName":"by-day",
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                         {"AttributeName":"day","KeyType":"RANGE"}],
            "Projection":{"ProjectionType":"KEYS_ONLY"}}],
        "BillingMode":"PAY_PER_REQUEST"})");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
  }

  static Item KeyOf(const std::string& pk) { return {{"pk", pk}, {"sk", "s"}}; }
  static Item ItemOf(const std::string& pk) {
    return {{"pk", pk}, {"sk", "s"}, {"city", "Rome"}, {"day", "Monday"}, {"note", "kept"}};
  }
  Status Put(const std::string& pk, const std::string& table = "tab") {
    return engine_->PutItem({.table_name = table, .item = ItemOf(pk)}).status();
  }
  Status Delete(const std::string& pk) {
    return engine_->DeleteItem({.table_name = "tab", .key = KeyOf(pk)}).status();
  }
  // Whether a read finds the item; false also for an error, which fails the test.
  bool Sees(const std::string& pk, bool consistent = false, const std::string& table = "tab") {
    const auto reply =
        engine_->GetItem({.table_name = table, .key = KeyOf(pk), .consistent_read = consistent});
    EXPECT_TRUE(reply.ok()) << reply.status().message();
    return reply.ok() && reply->item.has_value();
  }
  Status Get(const std::string& pk) {
    return engine_->GetItem({.table_name = "tab", .key = KeyOf(pk)}).status();
  }

  uint64_t Add(const FaultRule& rule) {
    const auto reply = engine_->AddFault(rule);
    EXPECT_TRUE(reply.ok()) << reply.status().message();
    return reply.ok() ? reply->fault_id : 0;
  }
  int64_t HitsOf(uint64_t id) {
    const auto listed = engine_->ListFaults();
    for (const FaultState& fault : listed->faults) {
      if (fault.fault_id == id) return fault.hits;
    }
    return -1;
  }
  void DeleteFaults() { ASSERT_TRUE(engine_->DeleteFaults().ok()); }
  void Advance(int64_t millis) { clock_.Advance(millis * 1'000); }

  CallReply Call(const std::string& operation, const std::string& body) {
    return engine_->Call({}, operation, body);
  }

  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<SeededSource> random_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace stator::api
