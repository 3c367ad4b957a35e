// AES-256-CTR: the vectors of NIST, and any range against OpenSSL in one go.
#include "kv/store/counter_cipher.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/seeded_random.h"

namespace stator {
namespace {

using testing::SeededRandom;

std::string FromHex(std::string_view digits) {
  std::string bytes;
  for (size_t i = 0; i < digits.size(); i += 2) {
    bytes.push_back(
        static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, /*base=*/16)));
  }
  return bytes;
}

CipherCounter CounterOf(std::string_view bytes) {
  CipherCounter counter{};
  std::memcpy(counter.data(), bytes.data(), counter.size());
  return counter;
}

std::string RandomBytes(SeededRandom* random, size_t size) {
  std::string bytes;
  while (bytes.size() < size) bytes.push_back(static_cast<char>(random->Between(0, 255)));
  return bytes;
}

// Independent of the class under test: one context, one call.
std::string InOneGo(const std::string& key, const CipherCounter& first, std::string text) {
  EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
  auto* const bytes = reinterpret_cast<unsigned char*>(text.data());
  int written = 0;
  EXPECT_EQ(EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nullptr,
                               reinterpret_cast<const unsigned char*>(key.data()), first.data()),
            1);
  EXPECT_EQ(EVP_EncryptUpdate(context, bytes, &written, bytes, static_cast<int>(text.size())), 1);
  EVP_CIPHER_CTX_free(context);
  return text;
}

// NIST SP 800-38A, F.5.5 (CTR-AES256.Encrypt).
constexpr std::string_view kNistKey =
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
constexpr std::string_view kNistCounter = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
constexpr std::string_view kNistPlain =
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
constexpr std::string_view kNistCipher =
    "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
    "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6";

TEST(CounterCipher, EncryptsTheVectorsOfNist) {
  const CounterCipher cipher(FromHex(kNistKey));
  std::string text = FromHex(kNistPlain);
  ASSERT_TRUE(cipher.Apply(CounterOf(FromHex(kNistCounter)), 0, text.data(), text.size()));
  EXPECT_EQ(text, FromHex(kNistCipher));
  ASSERT_TRUE(cipher.Apply(CounterOf(FromHex(kNistCounter)), 0, text.data(), text.size()));
  EXPECT_EQ(text, FromHex(kNistPlain));
}

TEST(CounterCipher, EveryRangeOfTheVectorsIsThatOfTheWhole) {
  const CounterCipher cipher(FromHex(kNistKey));
  const std::string plain = FromHex(kNistPlain);
  const std::string whole = FromHex(kNistCipher);
  for (size_t begin = 0; begin <= plain.size(); ++begin) {
    for (size_t end = begin; end <= plain.size(); ++end) {
      std::string part = plain.substr(begin, end - begin);
      ASSERT_TRUE(cipher.Apply(CounterOf(FromHex(kNistCounter)), begin, part.data(), part.size()));
      ASSERT_EQ(part, whole.substr(begin, end - begin)) << begin << " to " << end;
    }
  }
}

TEST(CounterCipher, RandomRangesAreThoseOfOneGo) {
  SeededRandom random(20260921);
  for (int round = 0; round < 300; ++round) {
    const std::string key = RandomBytes(&random, 32);
    CipherCounter first = CounterOf(RandomBytes(&random, 16));
    // Often close below 2^64 or 2^128 blocks, so that the sum carries and wraps.
    const int ones = static_cast<int>(random.Between(0, 15));
    for (int i = 0; i < ones; ++i) first[static_cast<size_t>(15 - i)] = 0xFF;
    const CounterCipher cipher(key);
    const std::string plain = RandomBytes(&random, static_cast<size_t>(random.Between(1, 5000)));
    const std::string whole = InOneGo(key, first, plain);
    for (int i = 0; i < 10; ++i) {
      const auto begin =
          static_cast<size_t>(random.Between(0, static_cast<int64_t>(plain.size()) - 1));
      const auto size =
          static_cast<size_t>(random.Between(0, static_cast<int64_t>(plain.size() - begin)));
      std::string part = plain.substr(begin, size);
      ASSERT_TRUE(cipher.Apply(first, begin, part.data(), part.size()));
      ASSERT_EQ(part, whole.substr(begin, size)) << "round " << round << ", " << begin;
    }
  }
}

TEST(CounterCipher, ACounterCarriesThroughAllItsBytes) {
  const CipherCounter ones = CounterOf(FromHex("ffffffffffffffffffffffffffffffff"));
  EXPECT_EQ(AddBlocks(ones, 1), CipherCounter{});
  EXPECT_EQ(AddBlocks(CipherCounter{}, UINT64_MAX),
            CounterOf(FromHex("0000000000000000ffffffffffffffff")));
  EXPECT_EQ(AddBlocks(CounterOf(FromHex("0000000000000000ffffffffffffffff")), 2),
            CounterOf(FromHex("00000000000000010000000000000001")));
  EXPECT_EQ(AddBlocks(CounterOf(FromHex("00000000000000ffffffffffffffffff")), UINT64_MAX),
            CounterOf(FromHex("0000000000000100fffffffffffffffe")));
  EXPECT_EQ(AddBlocks(ones, 0), ones);
}

TEST(CounterCipher, FarOffsetsHaveTheirOwnBlocks) {
  const std::string key(32, 'k');
  const CounterCipher cipher(key);
  const CipherCounter first = CounterOf(FromHex("00112233445566778899aabbccddeeff"));
  const uint64_t offset = (uint64_t{1} << 60) + 5;
  std::string part(100, 'p');
  ASSERT_TRUE(cipher.Apply(first, offset, part.data(), part.size()));
  EXPECT_EQ(part,
            InOneGo(key, AddBlocks(first, offset / 16), std::string(5, 'x') + std::string(100, 'p'))
                .substr(5));
}

TEST(CounterCipher, ManyThreadsMayUseOne) {
  const std::string key(32, 'k');
  const CounterCipher cipher(key);
  std::vector<std::thread> threads;
  std::vector<int> wrong(8, 0);
  for (size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      CipherCounter first{};
      first[0] = static_cast<unsigned char>(t);
      const std::string expected = InOneGo(key, first, std::string(999, 'a'));
      for (int i = 0; i < 500; ++i) {
        std::string text(999, 'a');
        if (!cipher.Apply(first, 0, text.data(), text.size()) || text != expected) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::count(wrong.begin(), wrong.end(), 0), 8);
}

}  // namespace
}  // namespace stator
