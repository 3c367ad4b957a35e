#include "kv/table/item_reader.h"

#include <gtest/gtest.h>

#include "kv/codec/key_codec.h"
#include "kv/table/free_keys_job.h"
#include "kv/table/table_key.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class ItemReaderTest : public ::testing::Test {
 protected:
  ItemReaderTest() : database_(OpenDatabase(InMemoryOptions())) {
    table_ = CreateTable(database_.get(), SimpleSchema());
  }
  Store& store() { return database_->store(); }
  std::string KeyOfItem(const Item& item) {
    return LocateItem(*table_->schema(), item.view(), store().partitions()).key;
  }
  void PutCollection(int64_t first, int64_t last) {
    for (int64_t sk = first; sk <= last; ++sk)
      Put(database_.get(), table_, {{"pk", "a"}, {"sk", sk}});
  }
  // The whole collection of pk "a".
  CollectionRange Collection() {
    const Location location =
        LocateItem(*table_->schema(), Item{{"pk", "a"}, {"sk", 0}}.view(), store().partitions());
    std::string prefix = location.key.substr(0, kKeyPrefixBytes);
    AppendKeyPart(Value("a").view(), &prefix);
    return {location.partition, {prefix, PrefixSuccessor(prefix)}};
  }
  std::vector<int64_t> Walk(const CollectionRange& range, bool reverse, std::string_view after) {
    std::vector<int64_t> keys;
    const auto cursor = NewCollectionCursor(store(), range, reverse, after);
    for (; cursor->Valid(); cursor->Next()) {
      int64_t sk = -1;
      EXPECT_TRUE(cursor->item().Find("sk")->number()->ToInt64(&sk));
      keys.push_back(sk);
    }
    STATOR_EXPECT_OK(cursor->status());
    return keys;
  }
  void PutBytes(const Item& key, std::string_view bytes) {
    const Location location = LocateItem(*table_->schema(), key.view(), store().partitions());
    const auto batch = store().NewBatch();
    batch->Put(PartitionFamily(location.partition), location.key, bytes);
    STATOR_ASSERT_OK(store().Commit(*batch).status());
  }

  std::unique_ptr<Database> database_;
  std::shared_ptr<Table> table_;
};

TEST_F(ItemReaderTest, ReadsWhatWasWritten) {
  const Item item = {{"pk", "a"}, {"sk", 1}, {"v", "x"}};
  Put(database_.get(), table_, item);
  EXPECT_EQ(Get(database_.get(), table_, {{"pk", "a"}, {"sk", 1}}), item);
  EXPECT_EQ(Get(database_.get(), table_, {{"pk", "a"}, {"sk", 2}}), std::nullopt);
}

TEST_F(ItemReaderTest, BytesThatAreNoItemAreCorruption) {
  const Item key = {{"pk", "a"}, {"sk", 1}};
  PutBytes(key, "\xff");
  PinnedItem item;
  EXPECT_EQ(ReadItem(store(), *table_->schema(), key.view(), &item).code(), Code::kCorruption);
}

TEST_F(ItemReaderTest, ACorruptEntryEndsTheWalk) {
  PutCollection(1, 3);
  PutBytes({{"pk", "a"}, {"sk", 2}}, "\xff");
  const auto cursor = NewCollectionCursor(store(), Collection(), false, {});
  ASSERT_TRUE(cursor->Valid());
  cursor->Next();
  EXPECT_FALSE(cursor->Valid());
  EXPECT_EQ(cursor->status().code(), Code::kCorruption);
  const auto scan = NewScanCursor(store(), table_->id(), {}, {});
  ASSERT_TRUE(scan->Valid());
  scan->Next();
  EXPECT_FALSE(scan->Valid());
  EXPECT_EQ(scan->status().code(), Code::kCorruption);
}

TEST_F(ItemReaderTest, CollectionWalksForwardAndBackward) {
  PutCollection(1, 5);
  Put(database_.get(), table_, {{"pk", "b"}, {"sk", 3}});
  EXPECT_EQ(Walk(Collection(), false, {}), (std::vector<int64_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(Walk(Collection(), true, {}), (std::vector<int64_t>{5, 4, 3, 2, 1}));
}

TEST_F(ItemReaderTest, CollectionGoesOnBehindAKey) {
  PutCollection(1, 5);
  const std::string three = KeyOfItem({{"pk", "a"}, {"sk", 3}});
  EXPECT_EQ(Walk(Collection(), false, three), (std::vector<int64_t>{4, 5}));
  EXPECT_EQ(Walk(Collection(), true, three), (std::vector<int64_t>{2, 1}));
}

TEST_F(ItemReaderTest, CollectionGoesOnBehindAKeyThatIsGone) {
  PutCollection(1, 5);
  Delete(database_.get(), table_, {{"pk", "a"}, {"sk", 3}});
  const std::string three = KeyOfItem({{"pk", "a"}, {"sk", 3}});
  EXPECT_EQ(Walk(Collection(), false, three), (std::vector<int64_t>{4, 5}));
  EXPECT_EQ(Walk(Collection(), true, three), (std::vector<int64_t>{2, 1}));
}

TEST_F(ItemReaderTest, CollectionBehindItsEndIsEmpty) {
  PutCollection(1, 3);
  const std::string before = KeyOfItem({{"pk", "a"}, {"sk", 0}});
  const std::string behind = KeyOfItem({{"pk", "a"}, {"sk", 9}});
  EXPECT_TRUE(Walk(Collection(), false, behind).empty());
  EXPECT_TRUE(Walk(Collection(), true, before).empty());
  EXPECT_EQ(Walk(Collection(), false, before).size(), 3u);
  EXPECT_EQ(Walk(Collection(), true, behind).size(), 3u);
  EXPECT_TRUE(Walk(Collection(), false, Collection().keys.end).empty());
}

class ScanTest : public ItemReaderTest {
 protected:
  void Fill(int items) {
    for (int i = 0; i < items; ++i) {
      Put(database_.get(), table_, {{"pk", "key" + std::to_string(i)}, {"sk", i}});
    }
  }
  std::vector<std::string> Keys(HashRange hashes, std::string_view after, size_t limit = SIZE_MAX) {
    std::vector<std::string> keys;
    const auto cursor = NewScanCursor(store(), table_->id(), hashes, after);
    for (; cursor->Valid() && keys.size() < limit; cursor->Next()) keys.emplace_back(cursor->key());
    STATOR_EXPECT_OK(cursor->status());
    return keys;
  }
};

TEST_F(ScanTest, WalksAllFamiliesInHashOrder) {
  Fill(300);
  const std::vector<std::string> keys = Keys({}, {});
  EXPECT_EQ(keys.size(), 300u);
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

TEST_F(ScanTest, SeesOnlyItsTable) {
  const auto other = CreateTable(database_.get(), SimpleSchema("other"));
  Fill(20);
  Put(database_.get(), other, {{"pk", "x"}, {"sk", 1}});
  EXPECT_EQ(Keys({}, {}).size(), 20u);
}

TEST_F(ScanTest, PagesAddUpToTheWhole) {
  Fill(100);
  std::vector<std::string> all;
  std::string after;
  for (;;) {
    const std::vector<std::string> page = Keys({}, after, 7);
    if (page.empty()) break;
    all.insert(all.end(), page.begin(), page.end());
    after = page.back();
  }
  EXPECT_EQ(all, Keys({}, {}));
}

TEST_F(ScanTest, SegmentsCoverTheTableWithoutOverlap) {
  Fill(200);
  for (const uint32_t segments : {1u, 2u, 3u, 7u, 16u, 100u}) {
    std::vector<std::string> all;
    for (uint32_t segment = 0; segment < segments; ++segment) {
      const auto keys = Keys(SegmentRange(segment, segments), {});
      all.insert(all.end(), keys.begin(), keys.end());
    }
    EXPECT_EQ(all, Keys({}, {})) << segments;
  }
}

TEST_F(ScanTest, AKeyBehindTheSegmentEndsIt) {
  Fill(50);
  const std::string last = Keys({}, {}).back();
  EXPECT_TRUE(Keys(SegmentRange(0, 4), last).empty());
}

TEST_F(ScanTest, AKeyBeforeTheSegmentLeavesItWhole) {
  Fill(50);
  const std::string first = Keys({}, {}).front();
  EXPECT_EQ(Keys(SegmentRange(3, 4), first), Keys(SegmentRange(3, 4), {}));
}

TEST_F(ScanTest, SeesItsSnapshot) {
  Fill(10);
  const auto snapshot = store().NewSnapshot();
  Fill(20);
  ReadOptions options;
  options.snapshot = snapshot.get();
  size_t items = 0;
  const auto cursor = NewScanCursor(store(), table_->id(), {}, {}, options);
  for (; cursor->Valid(); cursor->Next()) ++items;
  EXPECT_EQ(items, 10u);
}

TEST_F(ScanTest, OfAnEmptyTableIsEmpty) { EXPECT_TRUE(Keys({}, {}).empty()); }

}  // namespace
}  // namespace stator
