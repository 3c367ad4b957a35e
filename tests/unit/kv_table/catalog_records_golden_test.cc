#include <gtest/gtest.h>

#include "kv/table/catalog_records.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace std::string_literals;

TEST(CatalogRecordsGolden, Keys) {
  EXPECT_EQ(TableRecordKey(0x01020304), "\x01\x01\x02\x03\x04"s);
  EXPECT_EQ(NextIdRecordKey(), "\x02"s);
  EXPECT_EQ(DroppedRecordKey(7), "\x03\x00\x00\x00\x07"s);
  EXPECT_EQ(BackfillProgressKey(7), "\x04\x00\x00\x00\x07"s);
  EXPECT_EQ(CountersRecordKey(), "\x05"s);
  EXPECT_EQ(NextChangeRecordKey(), "\x06"s);
}

TEST(CatalogRecordsGolden, RangeOfAKindEndsBeforeTheNextKind) {
  const KeyRange range = CatalogRecordRange(CatalogRecord::kTable);
  EXPECT_EQ(range.begin, "\x01"s);
  EXPECT_EQ(range.end, "\x02"s);
}

TEST(CatalogRecordsGolden, Id) {
  EXPECT_EQ(EncodeId(0x00000101), "\x00\x00\x01\x01"s);
  EXPECT_EQ(*DecodeId("\x00\x00\x01\x01"s), 0x101u);
  EXPECT_EQ(DecodeId("\x00\x01\x01"s).status().code(), Code::kCorruption);
}

TEST(CatalogRecordsGolden, ChangeNumber) {
  EXPECT_EQ(EncodeChangeNumber(0x0102), "\0\0\0\0\0\0\x01\x02"s);
  EXPECT_EQ(*DecodeChangeNumber("\0\0\0\0\0\0\x01\x02"s), 0x0102u);
  EXPECT_EQ(DecodeChangeNumber("\x01\x02"s).status().code(), Code::kCorruption);
}

TEST(CatalogRecordsGolden, DroppedIds) {
  const std::string value = EncodeDroppedIds({5, 6});
  EXPECT_EQ(value, "\x00\x00\x00\x05\x00\x00\x00\x06"s);
  const Result<DroppedIds> dropped = DecodeDropped(DroppedRecordKey(5), value);
  ASSERT_TRUE(dropped.ok());
  EXPECT_EQ(dropped->id, 5u);
  EXPECT_EQ(dropped->ids, (std::vector<uint32_t>{5, 6}));
  EXPECT_EQ(DecodeDropped("\x03", value).status().code(), Code::kCorruption);
  EXPECT_EQ(DecodeDropped(DroppedRecordKey(5), "\x01").status().code(), Code::kCorruption);
}

TEST(CatalogRecordsGolden, Counters) {
  const std::vector<SavedCounters> counters = {{1, 2, 300}, {4, 0, 0}};
  const std::string bytes = EncodeCounters(counters);
  EXPECT_EQ(bytes, "\x02\x01\x02\xac\x02\x04\x00\x00"s);
  EXPECT_EQ(*DecodeCounters(bytes), counters);
}

TEST(CatalogRecordsGolden, CountersThatAreCutOrTooLongAreRefused) {
  const std::string bytes = EncodeCounters({{1, 2, 300}});
  for (size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_EQ(DecodeCounters(bytes.substr(0, length)).status().code(), Code::kCorruption) << length;
  }
  EXPECT_EQ(DecodeCounters(bytes + "x").status().code(), Code::kCorruption);
}

}  // namespace
}  // namespace stator
