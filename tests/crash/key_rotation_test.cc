// A change of the key is killed at random moments. The folder then opens with exactly one of the
// two keys, and has everything.
#include "kv/store/key_rotation.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "kv/store/store.h"
#include "tests/crash/store_records.h"
#include "tests/support/killed_process.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_harness.h"

namespace stator::testing {
namespace {

constexpr uint64_t kRecords = 200;

StoreOptions OptionsWith(const std::string& folder, const std::string& key) {
  StoreOptions options = OnDiskStoreOptions(folder, Durability::kSync);
  options.encryption_key = key;
  return options;
}

TEST(KeyRotationCrash, AKilledRotationLeavesAFolderThatOneKeyOpens) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  const ScratchFolder scratch;
  const std::string folder = scratch.path() + "/data";
  uint64_t last = 0;
  int with_other_key = 0;
  for (int round = 0; round < 40; ++round) {
    // Which key it is, nothing but the folder tells.
    const bool fits = Store::Open(OptionsWith(folder, kTestKey)).ok();
    const bool other_fits = Store::Open(OptionsWith(folder, kOtherTestKey)).ok();
    ASSERT_NE(fits, other_fits) << "round " << round;
    with_other_key += static_cast<int>(other_fits);
    auto store = MustOpen(Store::Open(OptionsWith(folder, fits ? kTestKey : kOtherTestKey)));
    ASSERT_NE(store, nullptr);
    const Result<uint64_t> found = CheckRecords(*store, 0);
    ASSERT_TRUE(found.ok()) << found.status().message();
    ASSERT_EQ(*found, last) << "round " << round;
    for (uint64_t n = last + 1; n <= last + kRecords / 40 + 1; ++n) {
      ASSERT_TRUE(CommitRecord(store.get(), 0, n).ok());
    }
    last += kRecords / 40 + 1;
    store.reset();

    KilledProcess process("key_rotation_writer", {folder});
    if (random.OneIn(4)) process.WaitForLine(60'000);
    std::this_thread::sleep_for(std::chrono::microseconds(random.Between(0, 80'000)));
    process.Kill();
  }
  EXPECT_GT(with_other_key, 0) << "no change was ever complete";
}

}  // namespace
}  // namespace stator::testing
