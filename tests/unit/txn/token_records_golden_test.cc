#include <gtest/gtest.h>

#include "txn/token_records.h"

namespace stator::txn {
namespace {

using namespace std::string_literals;

TEST(TokenRecordsGolden, Keys) {
  const std::string key = TokenRecordKey("111/eu", "to\0k"s, "");
  EXPECT_EQ(key, "\x80"s + "111/eu\x00\x01to\x00\xFFk\x00\x01"s);
  EXPECT_EQ(TokenExpiryKey(0x0102, key),
            "\x81"s + "\0\0\0\0\0\0\x01\x02"s + "111/eu\x00\x01to\x00\xFFk\x00\x01"s);
  const auto expiry = DecodeTokenExpiryKey(TokenExpiryKey(0x0102, key));
  ASSERT_TRUE(expiry.ok());
  EXPECT_EQ(expiry->expires_micros, 0x0102);
  EXPECT_EQ(expiry->token_key, key);
}

TEST(TokenRecordsGolden, KeysOfCallers) {
  const std::string key = TokenRecordKey("111/eu", "tok", "arn:b\0b"s);
  EXPECT_EQ(key, "\x80"s +
                     "111/eu\x00\x01tok\x00\x01"
                     "arn:b\x00\xFF"
                     "b\x00\x01"s);
  const std::string expiry_key = TokenExpiryKey(0x0102, key);
  EXPECT_EQ(expiry_key, "\x81"s + "\0\0\0\0\0\0\x01\x02"s + key.substr(1));
  const auto expiry = DecodeTokenExpiryKey(expiry_key);
  ASSERT_TRUE(expiry.ok());
  EXPECT_EQ(expiry->token_key, key);
}

TEST(TokenRecordsGolden, Record) {
  const TokenRecord record{0x1122334455667788, 0x0102, {5, 300}};
  const std::string bytes =
      "\x01\x11\x22\x33\x44\x55\x66\x77\x88\0\0\0\0\0\0\x01\x02\x02\x05\xAC\x02"s;
  EXPECT_EQ(EncodeTokenRecord(record), bytes);
  const auto decoded = DecodeTokenRecord(bytes);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, record);
}

TEST(TokenRecordsGolden, ARangeEndsBeforeItsTime) {
  const KeyRange range = TokenExpiriesBefore(0x0102);
  const std::string key = TokenRecordKey("s", "t", "");
  EXPECT_GE(TokenExpiryKey(0, key), range.begin);
  EXPECT_LT(TokenExpiryKey(0x0101, key), range.end);
  EXPECT_GT(TokenExpiryKey(0x0102, key), range.end);
}

TEST(TokenRecords, RefuseOtherBytes) {
  const std::string good = EncodeTokenRecord({1, 2, {3}});
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_EQ(DecodeTokenRecord(good.substr(0, size)).status().code(), Code::kCorruption);
  }
  EXPECT_FALSE(DecodeTokenRecord(good + "x").ok());
  std::string newer = good;
  newer[0] = 2;
  EXPECT_FALSE(DecodeTokenRecord(newer).ok());
  EXPECT_FALSE(DecodeTokenExpiryKey("\x81short").ok());
}

}  // namespace
}  // namespace stator::txn
