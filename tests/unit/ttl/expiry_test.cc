#include "ttl/expiry.h"

#include <gtest/gtest.h>

namespace stator::ttl {
namespace {

using Seconds = std::optional<int64_t>;

Seconds Read(const AttributeValue& value) {
  const Item item = {{"pk", "a"}, {"ttl", value}};
  return ExpirySeconds(item.view(), "ttl");
}
Seconds ReadNumber(std::string_view text) { return Read(AttributeValue(*Number::Parse(text))); }

TEST(ExpirySeconds, IsTheNumberInTheAttribute) {
  EXPECT_EQ(ReadNumber("1791505200"), Seconds(1'791'505'200));
  EXPECT_EQ(ReadNumber("0"), Seconds(0));
  EXPECT_EQ(ReadNumber("1.7915052E9"), Seconds(1'791'505'200));
  EXPECT_EQ(ReadNumber("2E9"), Seconds(2'000'000'000));
}

TEST(ExpirySeconds, CutsFractionsOff) {
  EXPECT_EQ(ReadNumber("1791505200.999"), Seconds(1'791'505'200));
  EXPECT_EQ(ReadNumber("0.9"), Seconds(0));
  EXPECT_EQ(ReadNumber("1E-130"), Seconds(0));
  EXPECT_EQ(ReadNumber("9.9999999999999999999999999999999999999"), Seconds(9));
}

TEST(ExpirySeconds, IsNoneForNegativeTimes) {
  EXPECT_EQ(ReadNumber("-1"), std::nullopt);
  EXPECT_EQ(ReadNumber("-0.5"), std::nullopt);
  EXPECT_EQ(ReadNumber("-1E125"), std::nullopt);
}

TEST(ExpirySeconds, IsNoneForTimesThatNoClockReaches) {
  EXPECT_EQ(ReadNumber(std::to_string(kLastSecond)), Seconds(kLastSecond));
  EXPECT_EQ(ReadNumber(std::to_string(kLastSecond + 1)), std::nullopt);
  EXPECT_EQ(ReadNumber("18446744073709551616"), std::nullopt);
  EXPECT_EQ(ReadNumber("99999999999999999999999999999999999999"), std::nullopt);
  EXPECT_EQ(ReadNumber("1E38"), std::nullopt);
  EXPECT_EQ(ReadNumber("1E125"), std::nullopt);
  // Milliseconds: a legal time, far ahead.
  EXPECT_EQ(ReadNumber("1791505200000"), Seconds(1'791'505'200'000));
}

TEST(ExpirySeconds, IsNoneForOtherTypesAndPlaces) {
  EXPECT_EQ(Read(AttributeValue("1791505200")), std::nullopt);
  EXPECT_EQ(Read(AttributeValue::MakeList({AttributeValue(5)})), std::nullopt);
  AttributeMap inner;
  inner.Set("ttl", 5);
  EXPECT_EQ(Read(AttributeValue(inner)), std::nullopt);
  const Item nested = {{"pk", "a"}, {"map", AttributeValue(inner)}};
  EXPECT_EQ(ExpirySeconds(nested.view(), "ttl"), std::nullopt);
  EXPECT_EQ(ExpirySeconds(nested.view(), "map.ttl"), std::nullopt);
}

TEST(IsDue, BeginsWithTheSecondItself) {
  EXPECT_FALSE(IsDue(1'001, 1'000));
  EXPECT_TRUE(IsDue(1'000, 1'000));
  EXPECT_TRUE(IsDue(999, 1'000));
}

TEST(IsDue, EndsFiveYearsLater) {
  constexpr int64_t kNow = 1'791'505'200;
  EXPECT_TRUE(IsDue(kNow - kForgottenAfterSeconds + 1, kNow));
  EXPECT_FALSE(IsDue(kNow - kForgottenAfterSeconds, kNow));
  EXPECT_FALSE(IsDue(0, kNow));
  EXPECT_TRUE(IsDue(0, 1'000)) << "a clock of 1970";
}

}  // namespace
}  // namespace stator::ttl
