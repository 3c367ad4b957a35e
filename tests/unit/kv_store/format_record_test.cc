#include "kv/store/format_record.h"

#include <gtest/gtest.h>

#include <string>

#include "kv/store/store.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

TEST(FormatRecord, HasFrozenBytes) {
  EXPECT_EQ(FormatRecordKey(), std::string("\0format", 7));
  EXPECT_EQ(EncodeFormatRecord({1, 8, 300}), "\x01\x08\xAC\x02");
}

TEST(FormatRecord, IsReadBack) {
  const FormatRecord record{1, 256, UINT64_MAX};
  const Result<FormatRecord> read = DecodeFormatRecord(EncodeFormatRecord(record));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, record);
}

TEST(FormatRecord, DamageIsNoticed) {
  const std::string good = EncodeFormatRecord({1, 8, 300});
  for (size_t n = 0; n < good.size(); ++n) {
    EXPECT_EQ(DecodeFormatRecord(good.substr(0, n)).status().code(), Code::kCorruption) << n;
  }
  EXPECT_EQ(DecodeFormatRecord(good + "x").status().code(), Code::kCorruption);
}

TEST(FormatRecord, IsInTheCatalogFamilyOfEveryStore) {
  const auto store = testing::MustOpen(Store::Open(testing::InMemoryStoreOptions()));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(testing::GetOne(*store, kCatalogFamily, FormatRecordKey()), "\x01\x04\x01");
}

}  // namespace
}  // namespace stator
