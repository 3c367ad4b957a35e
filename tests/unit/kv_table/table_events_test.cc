#include "kv/table/table_events.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

TEST(TableEvents, KnowsOnlyOperationsThatWereAskedFor) {
  TableEvents events;
  EXPECT_FALSE(events.any());
  EXPECT_EQ(events.Find(3), nullptr);
  OperationEvents& operation = events.Of(3);
  EXPECT_TRUE(events.any());
  EXPECT_EQ(events.Find(3), &operation);
  EXPECT_EQ(&events.Of(3), &operation);
  EXPECT_EQ(events.Find(4), nullptr);
  EXPECT_NE(&events.Of(TableEvents::kOperations - 1), &operation);
}

TEST(TableEvents, AnExpiredItemIsUse) {
  TableEvents events;
  events.CountExpired();
  EXPECT_TRUE(events.any());
  EXPECT_EQ(events.expired(), 1U);
  EXPECT_EQ(events.Find(0), nullptr);
}

TEST(TableEvents, BoundsOfLatenciesAreInclusive) {
  OperationEvents events;
  const size_t last = kLatencyClasses - 1;
  events.CountSuccess(0);
  events.CountSuccess(kLatencyBoundsMicros.front());
  events.CountSuccess(kLatencyBoundsMicros.front() + 1);
  events.CountSuccess(kLatencyBoundsMicros.back());
  events.CountSuccess(kLatencyBoundsMicros.back() + 1);
  const OperationTotals totals = events.Totals();
  EXPECT_EQ(totals.successes[0], 2U);
  EXPECT_EQ(totals.successes[1], 1U);
  EXPECT_EQ(totals.successes[last - 1], 1U);
  EXPECT_EQ(totals.successes[last], 1U);
  EXPECT_EQ(totals.success_count(), 5U);
  EXPECT_EQ(totals.success_micros, static_cast<uint64_t>(2 * kLatencyBoundsMicros.front() + 1 +
                                                         2 * kLatencyBoundsMicros.back() + 1));
}

TEST(TableEvents, CountsTheRestApart) {
  OperationEvents events;
  events.CountThrottled();
  events.CountThrottled();
  events.CountSystemError();
  events.CountReturned(7, 900);
  events.CountReturned(0, 0);
  const OperationTotals totals = events.Totals();
  EXPECT_EQ(totals.throttled, 2U);
  EXPECT_EQ(totals.system_errors, 1U);
  EXPECT_EQ(totals.returned, 7U);
  EXPECT_EQ(totals.returned_bytes, 900U);
  EXPECT_EQ(totals.success_count(), 0U);
}

}  // namespace
}  // namespace stator
