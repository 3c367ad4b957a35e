#include "streams/change_record.h"

#include <gtest/gtest.h>

#include "streams/stream_reader.h"
#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

constexpr StreamViewType kViews[] = {StreamViewType::kKeysOnly, StreamViewType::kNewImage,
                                     StreamViewType::kOldImage, StreamViewType::kNewAndOldImages};

bool ShowsNew(StreamViewType view) {
  return view == StreamViewType::kNewImage || view == StreamViewType::kNewAndOldImages;
}
bool ShowsOld(StreamViewType view) {
  return view == StreamViewType::kOldImage || view == StreamViewType::kNewAndOldImages;
}

class ChangeRecordTest : public ::testing::Test {
 protected:
  std::string Encode(StreamViewType view, const std::optional<Item>& old_item,
                     const std::optional<Item>& new_item, WriteOrigin origin) {
    const ItemView old_view = old_item ? old_item->view() : ItemView();
    const ItemView new_view = new_item ? new_item->view() : ItemView();
    const ItemChange change{
        schema_, location_, old_item ? &old_view : nullptr, new_item ? &new_view : nullptr, 1,
        99,      origin};
    std::string bytes;
    AppendChange(view, change, &bytes);
    return bytes;
  }
  const TableSchema schema_ = testing::SimpleSchema("t", true);
  const Location location_{};
  const StreamInfo stream_ = [] {
    StreamInfo stream;
    stream.hash_key = "pk";
    stream.range_key = "sk";
    return stream;
  }();
};

TEST_F(ChangeRecordTest, EveryViewOfEveryKindComesBackAsItWent) {
  const Item key{{"pk", "a"}, {"sk", 1}};
  const std::optional<Item> before = Item{{"pk", "a"}, {"sk", 1}, {"v", "old"}};
  const std::optional<Item> after = Item{{"pk", "a"}, {"sk", 1}, {"v", "newer"}};
  const struct {
    ChangeKind kind;
    std::optional<Item> old_item, new_item;
  } kinds[] = {{ChangeKind::kInsert, std::nullopt, after},
               {ChangeKind::kModify, before, after},
               {ChangeKind::kRemove, before, std::nullopt}};
  for (const StreamViewType view : kViews) {
    for (const auto& [kind, old_item, new_item] : kinds) {
      for (const WriteOrigin origin : {WriteOrigin::kUser, WriteOrigin::kTimeToLive}) {
        const std::string bytes = Encode(view, old_item, new_item, origin);
        const Result<StreamChange> change = ReadChange(stream_, 5, bytes);
        STATOR_ASSERT_OK(change.status());
        EXPECT_EQ(change->number, 5U);
        EXPECT_EQ(change->kind, kind);
        EXPECT_EQ(change->origin, origin);
        EXPECT_EQ(change->micros, 99);
        EXPECT_EQ(change->key, key);
        EXPECT_EQ(change->new_image, ShowsNew(view) ? new_item : std::nullopt);
        EXPECT_EQ(change->old_image, ShowsOld(view) ? old_item : std::nullopt);
      }
    }
  }
}

TEST_F(ChangeRecordTest, SizeIsThatOfKeyAndImages) {
  const Item before{{"pk", "a"}, {"sk", 1}, {"v", "old"}};
  const Item after{{"pk", "a"}, {"sk", 1}, {"v", "newer"}};
  const auto size = [&](StreamViewType view) {
    return ReadChange(stream_, 1, Encode(view, before, after, WriteOrigin::kUser))->SizeBytes();
  };
  // "pk" and 1, "sk" and 2; "v" and 3 or 5.
  EXPECT_EQ(size(StreamViewType::kKeysOnly), 7U);
  EXPECT_EQ(size(StreamViewType::kNewImage), 7U + 13);
  EXPECT_EQ(size(StreamViewType::kOldImage), 7U + 11);
  EXPECT_EQ(size(StreamViewType::kNewAndOldImages), 7U + 13 + 11);
}

TEST_F(ChangeRecordTest, WhatIsNoRecordIsRefused) {
  const Item item{{"pk", "a"}, {"sk", 1}};
  const std::string bytes =
      Encode(StreamViewType::kNewAndOldImages, item, item, WriteOrigin::kUser);
  ASSERT_TRUE(DecodeChange(bytes).ok());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeChange(std::string_view(bytes).substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(DecodeChange(bytes + "x").ok());
  const auto with = [&bytes](size_t at, char value) {
    std::string changed = bytes;
    changed[at] = value;
    return changed;
  };
  EXPECT_FALSE(DecodeChange(with(0, 2)).ok()) << "another version";
  EXPECT_FALSE(DecodeChange(with(1, 0x30)).ok()) << "no kind";
  EXPECT_FALSE(DecodeChange(with(1, 0x72)).ok()) << "a flag that is not known";
  EXPECT_FALSE(DecodeChange(with(1, 0x02)).ok()) << "nothing to take the key from";
}

TEST_F(ChangeRecordTest, RandomBytesAreNeverReadPastTheirEnd) {
  testing::SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(static_cast<size_t>(random.Between(0, 39)), '\0');
    for (char& c : bytes) c = static_cast<char>(random.Between(0, 255));
    if (!bytes.empty() && random.OneIn(2)) bytes[0] = 1;
    const Result<StreamChange> change = ReadChange(stream_, 1, bytes);
    if (change.ok()) {
      EXPECT_LE(change->key.encoded().size(), bytes.size() + 20);
    }
  }
}

}  // namespace
}  // namespace stator
