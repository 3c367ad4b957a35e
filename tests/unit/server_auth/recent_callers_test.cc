#include "server/auth/recent_callers.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::server {
namespace {

RecentCaller CallerOf(const std::shared_ptr<const Credential>& credential, uint64_t version = 1) {
  return {credential, version, HmacKey("key of " + credential->secret_key)};
}

std::shared_ptr<const Credential> Holder(std::string secret) {
  return std::make_shared<const Credential>(Credential{.secret_key = std::move(secret)});
}

TEST(RecentCallersTest, KnowsWhomItWasTold) {
  RecentCallers callers;
  EXPECT_EQ(callers.Find("a"), nullptr);
  callers.Keep("a", CallerOf(Holder("secret"), 7));
  const RecentCaller* const found = callers.Find("a");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->credential->secret_key, "secret");
  EXPECT_EQ(found->version, 7U);
  EXPECT_EQ(found->key.Sign("m"), HmacSha256("key of secret", "m"));
  EXPECT_EQ(callers.Find("ab"), nullptr);
}

TEST(RecentCallersTest, TheLatestCounts) {
  RecentCallers callers;
  callers.Keep("a", CallerOf(Holder("old")));
  EXPECT_EQ(callers.Keep("a", CallerOf(Holder("new"))).credential->secret_key, "new");
  EXPECT_EQ(callers.Find("a")->credential->secret_key, "new");
  EXPECT_EQ(callers.size(), 1U);
  callers.Forget("a");
  callers.Forget("b");
  EXPECT_EQ(callers.Find("a"), nullptr);
}

// Threads that serve the same caller would otherwise change one counter in turns.
TEST(RecentCallersTest, CountsItsCredentialsItself) {
  RecentCallers callers;
  const auto credential = Holder("secret");
  const auto kept = callers.Keep("a", CallerOf(credential)).credential;
  const auto copy = kept;
  EXPECT_EQ(kept.get(), credential.get());
  EXPECT_EQ(credential.use_count(), 2);
  EXPECT_EQ(kept.use_count(), 3);
}

TEST(RecentCallersTest, IsBounded) {
  RecentCallers callers;
  const auto credential = Holder("secret");
  for (size_t i = 0; i < 3 * RecentCallers::kMost; ++i) {
    callers.Keep(std::to_string(i), CallerOf(credential));
    ASSERT_LE(callers.size(), RecentCallers::kMost);
  }
  EXPECT_GT(callers.size(), 0U);
}

}  // namespace
}  // namespace stator::server
