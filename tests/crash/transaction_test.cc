// kill -9 at any moment: each transaction is there as a whole or not at all, every acknowledged one
// is, and so is its token: sent again it changes nothing, and the one that was under way is applied
// exactly once.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <sstream>
#include <string>
#include <thread>

#include "tests/support/killed_process.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_harness.h"
#include "tests/support/transaction_lane.h"

namespace stator {
namespace {

using namespace testing;

struct Lane {
  int64_t acknowledged = 0;  // the last number
  bool under_way = false;    // the next one
  LaneNumbers numbers;       // after the last acknowledged one
};

LaneNumbers ReadLane(api::Engine* engine, int lane, const std::optional<std::string>& index) {
  api::ScanRequest scan;
  scan.table_name = TransactionLaneTable(lane);
  scan.index_name = index;
  const auto page = engine->Scan(scan);
  EXPECT_TRUE(page.ok()) << page.status().message();
  LaneNumbers numbers;
  if (!page.ok()) return numbers;
  for (const Item& item : page->items) {
    int64_t number = 0;
    EXPECT_TRUE(item.Find("number")->number()->ToInt64(&number));
    numbers[std::string(item.Find("pk")->bytes())] = number;
  }
  return numbers;
}

class TransactionCrashTest : public ::testing::Test {
 protected:
  void RunAndKill(const std::string& mode) {
    std::vector<std::string> arguments = {folder_.path()};
    for (const Lane& lane : lanes_) arguments.push_back(std::to_string(lane.acknowledged + 1));
    arguments.push_back(mode);
    KilledProcess writer("transaction_writer", arguments);
    ASSERT_TRUE(writer.WaitForLine(60'000)) << "the writer does not start";
    std::this_thread::sleep_for(std::chrono::microseconds(random_.Between(0, 300'000)));
    for (const std::string& text : writer.Kill()) Take(text);
  }

  void Take(const std::string& text) {
    std::istringstream line(text);
    std::string verb;
    size_t lane = 0;
    if (!(line >> verb) || verb == "open" || !(line >> lane)) return;
    Lane& state = lanes_.at(lane);
    if (verb == "begin") {
      state.under_way = true;
    } else {
      state.under_way = false;
      ApplyLaneTransaction(static_cast<int>(lane), ++state.acknowledged, &state.numbers);
    }
  }

  void Verify() {
    auto engine = api::Engine::Open({.path = folder_.path(), .durability = Durability::kOs});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    for (int number = 0; number < kTransactionLanes; ++number) {
      SCOPED_TRACE(TransactionLaneTable(number));
      Lane& lane = lanes_[static_cast<size_t>(number)];
      const auto found = (*engine)->DescribeTable({TransactionLaneTable(number)});
      if (lane.acknowledged == 0 && !found.ok()) continue;  // killed before it was created
      VerifyLane(engine->get(), number, &lane);
    }
  }

  void VerifyLane(api::Engine* engine, int number, Lane* lane) {
    const LaneNumbers stored = ReadLane(engine, number, std::nullopt);
    LaneNumbers after = lane->numbers;
    ApplyLaneTransaction(number, lane->acknowledged + 1, &after);
    EXPECT_TRUE(stored == lane->numbers || (lane->under_way && stored == after))
        << "a transaction is lost or torn; acknowledged: " << lane->acknowledged;
    EXPECT_EQ(ReadLane(engine, number, "by-number"), stored) << "the index";
    // The client does not know what became of its last requests, and repeats them.
    if (lane->acknowledged > 0) {
      Repeat(engine, number, lane->acknowledged);
      EXPECT_EQ(ReadLane(engine, number, std::nullopt), stored) << "a replay has written";
    }
    if (!lane->under_way) return;
    Repeat(engine, number, lane->acknowledged + 1);
    EXPECT_EQ(ReadLane(engine, number, std::nullopt), after) << "not exactly once";
    ++lane->acknowledged;
    lane->numbers = after;
    lane->under_way = false;
  }

  static void Repeat(api::Engine* engine, int lane, int64_t number) {
    const auto reply = engine->TransactWriteItems(LaneTransaction(lane, number));
    EXPECT_TRUE(reply.ok()) << reply.status().message();
  }

  ScratchFolder folder_;
  SeededRandom random_;
  std::array<Lane, kTransactionLanes> lanes_;
};

TEST_F(TransactionCrashTest, TransactionsAndTokensAreWholeOrNotThere) {
  SCOPED_TRACE(random_.Trace());
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  int rounds = 0;
  while (std::chrono::steady_clock::now() < end && !HasFailure()) {
    RunAndKill(random_.OneIn(2) ? "fail" : "wait");
    Verify();
    ++rounds;
  }
  EXPECT_GE(rounds, 3);
  for (const Lane& lane : lanes_) EXPECT_GT(lane.acknowledged, 0);
}

}  // namespace
}  // namespace stator
