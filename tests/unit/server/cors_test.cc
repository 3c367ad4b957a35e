#include "server/cors.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

TEST(CorsTest, StarAllowsEveryOrigin) {
  EXPECT_EQ(CorsPolicy("*").AllowOrigin("http://localhost:3000"), "*");
}

TEST(CorsTest, ListAllowsOnlyItsOrigins) {
  const CorsPolicy policy("http://a, http://b");
  EXPECT_EQ(policy.AllowOrigin("http://a"), "http://a");
  EXPECT_EQ(policy.AllowOrigin("http://b"), "http://b");
  EXPECT_EQ(policy.AllowOrigin("http://c"), "");
  EXPECT_EQ(policy.AllowOrigin("http://a.evil"), "");
}

TEST(CorsTest, AddsNothingToRequestsThatComeFromNoPage) {
  EXPECT_EQ(CorsPolicy("*").AllowOrigin(""), "");
}

TEST(CorsTest, AnEmptyListAllowsNothing) { EXPECT_EQ(CorsPolicy("").AllowOrigin("http://a"), ""); }

}  // namespace
}  // namespace stator::server
