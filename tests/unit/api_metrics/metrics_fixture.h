// An engine in memory on a clock that stands still, and ways to find one figure in its metrics.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "api/engine.h"
#include "kv/base/clock.h"

namespace stator::api {

class MetricsTest : public testing::Test {
 protected:
  void SetUp() override { Open({}); }

  void Open(EngineOptions options) {
    engine_.reset();
    options.in_memory = true;
    options.clock = &clock_;
    auto engine = Engine::Open(options);
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
  }

  // Key: pk, a string. `members` follow the name.
  void Create(const std::string& name,
              const std::string& members = R"("BillingMode":"PAY_PER_REQUEST")",
              const CallContext& caller = {}) {
    Ok("CreateTable",
       R"({"TableName":")" + name +
           R"(","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],)" +
           members + "}",
       caller);
  }
  CallReply Call(std::string_view operation, std::string_view body,
                 const CallContext& caller = {}) {
    return engine_->Call(caller, operation, body);
  }
  void Ok(std::string_view operation, std::string_view body, const CallContext& caller = {}) {
    const CallReply reply = Call(operation, body, caller);
    EXPECT_EQ(reply.http_status, 200) << operation << " " << body << "\n" << reply.body;
  }
  void Put(const std::string& table, const std::string& pk, const CallContext& caller = {}) {
    Ok("PutItem", R"({"TableName":")" + table + R"(","Item":{"pk":{"S":")" + pk + R"("}}})",
       caller);
  }

  TableMetrics Of(const std::string& table) {
    Metrics metrics = engine_->Metrics({.table_names = {table}});
    EXPECT_EQ(metrics.tables.size(), 1U) << table;
    return metrics.tables.empty() ? TableMetrics{.resources = {{}}} : metrics.tables.front();
  }
  // All zero: it was not called.
  static OperationTotals TotalsOf(const TableMetrics& table, std::string_view operation) {
    for (const OperationMetrics& one : table.operations) {
      if (one.operation == operation) return one.totals;
    }
    return {};
  }
  OperationTotals TotalsOf(const std::string& table, std::string_view operation) {
    return TotalsOf(Of(table), operation);
  }
  uint64_t Calls(std::string_view operation, CallOutcome outcome) {
    const auto metrics = engine_->Metrics();
    for (const OperationCalls& one : metrics.operations) {
      if (one.operation == operation) return one.calls[static_cast<size_t>(outcome)];
    }
    return 0;
  }

  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<Engine> engine_;
};

}  // namespace stator::api
