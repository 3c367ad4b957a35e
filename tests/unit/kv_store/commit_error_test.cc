// What a commit says when the disk fails, and what happened then; and that commits share their
// syncs.
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "kv/store/rocks_store.h"
#include "kv/store/store.h"
#include "tests/support/power_loss_file_system.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test

const Family kFamily = PartitionFamily(0);

class CommitError : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = Open();
    ASSERT_NE(store_, nullptr);
    ASSERT_EQ(PutOne(store_.get(), kFamily, "before", "v"), Code::kOk);
  }
  std::unique_ptr<Store> Open() {
    RocksSettings settings;
    settings.env = env_.get();
    settings.batch_bytes = 100'000;
    return MustOpen(
        OpenRocksStore(OnDiskStoreOptions(scratch_.path(), Durability::kSync), settings));
  }

  const ScratchFolder scratch_;
  const std::shared_ptr<PowerLossFileSystem> files_ = std::make_shared<PowerLossFileSystem>();
  const std::unique_ptr<rocksdb::Env> env_ = NewPowerLossEnv(files_);
  std::unique_ptr<Store> store_;
};

TEST_F(CommitError, AFailedSyncLeavesTheCommitUnknownAndStopsTheStore) {
  files_->set_fail_log_syncs(true);
  EXPECT_EQ(PutOne(store_.get(), kFamily, "during", "v"), Code::kUnknown);
  files_->set_fail_log_syncs(false);
  EXPECT_EQ(PutOne(store_.get(), kFamily, "after", "v"), Code::kUnavailable);
  EXPECT_EQ(GetOne(*store_, kFamily, "before"), "v");
  EXPECT_EQ(GetOne(*store_, kFamily, "after"), std::nullopt);

  store_.reset();
  store_ = Open();
  ASSERT_NE(store_, nullptr);
  EXPECT_EQ(GetOne(*store_, kFamily, "before"), "v");
  EXPECT_EQ(GetOne(*store_, kFamily, "after"), std::nullopt);
  EXPECT_EQ(PutOne(store_.get(), kFamily, "after", "v"), Code::kOk);
}

TEST_F(CommitError, AFullDiskRefusesTheCommit) {
  files_->set_log_space_used_up(true);
  EXPECT_EQ(PutOne(store_.get(), kFamily, "during", "v"), Code::kUnavailable);
  files_->set_log_space_used_up(false);
  // The end of the log is in doubt until the next start.
  EXPECT_EQ(PutOne(store_.get(), kFamily, "after", "v"), Code::kUnavailable);

  store_.reset();
  store_ = Open();
  ASSERT_NE(store_, nullptr);
  EXPECT_EQ(GetOne(*store_, kFamily, "before"), "v");
  EXPECT_EQ(GetOne(*store_, kFamily, "during"), std::nullopt);
  EXPECT_EQ(PutOne(store_.get(), kFamily, "during", "v"), Code::kOk);
}

TEST_F(CommitError, AFailedFlushInTheBackgroundRefusesLaterCommits) {
  files_->set_fail_table_files(true);
  Code code = Code::kOk;
  int committed = 0;
  for (int i = 0; i < 2000 && code == Code::kOk; ++i) {
    code = PutOne(store_.get(), kFamily, std::to_string(i), std::string(10'000, 'v'));
    if (code == Code::kOk) ++committed;
  }
  EXPECT_EQ(code, Code::kUnavailable);
  files_->set_fail_table_files(false);
  store_.reset();
  store_ = Open();
  ASSERT_NE(store_, nullptr);
  EXPECT_EQ(ReadRange(*store_, kFamily, {"0", "a"}).size(), static_cast<size_t>(committed));
}

TEST_F(CommitError, ABatchOverTheLimitIsTooLargeAndNothingHappens) {
  EXPECT_EQ(PutOne(store_.get(), kFamily, "large", std::string(100'001, 'v')), Code::kTooLarge);
  EXPECT_EQ(GetOne(*store_, kFamily, "large"), std::nullopt);
  EXPECT_EQ(PutOne(store_.get(), kFamily, "small", std::string(99'000, 'v')), Code::kOk);
}

TEST_F(CommitError, ErrorTextsNameNoFiles) {
  files_->set_fail_log_syncs(true);
  const auto batch = store_->NewBatch();
  batch->Put(kFamily, "k", "v");
  const std::string text = store_->Commit(*batch).status().message();
  EXPECT_EQ(text.find('/'), std::string::npos) << text;
  EXPECT_FALSE(text.empty());
}

// Each thread commits on its own, one after the other; while one group is being synced the others
// gather, and the next sync serves them all.
TEST_F(CommitError, ConcurrentCommitsShareSyncs) {
  files_->set_sync_time(std::chrono::milliseconds(2));
  constexpr int kThreads = 16;
  constexpr int kCommits = 25;
  const uint64_t before = files_->log_syncs();
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kCommits; ++i) {
        EXPECT_EQ(PutOne(store_.get(), kFamily, std::to_string(t * 1000 + i), "v"), Code::kOk);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LT(files_->log_syncs() - before, kThreads * kCommits / 4);
}

TEST_F(CommitError, ALoneCommitSyncsOnce) {
  const uint64_t before = files_->log_syncs();
  EXPECT_EQ(PutOne(store_.get(), kFamily, "k", "v"), Code::kOk);
  EXPECT_EQ(files_->log_syncs() - before, 1U);
}

}  // namespace
}  // namespace stator
