#include "streams/stream_keeper.h"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "tests/support/stream_harness.h"

namespace stator {
namespace {

using namespace testing;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class StreamKeeperTest : public StreamTest {};

TEST_F(StreamKeeperTest, ShardsGoOnInAChildWhenTheyAreFourHoursOld) {
  const auto table = CreateStreamed(StreamViewType::kNewImage, "t", 2);
  Put(database_.get(), table, Make("a", 1));
  clock_.Advance(kShardAgeMicros - 1);
  RunKeeper();
  EXPECT_THAT(ShardsOf(table), SizeIs(2));
  clock_.Advance(1);
  RunKeeper();
  RunKeeper();  // the children are young
  const std::vector<ShardInfo> shards = ShardsOf(table);
  ASSERT_THAT(shards, SizeIs(4));
  for (const size_t i : {0, 1}) {
    EXPECT_TRUE(shards[i].closed());
    EXPECT_EQ(shards[i + 2].parent, (ShardParent{shards[i].number, kStartMicros}));
    EXPECT_EQ(shards[i + 2].partition_id, shards[i].partition_id);
    EXPECT_EQ(shards[i + 2].opened_micros, kStartMicros + kShardAgeMicros);
  }
  Put(database_.get(), table, Make("a", 2));
  EXPECT_THAT(AllChanges(table), SizeIs(2));
}

TEST_F(StreamKeeperTest, OnlyOldShardsGoOn) {
  const auto table = CreateStreamed(StreamViewType::kNewImage, "t", 2);
  clock_.Advance(2 * kHours);
  Split(table, table->schema()->partitions[0].id);
  clock_.Advance(2 * kHours);
  RunKeeper();
  const std::vector<ShardInfo> shards = ShardsOf(table);
  ASSERT_THAT(shards, SizeIs(5));
  EXPECT_TRUE(shards[1].closed());
  EXPECT_FALSE(shards[2].closed());
  EXPECT_FALSE(shards[3].closed());
  EXPECT_EQ(shards[4].parent->number, 1U);
}

TEST_F(StreamKeeperTest, ClosedShardsLeaveTheDiskAfterADay) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  for (int i = 0; i < 50; ++i) Put(database_.get(), table, Make("k" + std::to_string(i), i));
  const uint64_t last = AllChanges(table).back().number;
  Split(table);
  const size_t before = CountRecords();
  clock_.Advance(24 * kHours);
  RunKeeper();  // also lets the children go on in theirs
  EXPECT_EQ(CountRecords(), before - 50 - 1 + 2 + 1) << "two new shards, one trim point";
  EXPECT_EQ(*reader_->TrimmedBelow(StreamOf(table)), last + 1);
  EXPECT_THAT(AllChanges(table), IsEmpty());
}

TEST_F(StreamKeeperTest, ALargeShardIsRemovedInOneRange) {
  const auto table = CreateStreamed(StreamViewType::kKeysOnly);
  for (int i = 0; i < 1'200; ++i) Put(database_.get(), table, Make("a", i));
  Split(table);
  clock_.Advance(24 * kHours);
  const uint64_t before = database_->store().LatestSequence();
  RunKeeper();
  EXPECT_LT(database_->store().LatestSequence() - before, 1'100U);
  EXPECT_EQ(CountRecords(), 1 + 2 + 2 + 1U) << "stream, children, their children, trim point";
}

TEST_F(StreamKeeperTest, AStreamThatIsOverLeavesNothing) {
  const auto table = CreateStreamed(StreamViewType::kNewImage, "t", 3);
  for (int i = 0; i < 50; ++i) Put(database_.get(), table, Make("k" + std::to_string(i), i));
  Split(table);
  clock_.Advance(1 * kHours);
  STATOR_ASSERT_OK(database_->lifecycle().DeleteTable(table));
  clock_.Advance(24 * kHours - 1);
  RunKeeper();
  EXPECT_GT(CountRecords(), 0U);
  clock_.Advance(1);
  RunKeeper();
  EXPECT_EQ(CountRecords(), 0U);
}

TEST_F(StreamKeeperTest, ItRunsAsAStandingJob) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  database_->lifecycle().RunStanding(
      NewStreamKeeper(&database_->store(), &database_->catalog(), &clock_));
  clock_.Advance(kShardAgeMicros);
  for (int wait = 0; wait < 1'000 && ShardsOf(table).size() < 2; ++wait) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_THAT(ShardsOf(table), SizeIs(2));
}

}  // namespace
}  // namespace stator
