#include "api/ops/call_meter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "api/types/cancellation.h"
#include "kv/partition/throttle.h"

namespace stator::api {
namespace {

constexpr size_t kOperation = 5;

class CallMeterTest : public testing::Test {
 protected:
  static std::shared_ptr<Table> NewTable(uint32_t id, const std::string& name) {
    TableSchema schema;
    schema.id = id;
    schema.name = name;
    return std::make_shared<Table>(std::move(schema));
  }
  static Status ThrottledAt(const std::string& table) {
    return Throttled({CapacityKind::kWrite, ThrottleCause::kKeyRangeThroughput, table, ""});
  }
  static OperationTotals TotalsOf(const Table& table) {
    const OperationEvents* events = table.events().Find(kOperation);
    return events == nullptr ? OperationTotals() : events->Totals();
  }
  // Calls that ended so, over all tables.
  uint64_t Ended(CallOutcome outcome) const {
    return totals_.Of(kOperation)[static_cast<size_t>(outcome)];
  }
  // Of a call on both tables.
  void End(const Status& status, const std::vector<Status>& reasons = {}) {
    CallMeter meter(kOperation, space_, &totals_);
    meter.NoteTable(first_);
    meter.NoteTable(second_);
    meter.NoteTable(first_);
    meter.NoteRefusals(reasons);
    meter.NoteReturned(3, 40);
    meter.Finish(status);
  }

  const std::string space_ = "local/eu-west-1";
  CallTotals totals_;
  const std::shared_ptr<Table> first_ = NewTable(1, "first");
  const std::shared_ptr<Table> second_ = NewTable(2, "second");
};

TEST_F(CallMeterTest, ASuccessIsOneOfEachTable) {
  End(OkStatus());
  EXPECT_EQ(Ended(CallOutcome::kSuccess), 1U);
  EXPECT_EQ(TotalsOf(*first_).success_count(), 1U);
  EXPECT_EQ(TotalsOf(*second_).success_count(), 1U);
  EXPECT_EQ(TotalsOf(*first_).returned, 3U);
  EXPECT_EQ(TotalsOf(*first_).returned_bytes, 40U);
  EXPECT_THAT(totals_.UserErrors(), testing::IsEmpty());
}

TEST_F(CallMeterTest, ErrorsOfTheCallerAreCountedByAccount) {
  End(ValidationError("no"));
  End(Status(Code::kTransactionConflict, ""));
  End(Status(Code::kTransactionCanceled, ""));
  EXPECT_EQ(Ended(CallOutcome::kUserError), 3U);
  EXPECT_THAT(totals_.UserErrors(), testing::ElementsAre(testing::Pair(space_, 3U)));
  EXPECT_EQ(TotalsOf(*first_).success_count(), 0U);
  EXPECT_EQ(TotalsOf(*first_).returned, 0U);
}

TEST_F(CallMeterTest, AFailedConditionIsNoUserError) {
  End(Status(Code::kConditionFailed, ""));
  EXPECT_EQ(Ended(CallOutcome::kConditionFailed), 1U);
  EXPECT_THAT(totals_.UserErrors(), testing::IsEmpty());
}

TEST_F(CallMeterTest, ABatchIsThrottledInAllItsTables) {
  End(ThrottledAt("first"));
  EXPECT_EQ(Ended(CallOutcome::kThrottled), 1U);
  EXPECT_EQ(TotalsOf(*first_).throttled, 1U);
  EXPECT_EQ(TotalsOf(*second_).throttled, 1U);
  EXPECT_THAT(totals_.UserErrors(), testing::IsEmpty());
}

TEST_F(CallMeterTest, ATransactionIsThrottledWhereItsReasonsSay) {
  const std::vector<Status> reasons = {OkStatus(), ThrottledAt("second"), ThrottledAt("second")};
  End(TransactionCanceled(reasons), reasons);
  EXPECT_EQ(Ended(CallOutcome::kThrottled), 1U);
  EXPECT_EQ(TotalsOf(*first_).throttled, 0U);
  EXPECT_EQ(TotalsOf(*second_).throttled, 1U);
}

TEST_F(CallMeterTest, FaultsOfTheServerAreSystemErrorsOfTheTables) {
  End(InternalError("broken"));
  End(Status(Code::kUnavailable, "the disk is full"));
  EXPECT_EQ(Ended(CallOutcome::kSystemError), 2U);
  EXPECT_EQ(TotalsOf(*second_).system_errors, 2U);
  EXPECT_THAT(totals_.UserErrors(), testing::IsEmpty());
}

TEST_F(CallMeterTest, ACallThatAnExceptionEndsIsASystemError) {
  {
    CallMeter meter(kOperation, space_, &totals_);
    meter.NoteTable(first_);
  }
  EXPECT_EQ(Ended(CallOutcome::kSystemError), 1U);
  EXPECT_EQ(TotalsOf(*first_).system_errors, 1U);
}

TEST_F(CallMeterTest, AccountsThatAreToldApartAreBounded) {
  for (size_t i = 0; i < CallTotals::kMostSpaces + 50; ++i) {
    totals_.CountUserError("account" + std::to_string(i) + "/region");
  }
  totals_.CountUserError("account0/region");
  const auto errors = totals_.UserErrors();
  EXPECT_EQ(errors.size(), CallTotals::kMostSpaces + 1);
  EXPECT_EQ(errors.at("account0/region"), 2U);
  EXPECT_EQ(errors.at(std::string(CallTotals::kOther)), 50U);
}

// One account that signed for a thousand regions took the places of all others.
TEST_F(CallMeterTest, AnAccountTakesOnlySoManyPlaces) {
  for (size_t i = 0; i < CallTotals::kMostSpaces; ++i) {
    totals_.CountUserError("greedy/region" + std::to_string(i));
  }
  totals_.CountUserError("modest/region");
  totals_.CountUserError("greedy/region0");
  const auto errors = totals_.UserErrors();
  EXPECT_EQ(errors.size(), CallTotals::kMostRegions + 2);
  EXPECT_EQ(errors.at("greedy/region0"), 2U);
  EXPECT_EQ(errors.at("greedy/other"), CallTotals::kMostSpaces - CallTotals::kMostRegions);
  EXPECT_EQ(errors.at("modest/region"), 1U);
}

}  // namespace
}  // namespace stator::api
