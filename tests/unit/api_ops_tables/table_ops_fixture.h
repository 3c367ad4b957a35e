// The table operations against a store in memory: requests and replies as JSON, the way the server
// calls them, on a clock that the test moves.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/clock.h"
#include "kv/table/database.h"

namespace stator::api {

class TableOpsTest : public ::testing::Test {
 protected:
  // Friday, October 9, 2026, 00:20:00 UTC.
  static constexpr int64_t kStartSeconds = 1'791'505'200;

  void SetUp() override { Open(0); }
  void Open(int64_t transient_status_micros);
  void Open(DatabaseOptions options);

  // The reply's JSON, or "<code>: <message>" as CodeName has the code.
  std::string Call(std::string_view operation, std::string_view body);
  // A call that must succeed.
  std::string Ok(std::string_view operation, std::string_view body);
  // The value at a path such as "Table.KeySchema.0.AttributeName" in a reply: a string as it is, a
  // number, a bool or a list's or object's size as text; "absent" where there is none.
  static std::string At(std::string_view reply, std::string_view path);
  std::string Describe(std::string_view table, std::string_view path);

  // A table "t" with the key pk (S), per request unless provisioned.
  void CreateSimple(std::string_view name = "tab");
  void CreateProvisioned(std::string_view name, int64_t units);
  // With a global index "gsi" on gk (S).
  void CreateWithIndex(std::string_view name = "tab");
  void CreateProvisionedWithIndex(std::string_view name, int64_t units);

  void WaitForJobs() { database_->lifecycle().WaitIdle(); }
  void AdvanceSeconds(int64_t seconds) { clock_.Advance(seconds * 1'000'000); }

  ManualClock clock_{kStartSeconds * 1'000'000 + 250'000};
  std::unique_ptr<Database> database_;
  OpContext context_;
};

}  // namespace stator::api
