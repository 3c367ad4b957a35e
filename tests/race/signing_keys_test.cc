// The signing keys that threads share: whatever they find is the right key for the secret that they
// ask with, while keys are kept, changed and dropped.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "server/auth/signing_key.h"

namespace stator::server {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 2'000;

TEST(SigningKeysRaceTest, FindsTheKeyOfTheSecret) {
  SigningKeys keys;
  const std::vector<std::string> secrets = {"old", "new"};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&keys, &secrets, thread] {
      for (int i = 0; i < kRounds; ++i) {
        const std::string id = "AKIA" + std::to_string(i % 7);
        const std::string& secret = secrets[static_cast<size_t>(thread + i / 100) % 2];
        const SigningScope scope = {id, "20261123", "eu-west-1", "dynamodb"};
        const SigningKeys::Found found = keys.Find(secret, scope);
        EXPECT_EQ(found.key.Sign("a"), HmacSha256(BytesOf(DeriveSigningKey(secret, scope)), "a"));
        if (!found.kept) keys.Keep(secret, scope, found.key);
        EXPECT_LE(keys.size(), 7U);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// So many that shards are emptied again and again.
TEST(SigningKeysRaceTest, StaysBounded) {
  SigningKeys keys;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&keys, thread] {
      for (int i = 0; i < 3 * kRounds; ++i) {
        const std::string id = std::to_string(thread) + "/" + std::to_string(i);
        keys.Keep("secret", {id, "20261123", "r", "s"}, HmacKey(""));
        keys.Find("secret", {id, "20261123", "r", "s"});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(keys.size(), SigningKeys::kShards * SigningKeys::kKeysPerShard);
}

}  // namespace
}  // namespace stator::server
