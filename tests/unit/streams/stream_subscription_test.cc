#include "streams/stream_subscription.h"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "kv/base/mutex.h"
#include "tests/support/stream_harness.h"

namespace stator {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class StreamSubscriptionTest : public StreamTest {
 protected:
  // What was delivered: values of "v" in order.
  std::vector<std::string> Seen() {
    MutexLock lock(&mu_);
    return seen_;
  }
  uint64_t LastNumber() {
    MutexLock lock(&mu_);
    return last_number_;
  }
  std::unique_ptr<StreamSubscription> Subscribe(const StreamInfo& stream, StreamStart start,
                                                size_t fail_after = SIZE_MAX) {
    auto subscription = StreamSubscription::Start(
        *reader_, stream, start,
        [this, fail_after](const ShardInfo&, const StreamChange& change) -> Status {
          MutexLock lock(&mu_);
          if (seen_.size() == fail_after) return Status(Code::kUnavailable, "no more");
          EXPECT_LT(last_number_, change.number);
          last_number_ = change.number;
          const Item& item = change.new_image ? *change.new_image : change.key;
          seen_.push_back(item.Find("v") ? item.Find("v")->number()->ToString() : "gone");
          return OkStatus();
        });
    STATOR_EXPECT_OK(subscription.status());
    return subscription.ok() ? *std::move(subscription) : nullptr;
  }
  void WaitFor(size_t count) {
    for (int wait = 0; wait < 2'000 && Seen().size() < count; ++wait) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  Mutex mu_;
  std::vector<std::string> seen_;
  uint64_t last_number_ = 0;
};

TEST_F(StreamSubscriptionTest, DeliversWhatIsThereAndWhatComes) {
  const auto table = CreateStreamed(StreamViewType::kNewImage, "t", 2);
  for (int i = 0; i < 3; ++i) Put(database_.get(), table, Make("a", i));
  const auto subscription = Subscribe(StreamOf(table), {});
  WaitFor(3);
  Split(table, table->schema()->partitions[0].id);
  Split(table, table->schema()->partitions[2].id);
  Put(database_.get(), table, Make("a", 3));
  Delete(database_.get(), table, Make("a", 0));
  WaitFor(5);
  EXPECT_THAT(Seen(), ElementsAre("0", "1", "2", "3", "gone"));
  EXPECT_FALSE(subscription->ended());
  subscription->Stop();
  EXPECT_TRUE(subscription->ended());
  STATOR_EXPECT_OK(subscription->status());
  Put(database_.get(), table, Make("a", 4));
  EXPECT_THAT(Seen(), SizeIs(5)) << "nothing is delivered after Stop";
}

TEST_F(StreamSubscriptionTest, LatestBeginsWithTheNextChange) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));
  const auto subscription = Subscribe(StreamOf(table), {StreamStart::Kind::kLatest, 0});
  Put(database_.get(), table, Make("a", 2));
  WaitFor(1);
  EXPECT_THAT(Seen(), ElementsAre("2"));
}

TEST_F(StreamSubscriptionTest, GoesOnAfterANumberOverSplits) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  for (int i = 0; i < 10; ++i) {
    Put(database_.get(), table, Make("k" + std::to_string(i), i));
    if (i % 3 == 2) Split(table);
  }
  for (size_t handled = 2; handled < 10; handled += 3) {
    const auto first =
        Subscribe(StreamOf(table), {StreamStart::Kind::kAfter, LastNumber()}, handled);
    first->WaitUntilEnded();
    EXPECT_EQ(first->status().code(), Code::kUnavailable) << "the callback's own";
    EXPECT_THAT(Seen(), SizeIs(handled));
  }
  const auto last = Subscribe(StreamOf(table), {StreamStart::Kind::kAfter, LastNumber()});
  WaitFor(10);
  EXPECT_THAT(Seen(), ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
}

TEST_F(StreamSubscriptionTest, EndsWithADisabledStream) {
  const auto table = CreateStreamed(StreamViewType::kNewImage, "t", 3);
  const auto subscription = Subscribe(StreamOf(table), {});
  Put(database_.get(), table, Make("a", 1));
  SetView(table, StreamViewType::kNone);
  subscription->WaitUntilEnded();
  STATOR_EXPECT_OK(subscription->status());
  EXPECT_THAT(Seen(), ElementsAre("1"));
}

TEST_F(StreamSubscriptionTest, SaysWhenWhatIsDueIsGone) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));
  Put(database_.get(), table, Make("a", 2));
  const uint64_t first = AllChanges(table)[0].number;
  Split(table);
  clock_.Advance(24 * kHours + 1);
  Put(database_.get(), table, Make("a", 3));
  const StreamStart start{StreamStart::Kind::kAfter, first};
  const auto late = Subscribe(StreamOf(table), start);
  late->WaitUntilEnded();
  EXPECT_EQ(late->status().code(), Code::kTrimmedData) << "the record is still on disk";
  RunKeeper();
  const auto later =
      StreamSubscription::Start(*reader_, StreamOf(table), start,
                                [](const ShardInfo&, const StreamChange&) { return OkStatus(); });
  EXPECT_EQ(later.status().code(), Code::kTrimmedData) << "the record is removed";
}

TEST_F(StreamSubscriptionTest, OldestSkipsWhatIsGone) {
  const auto table = CreateStreamed(StreamViewType::kNewImage, "t", 2);
  for (int i = 0; i < 20; ++i) Put(database_.get(), table, Make("k" + std::to_string(i), 0));
  clock_.Advance(24 * kHours + 1);
  Put(database_.get(), table, Make("a", 3));
  const auto subscription = Subscribe(StreamOf(table), {});
  WaitFor(1);
  EXPECT_THAT(Seen(), ElementsAre("3"));
  EXPECT_FALSE(subscription->ended());
}

TEST_F(StreamSubscriptionTest, AnExceptionOfTheCallbackEndsIt) {
  const auto table = CreateStreamed(StreamViewType::kNewImage);
  Put(database_.get(), table, Make("a", 1));
  const auto subscription = StreamSubscription::Start(
      *reader_, StreamOf(table), {}, [](const ShardInfo&, const StreamChange&) -> Status {
        return std::vector<Status>().at(1);  // of the standard library: std::out_of_range
      });
  STATOR_ASSERT_OK(subscription.status());
  (*subscription)->WaitUntilEnded();
  EXPECT_EQ((*subscription)->status().code(), Code::kInternal);
}

}  // namespace
}  // namespace stator
