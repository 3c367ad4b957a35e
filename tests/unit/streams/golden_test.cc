// The bytes of the streams family, which must never change: kv/FORMAT.md, "Streams family".
#include <gtest/gtest.h>

#include "streams/change_record.h"
#include "streams/stream_keys.h"
#include "streams/stream_records.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    if (!hex.empty()) hex.push_back(' ');
    hex.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    hex.push_back(kDigits[static_cast<unsigned char>(c) & 0xF]);
  }
  return hex;
}

TEST(StreamsGolden, Keys) {
  const StreamId stream{0x01020304, 5};
  EXPECT_EQ(Hex(StreamKey("s", "t", "L")), "01 73 00 01 74 00 01 4C");
  EXPECT_EQ(Hex(ShardKey(stream, 6)), "02 01 02 03 04 00 00 00 05 00 00 00 06");
  EXPECT_EQ(Hex(ChangeKey(stream, 6, 0x0708).bytes()),
            "03 01 02 03 04 00 00 00 05 00 00 00 06 00 00 00 00 00 00 07 08");
  EXPECT_EQ(Hex(TrimmedKey(stream)), "04 01 02 03 04 00 00 00 05");
}

TEST(StreamsGolden, StreamRecord) {
  StreamInfo stream;
  stream.id = {7, 2};
  stream.space = "s";
  stream.table_name = "t";
  stream.label = "L";
  stream.view = StreamViewType::kNewAndOldImages;
  stream.hash_key = "pk";
  stream.range_key = "sk";
  stream.created_micros = 100;
  stream.disabled_micros = 200;
  const std::string bytes = EncodeStream(stream);
  EXPECT_EQ(Hex(bytes),
            "01 01 01 07 02 01 02 03 01 73 04 01 74 05 01 4C 06 01 04 07 02 70 6B 08 02 73 6B "
            "09 02 C8 01 0A 02 90 03");
  EXPECT_EQ(*DecodeStream(bytes), stream);
}

TEST(StreamsGolden, StreamRecordWithAPolicy) {
  StreamInfo stream;
  stream.id = {7, 2};
  const std::string without = Hex(EncodeStream(stream));
  stream.policy = {"{}", 64};
  const std::string bytes = EncodeStream(stream);
  EXPECT_EQ(Hex(bytes), without + " 0B 02 7B 7D 0C 02 80 01");
  EXPECT_EQ(*DecodeStream(bytes), stream);
  stream.policy.Detach();
  EXPECT_EQ(Hex(EncodeStream(stream)), without + " 0B 00 0C 02 80 01");
}

TEST(StreamsGolden, ShardRecord) {
  ShardInfo shard;
  shard.number = 9;
  shard.partition_id = 3;
  shard.opened_micros = 100;
  shard.first_number = 5;
  const std::string open = EncodeShard(shard);
  EXPECT_EQ(Hex(open), "01 03 01 03 04 02 C8 01 05 01 05");
  EXPECT_EQ(*DecodeShard(9, open), shard);

  shard.parent = ShardParent{0, 50};
  shard.closed_micros = 200;
  shard.last_number = 300;
  const std::string closed = EncodeShard(shard);
  EXPECT_EQ(Hex(closed),
            "01 01 01 00 02 01 64 03 01 03 04 02 C8 01 05 01 05 06 02 90 03 07 02 AC 02");
  EXPECT_EQ(*DecodeShard(9, closed), shard);
}

TEST(StreamsGolden, TrimPoint) {
  EXPECT_EQ(Hex(EncodeTrimmed(0x0102)), "00 00 00 00 00 00 01 02");
  EXPECT_EQ(*DecodeTrimmed(EncodeTrimmed(77)), 77U);
}

class ChangeGolden : public ::testing::Test {
 protected:
  std::string Encode(StreamViewType view, const Item* old_item, const Item* new_item,
                     WriteOrigin origin = WriteOrigin::kUser) {
    const ItemView old_view = old_item == nullptr ? ItemView() : old_item->view();
    const ItemView new_view = new_item == nullptr ? ItemView() : new_item->view();
    const ItemChange change{schema_,
                            location_,
                            old_item == nullptr ? nullptr : &old_view,
                            new_item == nullptr ? nullptr : &new_view,
                            1,
                            0x0102,
                            origin};
    std::string bytes;
    AppendChange(view, change, &bytes);
    return Hex(bytes);
  }
  const TableSchema schema_ = testing::SimpleSchema("t", false);
  const Location location_{};
  const Item old_{{"pk", "a"}};
  const Item new_{{"pk", "a"}, {"v", "b"}};
};

TEST_F(ChangeGolden, Changes) {
  const std::string time = "00 00 00 00 00 00 01 02 ";
  const std::string key = "09 01 03 01 02 70 6B 01 01 61";
  const std::string with_v = "0E 01 05 02 02 70 6B 01 01 61 01 76 01 01 62";
  EXPECT_EQ(Encode(StreamViewType::kNewAndOldImages, &old_, &new_),
            "01 52 " + time + with_v + " 06 03 01 03 01 06 00");
  const Item other{{"pk", "a"}, {"v", "cc"}, {"w", "b"}};
  EXPECT_EQ(Encode(StreamViewType::kNewAndOldImages, &other, &new_),
            "01 52 " + time + with_v + " 0C 03 01 08 03 09 02 02 63 63 01 77 01");
  EXPECT_EQ(Encode(StreamViewType::kNewImage, nullptr, &new_), "01 11 " + time + with_v);
  EXPECT_EQ(Encode(StreamViewType::kKeysOnly, &old_, &new_), "01 0A " + time + key);
  EXPECT_EQ(Encode(StreamViewType::kNewImage, &new_, nullptr), "01 0B " + time + key)
      << "no image to take the key from";
  EXPECT_EQ(Encode(StreamViewType::kOldImage, &new_, nullptr, WriteOrigin::kTimeToLive),
            "01 27 " + time + with_v);
}

}  // namespace
}  // namespace stator
