#include "server/request_id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace stator::server {
namespace {

class FixedRandom final : public RandomSource {
 public:
  explicit FixedRandom(uint64_t value) : value_(value) {}
  uint64_t Next64() override { return value_; }

 private:
  const uint64_t value_;
};

std::string NewId(RandomSource* random) {
  std::string id;
  NewRequestId(random, &id);
  return id;
}

TEST(RequestIdTest, HasTheServicesForm) {
  const std::string id = NewId(SystemRandom());
  EXPECT_EQ(id.size(), 52u);
  EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUV"), std::string::npos);
  EXPECT_EQ(id.substr(26), "VV4KQNSO5AEMVJF66Q9ASUAAJG");
}

TEST(RequestIdTest, IsMadeOfTheRandomBits) {
  FixedRandom zeros(0);
  EXPECT_EQ(NewId(&zeros).substr(0, 26), std::string(26, '0'));
  FixedRandom ones(~uint64_t{0});
  EXPECT_EQ(NewId(&ones).substr(0, 26), std::string(26, 'V'));
}

TEST(RequestIdTest, DoesNotRepeat) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(NewId(SystemRandom()));
  EXPECT_EQ(ids.size(), 10'000u);
}

TEST(RequestIdTest, ReplacesWhatTheStringHeld) {
  std::string id = "before";
  NewRequestId(SystemRandom(), &id);
  EXPECT_EQ(id.size(), kRequestIdChars);
}

}  // namespace
}  // namespace stator::server
