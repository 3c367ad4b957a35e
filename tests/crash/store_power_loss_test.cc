// The power goes at random moments, and with it what was not synced. Under Durability::kSync
// everything that was acknowledged must be there; under kOs the last moments may be gone, but
// nothing before something that is there.
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kv/store/rocks_store.h"
#include "kv/store/store.h"
#include "tests/crash/store_records.h"
#include "tests/support/power_loss_file_system.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_harness.h"

namespace stator::testing {
namespace {

// Commits of one life that were acknowledged: sequence → (writer, number).
using Commits = std::map<uint64_t, std::pair<int, uint64_t>>;

struct Kind {
  Durability durability;
  Loss loss;
  bool encrypted = false;
};

class PowerLoss : public ::testing::TestWithParam<Kind> {
 protected:
  using Numbers = std::array<uint64_t, kStoreWriters>;

  StoreOptions Options() const {
    StoreOptions options = OnDiskStoreOptions(scratch_.path(), GetParam().durability);
    if (GetParam().encrypted) options.encryption_key = kTestKey;
    options.write_buffer_bytes = 1 << 20;  // many flushes and new logs
    return options;
  }

  static void Write(Store* store, int writer, uint64_t first, Commits* commits) {
    for (uint64_t n = first;; ++n) {
      const Result<uint64_t> sequence = CommitRecord(store, writer, n);
      if (!sequence.ok()) return;
      commits->emplace(*sequence, std::pair(writer, n));
    }
  }

  // Opens, checks, lets the writers go on from the numbers found, and pulls the plug. Returns what
  // was acknowledged.
  void LiveAndDie(SeededRandom* random, const Commits& before, Commits* acknowledged) {
    const auto files = std::make_shared<PowerLossFileSystem>();
    const std::unique_ptr<rocksdb::Env> env = NewPowerLossEnv(files);
    RocksSettings settings;
    settings.env = env.get();
    auto store = MustOpen(OpenRocksStore(Options(), settings));
    ASSERT_NE(store, nullptr);
    Numbers found{};
    ASSERT_NO_FATAL_FAILURE(Check(*store, before, &found));

    std::array<Commits, kStoreWriters> commits;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < kStoreWriters; ++writer) {
      const auto i = static_cast<size_t>(writer);
      threads.emplace_back(Write, store.get(), writer, found[i] + 1, &commits[i]);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random->Between(0, 60'000)));
    files->PowerOff();
    for (std::thread& thread : threads) thread.join();
    store.reset();
    files->LoseUnsynced(random, GetParam().loss);
    for (Commits& one : commits) acknowledged->merge(one);
  }

  void Check(const Store& store, const Commits& acknowledged, Numbers* found) {
    for (int writer = 0; writer < kStoreWriters; ++writer) {
      const Result<uint64_t> last = CheckRecords(store, writer);
      ASSERT_TRUE(last.ok()) << last.status().message();
      (*found)[static_cast<size_t>(writer)] = *last;
    }
    bool lost = false;
    for (const auto& [sequence, commit] : acknowledged) {
      const auto& [writer, number] = commit;
      const bool is_there = (*found)[static_cast<size_t>(writer)] >= number;
      lost |= !is_there;
      if (GetParam().durability == Durability::kSync) {
        ASSERT_TRUE(is_there) << "lost an acknowledged commit: writer " << writer << ", number "
                              << number;
      } else {
        // In the order of the sequence: once one is gone, all later ones are.
        ASSERT_NE(is_there, lost) << "a hole before sequence " << sequence;
      }
    }
    lost_any_ |= lost;
  }

  const ScratchFolder scratch_;
  bool lost_any_ = false;
};

INSTANTIATE_TEST_SUITE_P(Kinds, PowerLoss,
                         ::testing::Values(Kind{Durability::kSync, Loss::kCut},
                                           Kind{Durability::kSync, Loss::kPages},
                                           Kind{Durability::kOs, Loss::kCut},
                                           Kind{Durability::kOs, Loss::kPages},
                                           Kind{Durability::kSync, Loss::kCut, true},
                                           Kind{Durability::kSync, Loss::kPages, true},
                                           Kind{Durability::kOs, Loss::kCut, true},
                                           Kind{Durability::kOs, Loss::kPages, true}),
                         [](const auto& kind) {
                           return std::string(kind.param.encrypted ? "Encrypted" : "") +
                                  (kind.param.durability == Durability::kSync ? "Sync" : "Os") +
                                  (kind.param.loss == Loss::kCut ? "Cut" : "Pages");
                         });

TEST_P(PowerLoss, KeepsItsPromise) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  Commits before;
  for (int round = 0; round < 20; ++round) {
    Commits acknowledged;
    ASSERT_NO_FATAL_FAILURE(LiveAndDie(&random, before, &acknowledged)) << "round " << round;
    before = std::move(acknowledged);
  }
  // Otherwise the plug was not pulled in earnest.
  EXPECT_EQ(lost_any_, GetParam().durability == Durability::kOs);
}

}  // namespace
}  // namespace stator::testing
