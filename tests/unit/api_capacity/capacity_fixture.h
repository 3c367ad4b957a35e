// An engine that throttles, on a clock that stands still.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/engine.h"
#include "kv/base/clock.h"

namespace stator::api {

inline constexpr int64_t kSecondMicros = 1'000'000;

class CapacityTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(CapacityMode::kPartition); }

  void Open(CapacityMode mode, int64_t partition_bytes = limits::kPartitionBytes) {
    engine_.reset();
    auto engine = Engine::Open({.in_memory = true,
                                .capacity = mode,
                                .partition_bytes = partition_bytes,
                                .clock = &clock_});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
  }

  // `members` follow the name: billing and more. Key: pk and sk, strings.
  void Create(const std::string& name, const std::string& members) {
    const CallReply reply = engine_->Call({}, "CreateTable",
                                          R"({"TableName":")" + name + R"(",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
                                {"AttributeName":"sk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                     {"AttributeName":"sk","KeyType":"RANGE"}],)" +
                                              members + "}");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
  }
  static std::string OnDemand() { return R"("BillingMode":"PAY_PER_REQUEST")"; }
  static std::string Provisioned(int read_units, int write_units) {
    return R"("ProvisionedThroughput":{"ReadCapacityUnits":)" + std::to_string(read_units) +
           R"(,"WriteCapacityUnits":)" + std::to_string(write_units) + "}";
  }

  CallReply PutJson(const std::string& table, const std::string& item) {
    return engine_->Call({}, "PutItem", R"({"TableName":")" + table + R"(","Item":)" + item + "}");
  }
  Status Put(const std::string& table, const std::string& pk, const std::string& sk) {
    const Item item = {{"pk", pk}, {"sk", sk}};
    return engine_->PutItem({.table_name = table, .item = item}).status();
  }
  // Writes items of one unit until one is refused, at most `most`: how many went in.
  int PutUntilThrottled(const std::string& table, const std::string& pk, int most) {
    for (int i = 0; i < most; ++i) {
      const Status status = Put(table, pk, std::to_string(i));
      if (ThrottleOf(status)) return i;
      EXPECT_TRUE(status.ok()) << status.message();
    }
    return most;
  }
  void Advance(double seconds) {
    clock_.Advance(static_cast<int64_t>(seconds * static_cast<double>(kSecondMicros)));
  }
  // Until background jobs have done what the clock has made due.
  void CatchUp() { EXPECT_TRUE(engine_->WaitCaughtUp(60 * kSecondMicros)); }

  DescribePartitionsResponse Describe(const std::string& table) {
    auto reply = engine_->DescribePartitions({.table_name = table});
    EXPECT_TRUE(reply.ok()) << reply.status().message();
    return reply.ok() ? *std::move(reply) : DescribePartitionsResponse{.resources = {{}}};
  }
  // Of the table itself.
  std::vector<PartitionRange> Ranges(const std::string& table) {
    return Describe(table).resources.front().use.ranges;
  }

  ManualClock clock_{1'700'000'000 * kSecondMicros};
  std::unique_ptr<Engine> engine_;
};

}  // namespace stator::api
