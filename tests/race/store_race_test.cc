// Many threads on one store: what each sees must be whole batches in one growing order.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "kv/store/store.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test

constexpr int kKeys = 8;

std::string Key(int64_t i) { return "key" + std::to_string(i); }

enum class Place { kMemory, kDisk, kEncrypted };

class StoreRace : public ::testing::TestWithParam<Place> {
 protected:
  void SetUp() override {
    store_ = MustOpen(Store::Open(Options()));
    ASSERT_NE(store_, nullptr);
  }

  StoreOptions Options() const {
    if (GetParam() == Place::kMemory) return InMemoryStoreOptions();
    return GetParam() == Place::kDisk ? OnDiskStoreOptions(folder_.path())
                                      : EncryptedStoreOptions(folder_.path());
  }

  // Every batch gives one value to one key of three families, so they must always be equal.
  Result<uint64_t> CommitEverywhere(int64_t key, const std::string& value) {
    const auto batch = store_->NewBatch();
    for (const Family family : {kCatalogFamily, PartitionFamily(0), PartitionFamily(3)}) {
      batch->Put(family, Key(key), value);
    }
    return store_->Commit(*batch);
  }

  void Write(int thread, uint64_t seed, std::vector<uint64_t>* sequences) {
    SeededRandom random(seed);
    for (int i = 0; i < 400; ++i) {
      // A large value now and then, so that memtables fill and are flushed meanwhile.
      const std::string value = std::to_string(thread) + "-" + std::to_string(i) +
                                std::string(static_cast<size_t>(random.Between(0, 4000)), '.');
      const Result<uint64_t> sequence = CommitEverywhere(random.Between(0, kKeys - 1), value);
      ASSERT_TRUE(sequence.ok()) << sequence.status().message();
      ASSERT_GE(store_->LatestSequence(), *sequence);
      sequences->push_back(*sequence);
    }
  }

  void ReadSnapshots(uint64_t seed) {
    SeededRandom random(seed);
    while (!stop_) {
      const auto snapshot = store_->NewSnapshot();
      const std::string key = Key(random.Between(0, kKeys - 1));
      const auto value = GetOne(*store_, kCatalogFamily, key, snapshot.get());
      ASSERT_EQ(GetOne(*store_, PartitionFamily(0), key, snapshot.get()), value);
      ASSERT_EQ(GetOne(*store_, PartitionFamily(3), key, snapshot.get()), value);
      ReadOptions options;
      options.snapshot = snapshot.get();
      options.reverse = random.OneIn(2);
      ASSERT_EQ(ReadRange(*store_, PartitionFamily(0), {}, options),
                ReadRange(*store_, PartitionFamily(3), {}, options));
    }
  }

  const ScratchFolder folder_;
  std::unique_ptr<Store> store_;
  std::atomic<bool> stop_ = false;
};

INSTANTIATE_TEST_SUITE_P(Places, StoreRace,
                         ::testing::Values(Place::kMemory, Place::kDisk, Place::kEncrypted),
                         [](const auto& place) {
                           switch (place.param) {
                             case Place::kMemory: return "Memory";
                             case Place::kDisk: return "Disk";
                             case Place::kEncrypted: return "Encrypted";
                           }
                           return "";
                         });

// A compaction of keys that were not there yet once took away what writers put there meanwhile: the
// store may be asked only for ranges that nobody writes an empty part of, so all keys are there
// first.
TEST_P(StoreRace, ReadersSeeWholeBatchesAndSequencesAreUnique) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int key = 0; key < kKeys; ++key) ASSERT_TRUE(CommitEverywhere(key, "first").ok());
  constexpr int kWriters = 4;
  std::vector<std::vector<uint64_t>> sequences(kWriters);
  std::vector<std::thread> writers;
  std::vector<std::thread> readers;
  for (int t = 0; t < kWriters; ++t) {
    writers.emplace_back([this, t, seed = random.Next64(), &sequences] {
      Write(t, seed, &sequences[static_cast<size_t>(t)]);
    });
  }
  for (int t = 0; t < 2; ++t) {
    readers.emplace_back([this, seed = random.Next64()] { ReadSnapshots(seed); });
  }
  readers.emplace_back([this] {
    while (!stop_) {
      EXPECT_TRUE(store_->CompactRange(PartitionFamily(0), {"key3", "key5"}).ok());
      store_->ApproximateBytes(PartitionFamily(0), {});
    }
  });
  for (std::thread& writer : writers) writer.join();
  stop_ = true;
  for (std::thread& reader : readers) reader.join();

  std::vector<uint64_t> all;
  for (const auto& one : sequences) {
    EXPECT_TRUE(std::is_sorted(one.begin(), one.end()));
    all.insert(all.end(), one.begin(), one.end());
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
  EXPECT_EQ(all.size(), size_t{kWriters} * 400);
}

TEST_P(StoreRace, AThreadReadsItsOwnWritesAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 300; ++i) {
        ASSERT_TRUE(CommitEverywhere(t, std::to_string(i)).ok());
        ASSERT_EQ(GetOne(*store_, PartitionFamily(3), Key(t)), std::to_string(i));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace stator
