// What every store promises, in memory and on disk with both durabilities.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "kv/store/store.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test

enum class Place { kMemory, kDiskSync, kDiskOs, kEncrypted };

class StoreContract : public ::testing::TestWithParam<Place> {
 protected:
  void SetUp() override {
    store_ = MustOpen(Store::Open(Options()));
    ASSERT_NE(store_, nullptr);
  }

  StoreOptions Options() const {
    if (GetParam() == Place::kMemory) return InMemoryStoreOptions();
    if (GetParam() == Place::kEncrypted) return EncryptedStoreOptions(folder_.path() + "/data");
    return OnDiskStoreOptions(folder_.path() + "/data",
                              GetParam() == Place::kDiskSync ? Durability::kSync : Durability::kOs);
  }

  Code Put(std::string_view key, std::string_view value) {
    return PutOne(store_.get(), family_, key, value);
  }
  std::optional<std::string> Get(std::string_view key, const Snapshot* snapshot = nullptr) {
    return GetOne(*store_, family_, key, snapshot);
  }

  const ScratchFolder folder_;
  const Family family_ = PartitionFamily(1);
  std::unique_ptr<Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Places, StoreContract,
                         ::testing::Values(Place::kMemory, Place::kDiskSync, Place::kDiskOs,
                                           Place::kEncrypted),
                         [](const auto& place) {
                           switch (place.param) {
                             case Place::kMemory: return "Memory";
                             case Place::kDiskSync: return "DiskSync";
                             case Place::kDiskOs: return "DiskOs";
                             case Place::kEncrypted: return "Encrypted";
                           }
                           return "";
                         });

TEST_P(StoreContract, SaysWhatItWasOpenedWith) {
  EXPECT_EQ(store_->partitions(), 4U);
  EXPECT_EQ(store_->in_memory(), GetParam() == Place::kMemory);
  EXPECT_EQ(store_->encrypted(), GetParam() == Place::kEncrypted);
  EXPECT_EQ(store_->durability(), Options().durability);
  EXPECT_EQ(store_->GroupOf(family_, "a"), store_->GroupOf(kCatalogFamily, "b"));
}

TEST_P(StoreContract, AMissingKeyIsNotFound) {
  PinnedValue value;
  EXPECT_EQ(store_->Get(family_, "k", &value).code(), Code::kNotFound);
}

TEST_P(StoreContract, ReadsWhatWasCommitted) {
  EXPECT_EQ(Put("k", "v"), Code::kOk);
  EXPECT_EQ(Get("k"), "v");
}

TEST_P(StoreContract, KeysAndValuesAreAnyBytes) {
  const std::string key("\0\xff\n\0", 4);
  const std::string value("\0\0", 2);
  EXPECT_EQ(Put(key, value), Code::kOk);
  EXPECT_EQ(Put("empty", ""), Code::kOk);
  EXPECT_EQ(Get(key), value);
  EXPECT_EQ(Get("empty"), "");
}

TEST_P(StoreContract, ALaterWriteReplacesAnEarlierOne) {
  EXPECT_EQ(Put("k", "1"), Code::kOk);
  EXPECT_EQ(Put("k", "2"), Code::kOk);
  EXPECT_EQ(Get("k"), "2");
}

TEST_P(StoreContract, DeletesAKey) {
  EXPECT_EQ(Put("k", "v"), Code::kOk);
  EXPECT_EQ(DeleteOne(store_.get(), family_, "k"), Code::kOk);
  EXPECT_EQ(Get("k"), std::nullopt);
  EXPECT_EQ(DeleteOne(store_.get(), family_, "never there"), Code::kOk);
}

TEST_P(StoreContract, FamiliesAreSeparate) {
  for (uint32_t i = 0; i < kFirstPartitionFamily + 4; ++i) {
    EXPECT_EQ(PutOne(store_.get(), Family{i}, "k", std::to_string(i)), Code::kOk);
  }
  for (uint32_t i = 0; i < kFirstPartitionFamily + 4; ++i) {
    EXPECT_EQ(GetOne(*store_, Family{i}, "k"), std::to_string(i));
  }
}

TEST_P(StoreContract, ABatchAppliesItsWritesInOrderOverFamilies) {
  const auto batch = store_->NewBatch();
  EXPECT_TRUE(batch->empty());
  batch->Put(family_, "a", "1");
  batch->Delete(family_, "a");
  batch->Put(kStreamsFamily, "s", "2");
  batch->Delete(kTtlFamily, "t");
  batch->Put(kTtlFamily, "t", "3");
  EXPECT_FALSE(batch->empty());
  ASSERT_TRUE(store_->Commit(*batch).ok());
  EXPECT_EQ(Get("a"), std::nullopt);
  EXPECT_EQ(GetOne(*store_, kStreamsFamily, "s"), "2");
  EXPECT_EQ(GetOne(*store_, kTtlFamily, "t"), "3");
}

TEST_P(StoreContract, ABatchIsUsedAgainAfterClear) {
  const auto batch = store_->NewBatch();
  batch->Put(family_, "a", "1");
  batch->Clear();
  EXPECT_TRUE(batch->empty());
  batch->Put(family_, "b", "2");
  ASSERT_TRUE(store_->Commit(*batch).ok());
  EXPECT_EQ(Get("a"), std::nullopt);
  EXPECT_EQ(Get("b"), "2");
}

TEST_P(StoreContract, AnUncommittedBatchIsInvisible) {
  const auto batch = store_->NewBatch();
  batch->Put(family_, "a", "1");
  EXPECT_EQ(Get("a"), std::nullopt);
}

TEST_P(StoreContract, SequenceNumbersGrow) {
  uint64_t last = store_->LatestSequence();
  for (int i = 0; i < 10; ++i) {
    const auto batch = store_->NewBatch();
    for (int j = 0; j <= i; ++j) batch->Put(family_, std::to_string(j), "v");
    const Result<uint64_t> sequence = store_->Commit(*batch);
    ASSERT_TRUE(sequence.ok());
    EXPECT_GT(*sequence, last);
    EXPECT_EQ(store_->LatestSequence(), *sequence);
    last = *sequence;
  }
}

TEST_P(StoreContract, AnEmptyBatchCommitsNothing) {
  const uint64_t before = store_->LatestSequence();
  const auto batch = store_->NewBatch();
  const Result<uint64_t> sequence = store_->Commit(*batch);
  ASSERT_TRUE(sequence.ok());
  EXPECT_EQ(*sequence, before);
}

TEST_P(StoreContract, AFamilyThatIsNotThereIsRefused) {
  const auto batch = store_->NewBatch();
  batch->Put(family_, "a", "1");
  batch->Put(PartitionFamily(4), "k", "v");
  EXPECT_EQ(store_->Commit(*batch).status().code(), Code::kInternal);
  EXPECT_EQ(Get("a"), std::nullopt);
}

TEST_P(StoreContract, ASnapshotSeesItsMoment) {
  EXPECT_EQ(Put("k", "old"), Code::kOk);
  const auto snapshot = store_->NewSnapshot();
  EXPECT_EQ(Put("k", "new"), Code::kOk);
  EXPECT_EQ(Put("l", "new"), Code::kOk);
  EXPECT_EQ(Get("k", snapshot.get()), "old");
  EXPECT_EQ(Get("l", snapshot.get()), std::nullopt);
  EXPECT_EQ(Get("k"), "new");
  ReadOptions options;
  options.snapshot = snapshot.get();
  EXPECT_EQ(ReadRange(*store_, family_, {}, options), (Entries{{"k", "old"}}));
}

TEST_P(StoreContract, ACursorSeesTheMomentOfItsMaking) {
  EXPECT_EQ(Put("a", "1"), Code::kOk);
  const auto cursor = store_->NewCursor(family_, {}, {});
  EXPECT_EQ(Put("b", "2"), Code::kOk);
  EXPECT_EQ(ReadOut(cursor.get()), (Entries{{"a", "1"}}));
}

TEST_P(StoreContract, DeleteRangeTakesTheBeginAndLeavesTheEnd) {
  for (const char* key : {"a", "b", "c", "d"}) EXPECT_EQ(Put(key, key), Code::kOk);
  const auto batch = store_->NewBatch();
  batch->DeleteRange(family_, "b", "d");
  ASSERT_TRUE(store_->Commit(*batch).ok());
  EXPECT_EQ(ReadRange(*store_, family_, {}), (Entries{{"a", "a"}, {"d", "d"}}));
  EXPECT_EQ(Get("b"), std::nullopt);
}

TEST_P(StoreContract, DeleteRangeWithoutAnEndGoesToTheEnd) {
  EXPECT_EQ(Put("a", "1"), Code::kOk);
  EXPECT_EQ(Put(std::string(8, '\xff'), "2"), Code::kOk);
  const auto batch = store_->NewBatch();
  batch->DeleteRange(family_, "b", "");
  ASSERT_TRUE(store_->Commit(*batch).ok());
  EXPECT_EQ(ReadRange(*store_, family_, {}), (Entries{{"a", "1"}}));
}

TEST_P(StoreContract, AnInvertedRangeDeletesNothingAndHarmsNothing) {
  EXPECT_EQ(Put("b", "1"), Code::kOk);
  const auto batch = store_->NewBatch();
  batch->DeleteRange(family_, "c", "a");
  batch->DeleteRange(family_, "b", "b");
  EXPECT_TRUE(store_->Commit(*batch).ok());
  EXPECT_EQ(Get("b"), "1");
  EXPECT_EQ(Put("c", "2"), Code::kOk);
}

TEST_P(StoreContract, WritesAfterADeletedRangeAreSeen) {
  const auto batch = store_->NewBatch();
  batch->Put(family_, "b", "old");
  batch->DeleteRange(family_, "a", "z");
  batch->Put(family_, "c", "new");
  ASSERT_TRUE(store_->Commit(*batch).ok());
  EXPECT_EQ(ReadRange(*store_, family_, {}), (Entries{{"c", "new"}}));
}

TEST_P(StoreContract, CompactRangeFreesADeletedRangeAndKeepsTheRest) {
  const std::string value(10'000, 'v');
  for (int i = 1000; i < 1400; ++i) ASSERT_EQ(Put("t" + std::to_string(i), value), Code::kOk);
  ASSERT_TRUE(store_->CompactRange(family_, {}).ok());
  const KeyRange dropped{"t1100", "t1300"};
  const auto batch = store_->NewBatch();
  batch->DeleteRange(family_, dropped.begin, dropped.end);
  ASSERT_TRUE(store_->Commit(*batch).ok());
  ASSERT_TRUE(store_->CompactRange(family_, dropped).ok());
  EXPECT_EQ(ReadRange(*store_, family_, {}).size(), 200U);
  EXPECT_EQ(ReadRange(*store_, family_, dropped).size(), 0U);
  EXPECT_LT(store_->ApproximateBytes(family_, dropped), 100'000U);
}

TEST_P(StoreContract, CompactRangeOfALiveRangeLosesNothing) {
  for (int i = 1000; i < 1400; ++i) {
    ASSERT_EQ(Put(std::to_string(i), std::string(10'000, 'v')), Code::kOk);
  }
  ASSERT_TRUE(store_->CompactRange(family_, {"1100", "1200"}).ok());
  ASSERT_TRUE(store_->CompactRange(family_, {}).ok());
  EXPECT_EQ(ReadRange(*store_, family_, {}).size(), 400U);
}

TEST_P(StoreContract, ApproximateBytesCountsMemoryAndFiles) {
  const KeyRange range{"a", "b"};
  EXPECT_EQ(store_->ApproximateBytes(family_, range), 0U);
  // Distinct bytes, as files are packed.
  uint32_t noise = 1;
  for (int i = 1000; i < 1100; ++i) {
    std::string value;
    for (int j = 0; j < 10'000; ++j)
      value.push_back(static_cast<char>((noise = noise * 1664525 + 1013904223) >> 24));
    ASSERT_EQ(Put("a" + std::to_string(i), value), Code::kOk);
  }
  EXPECT_GT(store_->ApproximateBytes(family_, range), 500'000U);
  ASSERT_TRUE(store_->CompactRange(family_, {}).ok());
  EXPECT_GT(store_->ApproximateBytes(family_, range), 500'000U);
  EXPECT_LT(store_->ApproximateBytes(family_, {"c", ""}), 100'000U);
}

TEST_P(StoreContract, APinnedValueMovesWithItsBytes) {
  const std::string in_file(100, 'f');
  const std::string in_memory(100, 'm');
  ASSERT_EQ(Put("file", in_file), Code::kOk);
  ASSERT_TRUE(store_->CompactRange(family_, {}).ok());
  ASSERT_EQ(Put("memory", in_memory), Code::kOk);
  for (const auto& [key, bytes] : {std::pair("file", in_file), std::pair("memory", in_memory)}) {
    PinnedValue first;
    ASSERT_TRUE(store_->Get(family_, key, &first).ok());
    PinnedValue second(std::move(first));
    EXPECT_EQ(second.bytes(), bytes);
    PinnedValue third;
    third = std::move(second);
    EXPECT_EQ(third.bytes(), bytes);
    // Both sides of a move can be read into again, whatever they held.
    for (PinnedValue* value : {&first, &second, &third}) {
      ASSERT_TRUE(store_->Get(family_, "memory", value).ok());
      EXPECT_EQ(value->bytes(), in_memory);
      ASSERT_TRUE(store_->Get(family_, "file", value).ok());
      EXPECT_EQ(value->bytes(), in_file);
    }
  }
}

TEST_P(StoreContract, AValueStaysReadableAfterItsKeyIsGone) {
  const std::string bytes(1000, 'b');
  ASSERT_EQ(Put("k", bytes), Code::kOk);
  ASSERT_TRUE(store_->CompactRange(family_, {}).ok());
  PinnedValue value;
  ASSERT_TRUE(store_->Get(family_, "k", &value).ok());
  ASSERT_EQ(DeleteOne(store_.get(), family_, "k"), Code::kOk);
  ASSERT_TRUE(store_->CompactRange(family_, {}).ok());
  EXPECT_EQ(value.bytes(), bytes);
}

}  // namespace
}  // namespace stator
