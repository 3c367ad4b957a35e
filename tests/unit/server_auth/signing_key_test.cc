#include "server/auth/signing_key.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::server {
namespace {

constexpr SigningScope kScope = {"AKIA", "20150830", "us-east-1", "iam"};
constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

HmacKey KeyOf(std::string_view secret, const SigningScope& scope) {
  return HmacKey(BytesOf(DeriveSigningKey(secret, scope)));
}

// Keys are as good as what they sign.
void ExpectSame(const HmacKey& key, const HmacKey& expected) {
  EXPECT_EQ(key.Sign("a message"), expected.Sign("a message"));
}

// AWS General Reference, "Examples of how to derive a signing key for Signature Version 4".
TEST(SigningKeyTest, IsDerivedAsPublished) {
  std::string hex;
  AppendHex(DeriveSigningKey(kSecret, kScope), &hex);
  EXPECT_EQ(hex, "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST(SigningKeysTest, KeepsOnlyWhatItIsTold) {
  SigningKeys keys;
  EXPECT_FALSE(keys.Find(kSecret, kScope).kept);
  EXPECT_FALSE(keys.Find(kSecret, kScope).kept);
  keys.Keep(kSecret, kScope, KeyOf(kSecret, kScope));
  const SigningKeys::Found found = keys.Find(kSecret, kScope);
  EXPECT_TRUE(found.kept);
  ExpectSame(found.key, KeyOf(kSecret, kScope));
}

TEST(SigningKeysTest, TellsScopesApart) {
  SigningKeys keys;
  keys.Keep(kSecret, kScope, KeyOf(kSecret, kScope));
  for (const SigningScope& other : {SigningScope{"AKIB", "20150830", "us-east-1", "iam"},
                                    SigningScope{"AKIA", "20150831", "us-east-1", "iam"},
                                    SigningScope{"AKIA", "20150830", "us-east-2", "iam"},
                                    SigningScope{"AKIA", "20150830", "us-east-1", "sts"}}) {
    EXPECT_FALSE(keys.Find(kSecret, other).kept);
    ExpectSame(keys.Find(kSecret, other).key, KeyOf(kSecret, other));
  }
}

TEST(SigningKeysTest, ForgetsTheKeyOfASecretThatChanged) {
  SigningKeys keys;
  keys.Keep(kSecret, kScope, KeyOf(kSecret, kScope));
  const SigningKeys::Found found = keys.Find("another", kScope);
  EXPECT_FALSE(found.kept);
  ExpectSame(found.key, KeyOf("another", kScope));
}

TEST(SigningKeysTest, IsBounded) {
  SigningKeys keys;
  constexpr size_t kMost = SigningKeys::kShards * SigningKeys::kKeysPerShard;
  for (size_t i = 0; i < 2 * kMost; ++i) {
    const std::string id = std::to_string(i);
    keys.Keep(kSecret, {id, "20150830", "r", "s"}, HmacKey(""));
  }
  EXPECT_LE(keys.size(), kMost);
  EXPECT_GE(keys.size(), kMost / 4);
}

}  // namespace
}  // namespace stator::server
