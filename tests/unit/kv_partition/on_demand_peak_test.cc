#include "kv/partition/on_demand_peak.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kMinute = 60 * kSecond;

// So many units a second for a minute, from `start` on.
void Load(OnDemandPeak* peak, double units_per_second, int64_t start) {
  for (int second = 0; second < 60; ++second) {
    peak->Count(units_per_second, start + second * kSecond);
  }
}

TEST(OnDemandPeakTest, ServesTwiceThePreviousPeakHalfAnHourAfterIt) {
  OnDemandPeak peak(4'000, 0);
  EXPECT_EQ(peak.Allowed(0), 4'000);
  Load(&peak, 4'000, 0);
  EXPECT_EQ(peak.Allowed(kMinute), 4'000);
  EXPECT_EQ(peak.Allowed(30 * kMinute), 4'000);
  EXPECT_EQ(peak.Allowed(31 * kMinute), 8'000);
  Load(&peak, 8'000, 31 * kMinute);
  EXPECT_EQ(peak.Allowed(60 * kMinute), 8'000);
  EXPECT_EQ(peak.Allowed(62 * kMinute), 16'000);
}

TEST(OnDemandPeakTest, ALowerMinuteChangesNothing) {
  OnDemandPeak peak(4'000, 0);
  Load(&peak, 1'999, 0);
  EXPECT_EQ(peak.Allowed(100 * kMinute), 4'000);
}

TEST(OnDemandPeakTest, APeakThatGrowsWhileItSettlesKeepsItsHalfHour) {
  OnDemandPeak peak(4'000, 0);
  Load(&peak, 3'000, 0);
  Load(&peak, 4'000, kMinute);
  EXPECT_EQ(peak.Allowed(30 * kMinute), 4'000);
  EXPECT_EQ(peak.Allowed(31 * kMinute), 8'000);
}

TEST(OnDemandPeakTest, MinutesBeginWithTheFirstRequestAfterAPause) {
  OnDemandPeak peak(4'000, 0);
  const int64_t start = 10 * kMinute + 37 * kSecond;
  Load(&peak, 4'000, start);
  EXPECT_EQ(peak.Allowed(start + 31 * kMinute), 8'000);
}

TEST(OnDemandPeakTest, WarmThroughputNeverLowersIt) {
  OnDemandPeak peak(4'000, 0);
  peak.Warm(30'000);
  EXPECT_EQ(peak.Allowed(0), 30'000);
  peak.Warm(10'000);
  EXPECT_EQ(peak.Allowed(0), 30'000);
}

}  // namespace
}  // namespace stator
