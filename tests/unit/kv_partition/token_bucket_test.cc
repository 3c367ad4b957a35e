#include "kv/partition/token_bucket.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

constexpr int64_t kSecond = 1'000'000;

TEST(TokenBucketTest, WithoutALimitItAdmitsEverything) {
  TokenBucket bucket;
  bucket.Take(1e12, 0);
  EXPECT_TRUE(bucket.Admits(0));
  EXPECT_FALSE(bucket.limited());
}

TEST(TokenBucketTest, AdmitsWhileAnythingIsLeftAndMayBeOverdrawnByOneRequest) {
  TokenBucket bucket(10, 10, 0);
  bucket.Take(9.5, 0);
  EXPECT_TRUE(bucket.Admits(0));
  bucket.Take(20, 0);
  EXPECT_EQ(bucket.Left(0), -19.5);
  EXPECT_FALSE(bucket.Admits(kSecond));     // -9.5
  EXPECT_FALSE(bucket.Admits(1'950'000));   // 0
  EXPECT_TRUE(bucket.Admits(2 * kSecond));  // 0.5
}

TEST(TokenBucketTest, SavesUpToItsCapacity) {
  TokenBucket bucket(150, 300 * 150, 0);
  bucket.Take(45'000, 0);
  EXPECT_FALSE(bucket.Admits(0));
  EXPECT_EQ(bucket.Left(10 * kSecond), 1'500);
  EXPECT_EQ(bucket.Left(100'000 * kSecond), 45'000);
}

TEST(TokenBucketTest, AChangeGivesNothing) {
  TokenBucket bucket(10, 100, 0);
  bucket.Take(60, 0);
  bucket.Change(1'000, 5'000, 0);
  EXPECT_EQ(bucket.Left(0), 40);
  EXPECT_EQ(bucket.Left(kSecond), 1'040);
  bucket.Change(1, 10, kSecond);
  EXPECT_EQ(bucket.Left(kSecond), 10);
}

TEST(TokenBucketTest, TimesOutOfOrderFillNothingTwice) {
  TokenBucket bucket(1, 10, 0);
  bucket.Take(10, 0);
  EXPECT_EQ(bucket.Left(5 * kSecond), 5);
  EXPECT_EQ(bucket.Left(3 * kSecond), 5);
  EXPECT_EQ(bucket.Left(5 * kSecond), 5);
}

}  // namespace
}  // namespace stator
