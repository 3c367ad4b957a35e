// A stream while everything happens at once, for ThreadSanitizer too: 16 writers change the same
// items, partitions split, and a consumer follows the shards, as does a subscription. Every change
// is seen exactly once and in the order of its key.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "kv/base/mutex.h"
#include "tests/support/stream_consumer.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

constexpr int kWriters = 16;
constexpr int kWritesEach = 200;
constexpr int kKeys = 40;
constexpr int kSplits = 20;

class StreamRace : public ::testing::Test {
 protected:
  void WriteAll(api::Engine* engine) {
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w) {
      writers.emplace_back([engine, w] {
        for (int i = 0; i < kWritesEach; ++i) {
          const auto added = AddOne(engine, "key" + std::to_string((w * 7 + i) % kKeys));
          STATOR_EXPECT_OK(added.status());
        }
      });
    }
    for (std::thread& writer : writers) writer.join();
  }
  void SplitSome(api::Engine* engine, const std::atomic<bool>* stop) {
    for (int i = 0; i < kSplits && !stop->load(); ++i) {
      api::SplitPartitionRequest request;
      request.table_name = kCountedTable;
      STATOR_EXPECT_OK(engine->SplitPartition(request).status());
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
  }
  static int64_t Sum(const std::map<std::string, int64_t>& versions) {
    int64_t sum = 0;
    for (const auto& [key, version] : versions) sum += version;
    return sum;
  }
};

TEST_F(StreamRace, EveryChangeIsSeenOnceAndInOrderOfItsKey) {
  auto opened = api::Engine::Open({.in_memory = true});
  STATOR_ASSERT_OK(opened.status());
  api::Engine* engine = opened->get();
  const std::string arn = CreateCountedTable(engine);
  StreamConsumer consumer(arn);

  Mutex mu;
  std::map<std::string, int64_t> delivered;
  std::string last_sequence_number;
  api::SubscribeRequest subscribe;
  subscribe.stream_arn = arn;
  auto subscription =
      engine->Subscribe(subscribe, [&](const std::string&, const api::StreamRecord& record) {
        MutexLock lock(&mu);
        EXPECT_LT(last_sequence_number, record.sequence_number);
        last_sequence_number = record.sequence_number;
        int64_t version = 0;
        EXPECT_TRUE(record.new_image->Find("v")->number()->ToInt64(&version));
        EXPECT_EQ(++delivered[std::string(record.keys.Find("pk")->bytes())], version);
        return OkStatus();
      });
  STATOR_ASSERT_OK(subscription.status());

  std::atomic<bool> stop{false};
  std::thread splitter([&] { SplitSome(engine, &stop); });
  std::thread reader([&] {
    while (!stop.load()) consumer.Poll(engine);
  });
  WriteAll(engine);
  stop.store(true);
  splitter.join();
  reader.join();
  consumer.ReadAll(engine);
  EXPECT_EQ(Sum(consumer.versions()), kWriters * kWritesEach);
  EXPECT_GT(consumer.shards_done(), 0U) << "no split happened";

  api::UpdateTableRequest disable;
  disable.table_name = kCountedTable;
  disable.stream = api::StreamSpec{};
  STATOR_ASSERT_OK(engine->UpdateTable(disable).status());
  (*subscription)->WaitUntilEnded();
  STATOR_EXPECT_OK((*subscription)->status());
  MutexLock lock(&mu);
  EXPECT_EQ(delivered, consumer.versions());
}

TEST_F(StreamRace, AStreamIsSwitchedOnAndOffUnderItsWriters) {
  auto opened = api::Engine::Open({.in_memory = true});
  STATOR_ASSERT_OK(opened.status());
  api::Engine* engine = opened->get();
  CreateCountedTable(engine);
  std::atomic<bool> stop{false};
  std::thread switcher([&] {
    for (int i = 0; !stop.load(); ++i) {
      api::UpdateTableRequest update;
      update.table_name = kCountedTable;
      update.stream =
          i % 2 == 0 ? api::StreamSpec{} : api::StreamSpec{true, StreamViewType::kNewAndOldImages};
      STATOR_EXPECT_OK(engine->UpdateTable(update).status());
      api::ListStreamsRequest list;
      EXPECT_GE(engine->ListStreams(list)->streams.size(), 1U);
    }
  });
  WriteAll(engine);
  stop.store(true);
  switcher.join();
  // Of every stream, each change that it has is of a version of its own.
  api::ListStreamsRequest list;
  const auto streams = engine->ListStreams(list);
  STATOR_ASSERT_OK(streams.status());
  EXPECT_GT(streams->streams.size(), 1U);
}

}  // namespace
}  // namespace stator
