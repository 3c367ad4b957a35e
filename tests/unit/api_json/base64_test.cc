#include "api/json/base64.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace stator::api::json {
namespace {

std::string Encode(std::string_view bytes) {
  std::string out;
  AppendBase64(bytes, &out);
  return out;
}

std::string ErrorOf(std::string_view text) {
  std::string ignored;
  const Status status = AppendBase64Decoded(text, &ignored);
  EXPECT_TRUE(status.ok() || status.code() == Code::kSerialization);
  return status.message();
}

TEST(Base64Test, TheVectorsOfRfc4648) {
  EXPECT_EQ(Encode(""), "");
  EXPECT_EQ(Encode("f"), "Zg==");
  EXPECT_EQ(Encode("fo"), "Zm8=");
  EXPECT_EQ(Encode("foo"), "Zm9v");
  EXPECT_EQ(Encode("foob"), "Zm9vYg==");
  EXPECT_EQ(Encode("fooba"), "Zm9vYmE=");
  EXPECT_EQ(Encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Encode("\xfb\xff\xfe"), "+//+");
}

TEST(Base64Test, RandomBytesReadBack) {
  std::mt19937 random(20120810);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 100, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    std::string decoded;
    ASSERT_TRUE(AppendBase64Decoded(Encode(bytes), &decoded).ok());
    ASSERT_EQ(decoded, bytes);
  }
}

TEST(Base64Test, PaddingIsRequired) {
  EXPECT_EQ(ErrorOf("abc"), "Base64 encoded length is expected a multiple of 4 bytes but found: 3");
  EXPECT_EQ(ErrorOf("23456"),
            "Base64 encoded length is expected a multiple of 4 bytes but found: 5");
}

TEST(Base64Test, UnusedBitsMustBeZero) {
  EXPECT_EQ(ErrorOf("Zh=="), "Invalid last non-pad Base64 character dectected");
  EXPECT_EQ(ErrorOf("=+/="), "Invalid last non-pad Base64 character dectected");
  EXPECT_EQ(ErrorOf("Zm9="), "Invalid last non-pad Base64 character dectected");
}

TEST(Base64Test, OnlyTheStandardAlphabet) {
  EXPECT_EQ(ErrorOf("ab_-"), "Invalid Base64 character: '_'");
  EXPECT_EQ(ErrorOf("ab c"), "Invalid Base64 character: ' '");
  EXPECT_EQ(ErrorOf("Zg==Zg=="), "Invalid Base64 character: '='");
  EXPECT_EQ(ErrorOf("===="), "Invalid Base64 character: '='");
  EXPECT_EQ(ErrorOf("a\xff=="), "Invalid Base64 character: '\xff'");
}

TEST(Base64Test, ACharacterBeyondAsciiIsRepeatedWhole) {
  EXPECT_EQ(ErrorOf("é23"), "Invalid Base64 character: 'é'");
  EXPECT_EQ(ErrorOf("abc€de"), "Invalid Base64 character: '€'");  // over the end of a group
  EXPECT_EQ(ErrorOf("aé="), "Invalid Base64 character: 'é'");
}

}  // namespace
}  // namespace stator::api::json
