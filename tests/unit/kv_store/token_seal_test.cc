#include "kv/store/token_seal.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test

uint64_t SealIn(const std::string& folder, std::string_view text) {
  const auto store = MustOpen(Store::Open(OnDiskStoreOptions(folder)));
  TokenSeal seal(store.get());
  return seal.Of(text).value();
}

// RFC 4231, test case 1 begins b0344c61d8db3853….
TEST(TokenSealTest, IsTheBeginningOfTheHmac) {
  TokenSeal seal(std::string(20, '\x0b'));
  EXPECT_EQ(seal.Of("Hi There").value(), 0xb0344c61d8db3853U);
}

TEST(TokenSealTest, OutlivesTheProcessAndIsTheFoldersOwn) {
  const ScratchFolder one;
  const ScratchFolder other;
  const std::string path = one.path() + "/data";
  const uint64_t seal = SealIn(path, "token");
  EXPECT_EQ(SealIn(path, "token"), seal);
  EXPECT_NE(SealIn(path, "tokem"), seal);
  EXPECT_NE(SealIn(other.path() + "/data", "token"), seal);
}

TEST(TokenSealTest, AllThreadsHaveTheSameSecret) {
  const auto store = MustOpen(Store::Open(InMemoryStoreOptions()));
  TokenSeal seal(store.get());
  std::vector<uint64_t> seals(4);
  std::vector<std::thread> threads;
  for (uint64_t& one : seals) {
    threads.emplace_back([&seal, &one] { one = seal.Of("token").value(); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const uint64_t one : seals) EXPECT_EQ(one, seals[0]);
}

TEST(TokenSealTest, ADamagedSecretIsNoticed) {
  const auto store = MustOpen(Store::Open(InMemoryStoreOptions()));
  ASSERT_EQ(PutOne(store.get(), kCatalogFamily, TokenSecretRecordKey(), "short"), Code::kOk);
  TokenSeal seal(store.get());
  EXPECT_EQ(seal.Of("token").status().code(), Code::kCorruption);
}

}  // namespace
}  // namespace stator
