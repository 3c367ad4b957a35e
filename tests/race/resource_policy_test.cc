// Policies that are attached, replaced, deleted and compiled by many at once, while tables and
// streams go.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "api/ops/resource_policies.h"
#include "kv/base/mutex.h"
#include "kv/table/database.h"
#include "tests/support/table_harness.h"

namespace stator::api {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 150;
constexpr char kArn[] = "arn:aws:dynamodb:us-east-1:123456789012:table/tab";

std::string Policy(int number) {
  return R"({"Version":"2012-10-17","Statement":[{"Sid":"V)" + std::to_string(number) +
         R"(","Effect":"Deny","Principal":"*","Action":"dynamodb:*","Resource":"*"}]})";
}

CreateTableRequest TableOf(const std::string& name) {
  CreateTableRequest request;
  request.table_name = name;
  request.attribute_definitions = {{"pk", AttributeType::kString}};
  request.key_schema = {{"pk"}};
  request.billing_mode = BillingMode::kPayPerRequest;
  request.stream = StreamSpec{true, StreamViewType::kKeysOnly};
  return request;
}

class ResourcePolicyRaceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    ASSERT_TRUE(engine_->CreateTable(TableOf("tab")).ok());
  }
  std::string StreamArn() {
    const auto described = engine_->DescribeTable({"tab"});
    return described->table.arn + "/stream/" + described->table.schema->stream_label;
  }
  template <typename Work>
  void InParallel(const Work& work) {
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) threads.emplace_back([&work, t] { work(t); });
    for (std::thread& thread : threads) thread.join();
  }

  std::unique_ptr<Engine> engine_;
};

// Which policy a revision is, is the same for everybody.
TEST_F(ResourcePolicyRaceTest, ARevisionIsOnePolicy) {
  const std::string stream = StreamArn();
  Mutex mu;
  std::map<std::string, std::string> seen;  // by ARN and revision
  const auto see = [&](const std::string& arn, const std::string& id, const std::string& policy) {
    MutexLock lock(&mu);
    const auto [it, inserted] = seen.emplace(arn + " " + id, policy);
    EXPECT_EQ(it->second, policy) << it->first;
  };
  InParallel([&](int thread) {
    for (int i = 0; i < kRounds; ++i) {
      for (const std::string& arn : {std::string(kArn), stream}) {
        const std::string policy = Policy(thread * kRounds + i);
        const auto put = engine_->PutResourcePolicy({arn, policy});
        ASSERT_TRUE(put.ok()) << put.status().message();
        see(arn, put->revision_id, policy);
        const auto got = engine_->GetResourcePolicy({arn});
        if (got.ok()) see(arn, got->revision_id, got->policy);
        if (i % 7 == 0) {
          EXPECT_TRUE(engine_->DeleteResourcePolicy({arn, {}}).ok());
        }
      }
    }
  });
  EXPECT_EQ(seen.size(), size_t{2} * kThreads * kRounds);
}

TEST_F(ResourcePolicyRaceTest, OnConditionOnlyOneWins) {
  for (int round = 0; round < 40; ++round) {
    std::atomic<int> winners = 0;
    InParallel([&](int thread) {
      const auto put = engine_->PutResourcePolicy({kArn, Policy(thread), "NO_POLICY"});
      if (put.ok()) {
        ++winners;
      } else {
        EXPECT_EQ(put.status().code(), Code::kPolicyNotFound);
      }
    });
    EXPECT_EQ(winners, 1);
    ASSERT_TRUE(engine_->DeleteResourcePolicy({kArn, {}}).ok());
  }
}

// The stream's record is changed by whoever drops its table, and by who changes its policy.
TEST_F(ResourcePolicyRaceTest, AStreamKeepsWhatWasAttachedWhileItsTableGoes) {
  for (int round = 0; round < 20; ++round) {
    const std::string stream = StreamArn();
    InParallel([&](int thread) {
      if (thread == 0) {
        EXPECT_TRUE(engine_->DeleteTable({"tab"}).ok());
        EXPECT_TRUE(engine_->CreateTable(TableOf("tab")).ok());
        return;
      }
      for (int i = 0; i < 10; ++i) {
        const auto put = engine_->PutResourcePolicy({stream, Policy(thread * 10 + i)});
        EXPECT_TRUE(put.ok()) << put.status().message();
      }
    });
    EXPECT_TRUE(engine_->GetResourcePolicy({stream}).ok());
    DescribeStreamRequest describe;
    describe.stream_arn = stream;
    const auto described = engine_->DescribeStream(describe);
    ASSERT_TRUE(described.ok()) << described.status().message();
    EXPECT_FALSE(described->enabled) << "its end was lost";
    EXPECT_NE(StreamArn(), stream);
  }
}

TEST(CompiledPoliciesRaceTest, EverybodyGetsThePolicyOfHisSchema) {
  DatabaseOptions options;
  options.store.in_memory = true;
  const auto database = stator::testing::OpenDatabase(options);
  const auto table =
      stator::testing::CreateTable(database.get(), stator::testing::SimpleSchema("t", false));
  ResourcePolicies policies;
  std::atomic<int> left = kThreads;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::shared_ptr<const iam::Policy> held;
      for (int i = 0; i < kRounds; ++i) {
        const auto policy = policies.OfTable(table);
        ASSERT_TRUE(policy.ok()) << policy.status().message();
        if (*policy != nullptr) held = *policy;
        // Tables that go at once.
        TableSchema other = *table->schema();
        other.id = static_cast<uint32_t>(1'000 + t * kRounds + i);
        other.policy = {Policy(i), i + 1};
        EXPECT_TRUE(policies.OfTable(std::make_shared<Table>(std::move(other))).ok());
        StreamInfo stream;
        stream.id = {1, static_cast<uint32_t>(i)};
        stream.policy = {Policy(t), t + 1};
        EXPECT_TRUE(policies.OfStream(stream).ok());
      }
      EXPECT_TRUE(held == nullptr || held->name() == "table/t");
      --left;
    });
  }
  for (int i = 0; left > 0; ++i) {
    STATOR_EXPECT_OK(database->catalog().Update(table.get(), [&](TableSchema* schema) {
      if (i % 5 == 4) {
        schema->policy.Detach();
      } else {
        schema->policy.Attach(Policy(i), i);
      }
      return OkStatus();
    }));
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(policies.size(), 2U * kRounds);
}

}  // namespace
}  // namespace stator::api
