// kill -9 at any moment: the policies of a table and of its stream are those that were acknowledged
// last, whole, or what was under way; and a table that came with a policy has it from the start.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

#include "tests/crash/policy_tables.h"
#include "tests/support/killed_process.h"
#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class PolicyCrashTest : public ::testing::Test {
 protected:
  struct Known {
    int64_t acknowledged = 0;  // version; 0: deleted, or never there
    int64_t under_way = -1;    // -1: nothing was
  };

  std::unique_ptr<api::Engine> Open() {
    auto engine = api::Engine::Open({.path = folder_.path(), .durability = Durability::kOs});
    STATOR_EXPECT_OK(engine.status());
    return engine.ok() ? *std::move(engine) : nullptr;
  }

  void RunAndKill() {
    KilledProcess writer("policy_writer", {folder_.path(), std::to_string(random_.Next64() >> 1),
                                           std::to_string(newest_)});
    ASSERT_TRUE(writer.WaitForLine(60'000)) << "the writer does not start";
    std::this_thread::sleep_for(std::chrono::microseconds(random_.Between(0, 200'000)));
    for (const std::string& text : writer.Kill()) {
      std::istringstream line(text);
      std::string verb, what;
      int64_t version = 0;
      if (!(line >> verb >> what >> version)) continue;
      newest_ = std::max(newest_, version);
      Known& known = known_[what];
      if (verb == "begin") known.under_way = version;
      if (verb == "done") known = {version, -1};
    }
  }

  void Verify(api::Engine* engine, const std::string& what, const std::string& arn) {
    SCOPED_TRACE(what);
    const auto got = engine->GetResourcePolicy({arn});
    int64_t stored = 0;
    if (got.ok()) {
      constexpr std::string_view kBefore = "\"Sid\":\"V";
      const size_t at = got->policy.find(kBefore);
      ASSERT_NE(at, std::string::npos);
      stored = std::strtoll(got->policy.c_str() + at + kBefore.size(), nullptr, 10);
      EXPECT_EQ(got->policy, CrashPolicy(stored));
    } else {
      EXPECT_EQ(got.status().code(), Code::kPolicyNotFound) << got.status().message();
    }
    Known& known = known_[what];
    EXPECT_TRUE(stored == known.acknowledged || stored == known.under_way)
        << stored << ", acknowledged " << known.acknowledged << ", under way " << known.under_way;
    known = {stored, -1};
  }

  ScratchFolder folder_;
  SeededRandom random_;
  std::map<std::string, Known> known_;
  int64_t newest_ = 0;
};

TEST_F(PolicyCrashTest, NothingAcknowledgedIsLost) {
  SCOPED_TRACE(random_.Trace());
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(6);
  int rounds = 0;
  int with_table = 0;
  while (std::chrono::steady_clock::now() < end && !HasFailure()) {
    RunAndKill();
    const auto engine = Open();
    ASSERT_NE(engine, nullptr);
    Verify(engine.get(), "table", kPolicyTableArn);
    Verify(engine.get(), "stream", CreatePolicyTable(engine.get()));
    if (engine->DescribeTable({kShortLivedTable}).ok()) {
      ++with_table;
      const auto got = engine->GetResourcePolicy({kShortLivedTableArn});
      STATOR_ASSERT_OK(got.status());
      EXPECT_EQ(got->policy, CrashPolicy(1));
    }
    ++rounds;
  }
  EXPECT_GE(rounds, 3);
  EXPECT_GT(newest_, 10) << "the writer came to nothing";
  RecordProperty("rounds", rounds);
  RecordProperty("rounds_with_table", with_table);
}

}  // namespace
}  // namespace stator
