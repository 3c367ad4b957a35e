#include "kv/partition/throttle.h"

#include <gtest/gtest.h>

#include <set>

namespace stator {
namespace {

TEST(ThrottleTest, HasTheSixteenReasonsOfTheService) {
  std::set<std::string> reasons;
  for (size_t cause = 0; cause < kThrottleCauses; ++cause) {
    for (const CapacityKind kind : {CapacityKind::kRead, CapacityKind::kWrite}) {
      for (const auto* index : {"", "by-g"}) {
        reasons.insert(ReasonOf({kind, static_cast<ThrottleCause>(cause), "tab", index}));
      }
    }
  }
  EXPECT_EQ(reasons.size(), 16u);
  EXPECT_TRUE(reasons.count("TableReadProvisionedThroughputExceeded"));
  EXPECT_TRUE(reasons.count("TableWriteKeyRangeThroughputExceeded"));
  EXPECT_TRUE(reasons.count("IndexWriteMaxOnDemandThroughputExceeded"));
  EXPECT_TRUE(reasons.count("IndexReadAccountLimitExceeded"));
}

TEST(ThrottleTest, TravelsInAStatus) {
  const Throttle range{CapacityKind::kWrite, ThrottleCause::kKeyRangeThroughput, "tab", "by-g"};
  const Status status = Throttled(range);
  EXPECT_EQ(status.code(), Code::kThrottled);
  EXPECT_EQ(ThrottleOf(status), range);
  const Throttle ceiling{CapacityKind::kRead, ThrottleCause::kMaxOnDemandThroughput, "tab", ""};
  EXPECT_EQ(Throttled(ceiling).code(), Code::kOverCeiling);
  EXPECT_EQ(ThrottleOf(Throttled(ceiling)), ceiling);
}

TEST(ThrottleTest, OtherStatusesHaveNone) {
  EXPECT_EQ(ThrottleOf(OkStatus()), std::nullopt);
  EXPECT_EQ(ThrottleOf(ValidationError("no")), std::nullopt);
  EXPECT_EQ(ThrottleOf(Status(Code::kThrottled, "without a payload")), std::nullopt);
}

}  // namespace
}  // namespace stator
