#include "streams/stream_log.h"

#include <gmock/gmock.h>

#include "streams/stream_names.h"
#include "tests/support/stream_harness.h"

namespace stator {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class StreamLogTest : public StreamTest {
 protected:
  static std::vector<ChangeKind> KindsOf(const std::vector<StreamChange>& changes) {
    std::vector<ChangeKind> kinds;
    for (const StreamChange& change : changes) kinds.push_back(change.kind);
    return kinds;
  }
};

TEST_F(StreamLogTest, EveryChangeIsOneRecord) {
  const auto table = CreateStreamed(StreamViewType::kNewAndOldImages);
  Put(database_.get(), table, Make("a", 1));
  Put(database_.get(), table, Make("a", 2));
  Put(database_.get(), table, Make("a", 2));  // changes nothing
  Delete(database_.get(), table, Make("a", 0));
  Delete(database_.get(), table, Make("a", 0));  // deletes nothing
  const std::vector<StreamChange> changes = AllChanges(table);
  ASSERT_THAT(KindsOf(changes),
              ElementsAre(ChangeKind::kInsert, ChangeKind::kModify, ChangeKind::kRemove));
  EXPECT_EQ(changes[0].new_image, Make("a", 1));
  EXPECT_EQ(changes[0].old_image, std::nullopt);
  EXPECT_EQ(changes[1].new_image, Make("a", 2));
  EXPECT_EQ(changes[1].old_image, Make("a", 1));
  EXPECT_EQ(changes[2].new_image, std::nullopt);
  EXPECT_EQ(changes[2].old_image, Make("a", 2));
  for (const StreamChange& change : changes) {
    EXPECT_EQ(change.key, (Item{{"pk", "a"}}));
    EXPECT_EQ(change.micros, kStartMicros);
    EXPECT_EQ(change.origin, WriteOrigin::kUser);
  }
  EXPECT_LT(changes[0].number, changes[1].number);
  EXPECT_LT(changes[1].number, changes[2].number);
}

TEST_F(StreamLogTest, AnItemAndItsRecordAreOneBatch) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));  // takes a block of numbers, which is a commit
  const uint64_t before = database_->store().LatestSequence();
  Put(database_.get(), table, Make("b", 1));
  EXPECT_EQ(database_->store().LatestSequence(), before + 2);
}

TEST_F(StreamLogTest, WritesOfOneCallAreOneRecordEach) {
  const auto table = CreateStreamed(StreamViewType::kNewImage, "t", 4);
  std::vector<Item> items;
  for (int i = 0; i < 25; ++i) items.push_back(Make("k" + std::to_string(i), i));
  std::vector<std::function<Result<Mutation>(const ItemView*)>> decides;
  for (const Item& item : items) {
    decides.emplace_back([&item](const ItemView*) { return Mutation::Put(item.view()); });
  }
  std::vector<ItemWrite> writes;
  for (size_t i = 0; i < items.size(); ++i) {
    writes.push_back({table.get(), items[i].view(), decides[i]});
  }
  for (const auto& outcome : database_->writer().WriteEach(writes)) {
    STATOR_EXPECT_OK(outcome.status());
  }
  EXPECT_THAT(AllChanges(table), SizeIs(25));
}

TEST_F(StreamLogTest, RemovalsByTimeToLiveSaySo) {
  const auto table = CreateStreamed(StreamViewType::kOldImage);
  const Item item = Make("a", 1);
  Put(database_.get(), table, item);
  const auto decide = [](const ItemView*) -> Result<Mutation> { return Mutation::Delete(); };
  ItemWrite write{table.get(), item.view(), decide};
  write.origin = WriteOrigin::kTimeToLive;
  STATOR_EXPECT_OK(database_->writer().Write(write).status());
  const std::vector<StreamChange> changes = AllChanges(table);
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[1].origin, WriteOrigin::kTimeToLive);
}

TEST_F(StreamLogTest, ATableWithoutAStreamLeavesNothing) {
  const auto table = CreateStreamed(StreamViewType::kNone);
  Put(database_.get(), table, Make("a", 1));
  Split(table);
  EXPECT_EQ(CountRecords(), 0U);
  EXPECT_EQ(table->schema()->stream_label, "");
}

TEST_F(StreamLogTest, AStreamHasAShardForEachPartition) {
  const auto table = CreateStreamed(StreamViewType::kKeysOnly, "t", 3);
  const auto schema = table->schema();
  ASSERT_THAT(schema->partitions, SizeIs(3));
  const std::vector<ShardInfo> shards = ShardsOf(table);
  ASSERT_THAT(shards, SizeIs(3));
  for (size_t i = 0; i < shards.size(); ++i) {
    EXPECT_EQ(shards[i].number, i);
    EXPECT_EQ(shards[i].partition_id, schema->partitions[i].id);
    EXPECT_EQ(shards[i].parent, std::nullopt);
    EXPECT_FALSE(shards[i].closed());
    EXPECT_EQ(schema->open_shards[i].number, shards[i].number);
  }
  for (int i = 0; i < 60; ++i) Put(database_.get(), table, Make("k" + std::to_string(i), i));
  EXPECT_THAT(AllChanges(table), SizeIs(60));
  for (const ShardInfo& shard : shards) EXPECT_THAT(Changes(table, shard.number), Not(IsEmpty()));
}

TEST_F(StreamLogTest, ASplitClosesAShardAndOpensItsChildren) {
  const auto table = CreateStreamed(StreamViewType::kNewImage, "t", 2);
  for (int i = 0; i < 40; ++i) Put(database_.get(), table, Make("k" + std::to_string(i), 0));
  clock_.Advance(5 * kSeconds);
  const uint32_t split_id = table->schema()->partitions[1].id;
  const PartitionSplit split = Split(table, split_id);
  for (int i = 0; i < 40; ++i) Put(database_.get(), table, Make("k" + std::to_string(i), 1));

  const std::vector<ShardInfo> shards = ShardsOf(table);
  ASSERT_THAT(shards, SizeIs(4));
  EXPECT_FALSE(shards[0].closed()) << "not of the partition that was split";
  ASSERT_TRUE(shards[1].closed());
  EXPECT_EQ(shards[1].closed_micros, kStartMicros + 5 * kSeconds);
  EXPECT_EQ(shards[2].partition_id, split.low_id);
  EXPECT_EQ(shards[3].partition_id, split.high_id);
  for (const size_t child : {2, 3}) {
    EXPECT_EQ(shards[child].parent, (ShardParent{1, kStartMicros}));
    EXPECT_FALSE(shards[child].closed());
    EXPECT_GT(shards[child].first_number, shards[1].last_number);
    for (const StreamChange& change : Changes(table, shards[child].number)) {
      EXPECT_GE(change.number, shards[child].first_number);
      EXPECT_EQ(change.new_image->Find("v")->number()->ToString(), "1");
    }
  }
  for (const StreamChange& change : Changes(table, 1)) {
    EXPECT_LE(change.number, shards[1].last_number);
    EXPECT_GE(change.number, shards[1].first_number);
  }
  EXPECT_THAT(AllChanges(table), SizeIs(80));
}

TEST_F(StreamLogTest, APartitionOfAnOldRecordIsSplitToo) {
  const auto table = CreateStreamed(StreamViewType::kNone);
  STATOR_ASSERT_OK(database_->catalog().Update(table.get(), [](TableSchema* schema) {
    schema->partitions.clear();  // as a table was stored before partitions were
    return OkStatus();
  }));
  SetView(table, StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));
  Split(table);
  Put(database_.get(), table, Make("a", 2));
  EXPECT_THAT(ShardsOf(table), SizeIs(3));
  EXPECT_THAT(AllChanges(table), SizeIs(2));
}

TEST_F(StreamLogTest, ADisabledStreamStaysAsItIs) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));
  SetView(table, StreamViewType::kNone);
  Put(database_.get(), table, Make("a", 2));
  const StreamInfo stream = StreamOf(table);
  EXPECT_FALSE(stream.enabled());
  EXPECT_THAT(AllChanges(table), SizeIs(1));
  EXPECT_TRUE(ShardsOf(table)[0].closed());
  EXPECT_THAT(table->schema()->open_shards, IsEmpty());
  EXPECT_NE(table->schema()->stream_label, "") << "of the newest stream, though disabled";
}

TEST_F(StreamLogTest, EnablingAgainMakesAnotherStreamWithAnotherLabel) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  const StreamInfo first = StreamOf(table);
  EXPECT_EQ(first.label, "2026-05-09T12:34:56.789");
  SetView(table, StreamViewType::kNone);
  SetView(table, StreamViewType::kKeysOnly);
  const StreamInfo second = StreamOf(table);
  EXPECT_EQ(second.label, "2026-05-09T12:34:56.790") << "the clock did not move";
  EXPECT_EQ(second.id.number, first.id.number + 1);
  Put(database_.get(), table, Make("a", 1));
  EXPECT_THAT(AllChanges(table), SizeIs(1));
  EXPECT_EQ(ShardsOf(table)[0].number, 0U);
}

TEST_F(StreamLogTest, TheStreamOfADroppedTableStays) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));
  const StreamInfo before = StreamOf(table);
  STATOR_ASSERT_OK(database_->lifecycle().DeleteTable(table));
  database_->lifecycle().WaitIdle();
  const StreamInfo after = StreamOf(table);
  EXPECT_FALSE(after.enabled());
  EXPECT_THAT(AllChanges(table), SizeIs(1));

  const auto again = CreateStreamed(StreamViewType::kNewImage);
  EXPECT_NE(StreamOf(again).label, before.label) << "the same name in the same millisecond";
  EXPECT_THAT(AllChanges(again), IsEmpty());
}

TEST_F(StreamLogTest, TheViewOfAnEnabledStreamDoesNotChange) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  EXPECT_EQ(database_->catalog()
                .Update(table.get(),
                        [](TableSchema* schema) {
                          schema->stream_view = StreamViewType::kKeysOnly;
                          return OkStatus();
                        })
                .code(),
            Code::kInternal);
  EXPECT_EQ(table->schema()->stream_view, StreamViewType::kNewImage);
}

TEST_F(StreamLogTest, EverythingIsThereAfterARestart) {
  const ScratchFolder folder;
  Open(OnDiskOptions(folder.path()));
  auto table = CreateStreamed(StreamViewType::kNewImage, "t", 2);
  Put(database_.get(), table, Make("a", 1));
  Split(table);
  Open(OnDiskOptions(folder.path()));
  table = database_->catalog().Find(kSpace, "t");
  ASSERT_NE(table, nullptr);
  Put(database_.get(), table, Make("a", 2));
  Split(table);
  Put(database_.get(), table, Make("a", 3));
  const std::vector<StreamChange> changes = AllChanges(table);
  ASSERT_THAT(changes, SizeIs(3));
  EXPECT_LT(changes[0].number, changes[1].number);
  EXPECT_LT(changes[1].number, changes[2].number);
  for (const ShardInfo& shard : ShardsOf(table)) {
    EXPECT_LT(shard.parent ? int64_t{shard.parent->number} : -1, int64_t{shard.number});
  }
}

}  // namespace
}  // namespace stator
