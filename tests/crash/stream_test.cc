// kill -9 at any moment: the stream says exactly what happened to the table, no more and no less,
// to a consumer that goes on after each kill where it was.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include "tests/support/killed_process.h"
#include "tests/support/seeded_random.h"
#include "tests/support/stream_consumer.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class StreamCrashTest : public ::testing::Test {
 protected:
  std::unique_ptr<api::Engine> Open() {
    auto engine = api::Engine::Open({.path = folder_.path(), .durability = Durability::kOs});
    STATOR_EXPECT_OK(engine.status());
    return engine.ok() ? *std::move(engine) : nullptr;
  }
  void RunAndKill() {
    KilledProcess writer("stream_writer", {folder_.path(), std::to_string(random_.Next64() >> 1)});
    ASSERT_TRUE(writer.WaitForLine(60'000)) << "the writer does not start";
    std::this_thread::sleep_for(std::chrono::milliseconds(random_.Between(0, 500)));
    for (const std::string& text : writer.Kill()) {
      std::istringstream line(text);
      std::string verb, key;
      int64_t version = 0;
      if (!(line >> verb >> key >> version) || verb != "done") continue;
      int64_t& acknowledged = acknowledged_[key];
      acknowledged = std::max(acknowledged, version);
    }
  }
  // The stream's last version of each item is the item's own, and nothing acknowledged is lost.
  void Verify(api::Engine* engine, StreamConsumer* consumer) {
    consumer->ReadAll(engine);
    std::map<std::string, int64_t> stored;
    api::ScanRequest scan;
    scan.table_name = kCountedTable;
    const auto page = engine->Scan(scan);
    STATOR_ASSERT_OK(page.status());
    ASSERT_FALSE(page->last_evaluated_key);
    for (const Item& item : page->items) {
      int64_t version = 0;
      ASSERT_TRUE(item.Find("v")->number()->ToInt64(&version));
      stored[std::string(item.Find("pk")->bytes())] = version;
    }
    EXPECT_EQ(consumer->versions(), stored);
    for (const auto& [key, version] : acknowledged_) EXPECT_GE(stored[key], version) << key;
  }

  ScratchFolder folder_;
  SeededRandom random_;
  std::map<std::string, int64_t> acknowledged_;
};

TEST_F(StreamCrashTest, EveryChangeIsSeenOnceOverKills) {
  SCOPED_TRACE(random_.Trace());
  const std::string arn = CreateCountedTable(Open().get());
  StreamConsumer follower(arn);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  int rounds = 0;
  while (std::chrono::steady_clock::now() < end && !HasFailure()) {
    RunAndKill();
    if (random_.OneIn(3)) RunAndKill();
    const auto engine = Open();
    Verify(engine.get(), &follower);
    ++rounds;
  }
  EXPECT_GE(rounds, 3);
  EXPECT_GT(follower.shards_done(), 0U);
  // One that begins only now sees the same.
  StreamConsumer latecomer(arn);
  const auto engine = Open();
  Verify(engine.get(), &latecomer);
}

}  // namespace
}  // namespace stator
