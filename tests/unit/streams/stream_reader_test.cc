#include "streams/stream_reader.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "tests/support/stream_harness.h"

namespace stator {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class StreamReaderTest : public StreamTest {
 protected:
  Result<ChangePage> Read(const std::shared_ptr<Table>& table, uint64_t position,
                          const PageLimits& limits = {}) {
    return reader_->Read(StreamOf(table), 0, position, limits);
  }
  std::vector<std::string> LabelsOf(std::string_view space, const StreamReader::ListFrom& from,
                                    size_t limit = 100) {
    std::vector<std::string> names;
    const auto streams = reader_->List(space, from, limit);
    STATOR_EXPECT_OK(streams.status());
    for (const StreamInfo& stream : *streams) {
      names.push_back(stream.table_name + "@" + stream.label.substr(20));
    }
    return names;
  }
};

TEST_F(StreamReaderTest, PagesEndAtTheLimitAndGoOn) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  for (int i = 0; i < 10; ++i) Put(database_.get(), table, Make("a", i));
  PageLimits limits;
  limits.changes = 4;
  uint64_t position = StreamReader::kTrimHorizon;
  std::vector<size_t> sizes;
  std::vector<uint64_t> numbers;
  for (int page = 0; page < 4; ++page) {
    const Result<ChangePage> read = Read(table, position, limits);
    STATOR_ASSERT_OK(read.status());
    sizes.push_back(read->changes.size());
    for (const StreamChange& change : read->changes) numbers.push_back(change.number);
    EXPECT_FALSE(read->at_end) << "the shard is open";
    position = read->next;
  }
  EXPECT_THAT(sizes, ElementsAre(4, 4, 2, 0));
  EXPECT_EQ(std::set<uint64_t>(numbers.begin(), numbers.end()).size(), 10U);
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
}

TEST_F(StreamReaderTest, PagesEndBeforeTheyPassTheirBytes) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  const std::string filler(1'000, 'x');
  for (int i = 0; i < 4; ++i) {
    Put(database_.get(), table, Item{{"pk", "k" + std::to_string(i)}, {"f", filler}});
  }
  PageLimits limits;
  limits.bytes = 2 * 1'013;  // key 4, image 4 + 1 + 1000 + … a little less than three
  EXPECT_THAT(Read(table, 0, limits)->changes, SizeIs(2));
  limits.bytes = 1;
  EXPECT_THAT(Read(table, 0, limits)->changes, SizeIs(1)) << "never an empty page";
}

TEST_F(StreamReaderTest, AClosedShardEndsOnceItIsRead) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  for (int i = 0; i < 3; ++i) Put(database_.get(), table, Make("a", i));
  Split(table);
  PageLimits limits;
  limits.changes = 2;
  const Result<ChangePage> first = Read(table, 0, limits);
  EXPECT_FALSE(first->at_end);
  const Result<ChangePage> second = Read(table, first->next, limits);
  EXPECT_THAT(second->changes, SizeIs(1));
  EXPECT_TRUE(second->at_end);
  EXPECT_TRUE(Read(table, reader_->LatestPosition())->at_end);
}

TEST_F(StreamReaderTest, LatestLiesBehindWhatWasAcknowledged) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));
  const uint64_t latest = reader_->LatestPosition();
  EXPECT_THAT(Read(table, latest)->changes, IsEmpty());
  Put(database_.get(), table, Make("a", 2));
  EXPECT_THAT(Read(table, latest)->changes, SizeIs(1));
}

// An observer that keeps a writer between taking its number and its commit.
class Brake final : public WriteObserver {
 public:
  bool Observes(const TableSchema&) const override { return true; }
  Status OnChange(const ItemChange& change, WriteBatch*) override {
    if (change.new_item != nullptr && change.new_item->Find("slow")) {
      held.store(true);
      while (!released.load()) std::this_thread::yield();
    }
    return OkStatus();
  }
  std::atomic<bool> held{false};
  std::atomic<bool> released{false};
};

TEST_F(StreamReaderTest, NothingIsSeenBehindAChangeThatIsUnderWay) {
  Brake brake;
  database_.reset();
  DatabaseOptions options = InMemoryOptions();
  options.clock = &clock_;
  options.write_observers = {&log_, &brake};
  options.schema_observers = {&log_};
  database_ = OpenDatabase(options);
  reader_.emplace(&database_->store(), &database_->change_numbers(), &clock_);
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  std::thread slow([&] { Put(database_.get(), table, Item{{"pk", "s"}, {"slow", true}}); });
  while (!brake.held.load()) std::this_thread::yield();
  Put(database_.get(), table, Make("fast", 1));
  const Result<ChangePage> before = Read(table, 0);
  EXPECT_THAT(before->changes, IsEmpty()) << "the slow one has a lower number";
  brake.released.store(true);
  slow.join();
  const Result<ChangePage> after = Read(table, before->next);
  ASSERT_THAT(after->changes, SizeIs(2));
  EXPECT_EQ(after->changes[0].key, (Item{{"pk", "s"}}));
  database_.reset();
}

TEST_F(StreamReaderTest, ChangesAreGoneAfter24Hours) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  std::vector<uint64_t> numbers;
  for (int hour = 0; hour < 30; ++hour) {
    Put(database_.get(), table, Make("a", hour));
    numbers.push_back(AllChanges(table).back().number);
    clock_.Advance(1 * kHours);
  }
  // Thirty hours after the first: those of the hours 0 to 5 are over a day old; that of hour 6 is a
  // day old to the microsecond.
  const std::vector<StreamChange> left = AllChanges(table);
  ASSERT_THAT(left, SizeIs(24));
  EXPECT_EQ(left.front().number, numbers[6]);
  EXPECT_EQ(Read(table, numbers[5]).status().code(), Code::kTrimmedData);
  EXPECT_EQ(Read(table, 1).status().code(), Code::kTrimmedData);
  STATOR_EXPECT_OK(Read(table, numbers[6]).status());
  const StreamInfo stream = StreamOf(table);
  EXPECT_EQ(reader_->CheckNotTrimmed(stream, 0, numbers[5]).code(), Code::kTrimmedData);
  STATOR_EXPECT_OK(reader_->CheckNotTrimmed(stream, 0, numbers[6]));
  clock_.Advance(1);
  EXPECT_EQ(Read(table, numbers[6]).status().code(), Code::kTrimmedData);
  EXPECT_THAT(AllChanges(table), SizeIs(23));
}

TEST_F(StreamReaderTest, TheOldestChangeIsFoundWherever) {
  const auto table = CreateStreamed(StreamViewType::kKeysOnly);
  constexpr int kChanges = 300;
  for (int i = 0; i < kChanges; ++i) {
    Put(database_.get(), table, Make("a", i));
    clock_.Advance(1 * kSeconds);
  }
  clock_.Advance(24 * kHours - kChanges * kSeconds);
  for (int old = 0; old < kChanges; old += 7) {
    EXPECT_THAT(AllChanges(table), SizeIs(kChanges - old));
    clock_.Advance(7 * kSeconds);
  }
}

TEST_F(StreamReaderTest, ShardsAndStreamsAreGoneAfter24Hours) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));
  const StreamInfo stream = StreamOf(table);
  Split(table);
  clock_.Advance(24 * kHours - 1);
  EXPECT_THAT(ShardsOf(table), SizeIs(3));
  clock_.Advance(1);
  EXPECT_THAT(ShardsOf(table), SizeIs(2));
  EXPECT_EQ(reader_->FindShard(stream, 0).status().code(), Code::kNotFound);
  EXPECT_EQ(reader_->Read(stream, 0, 1, {}).status().code(), Code::kTrimmedData);

  SetView(table, StreamViewType::kNone);
  clock_.Advance(24 * kHours - 1);
  STATOR_EXPECT_OK(reader_->Find(kSpace, "t", stream.label).status());
  clock_.Advance(1);
  EXPECT_EQ(reader_->Find(kSpace, "t", stream.label).status().code(), Code::kNotFound);
  EXPECT_THAT(LabelsOf(kSpace, {}), IsEmpty());
}

TEST_F(StreamReaderTest, StreamsAreListedByTableAndLabel) {
  const auto b = CreateStreamed(StreamViewType::kNewImage, "b");
  SetView(b, StreamViewType::kNone);
  SetView(b, StreamViewType::kNewImage);
  const auto a = CreateStreamed(StreamViewType::kNewImage, "a");
  CreateStreamed(StreamViewType::kNewImage, "bb");
  EXPECT_THAT(LabelsOf(kSpace, {}), ElementsAre("a@789", "b@789", "b@790", "bb@789"));
  EXPECT_THAT(LabelsOf(kSpace, {}, 2), ElementsAre("a@789", "b@789"));
  EXPECT_THAT(LabelsOf("elsewhere", {}), IsEmpty());
  StreamReader::ListFrom from;
  from.table_name = "b";
  EXPECT_THAT(LabelsOf(kSpace, from), ElementsAre("b@789", "b@790"));
  from.after.emplace("b", "2026-05-09T12:34:56.789");
  EXPECT_THAT(LabelsOf(kSpace, from), ElementsAre("b@790"));
  from.after.emplace("c", "");
  EXPECT_THAT(LabelsOf(kSpace, from), IsEmpty());
  from.table_name.reset();
  from.after.emplace("b", "2026-05-09T12:34:56.789");
  EXPECT_THAT(LabelsOf(kSpace, from), ElementsAre("b@790", "bb@789"));
}

}  // namespace
}  // namespace stator
