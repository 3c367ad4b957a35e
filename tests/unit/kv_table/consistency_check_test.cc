// The checks must find what they are for: each test plants one breach.
#include "kv/table/consistency_check.h"

#include <gtest/gtest.h>

#include "kv/table/table_key.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class ConsistencyCheckTest : public ::testing::Test {
 protected:
  ConsistencyCheckTest() : database_(OpenDatabase(InMemoryOptions())) {
    TableSchema schema = SimpleSchema("t", false);
    schema.indexes = {GlobalIndex("g", "owner")};
    table_ = CreateTable(database_.get(), schema);
    Put(database_.get(), table_, kItem);
    Put(database_.get(), table_, {{"pk", "b"}});
    ExpectConsistent(database_.get());
  }
  Store& store() { return database_->store(); }
  Location EntryOf(const Item& item) {
    const auto schema = table_->schema();
    return *LocateIndexEntry(*schema, schema->indexes[0], item.view(), store().partitions());
  }
  void PutAt(const Location& location, std::string_view bytes) {
    const auto batch = store().NewBatch();
    batch->Put(PartitionFamily(location.partition), location.key, bytes);
    STATOR_ASSERT_OK(store().Commit(*batch).status());
  }
  void DeleteAt(const Location& location) {
    const auto batch = store().NewBatch();
    batch->Delete(PartitionFamily(location.partition), location.key);
    STATOR_ASSERT_OK(store().Commit(*batch).status());
  }
  std::string Breach() { return CheckIndexes(&store(), database_->catalog()).message(); }

  const Item kItem = {{"pk", "a"}, {"owner", "o"}};
  std::unique_ptr<Database> database_;
  std::shared_ptr<Table> table_;
};

TEST_F(ConsistencyCheckTest, FindsAMissingEntry) {
  DeleteAt(EntryOf(kItem));
  EXPECT_EQ(Breach(), "index g of table t: an item's entry is missing");
}

TEST_F(ConsistencyCheckTest, FindsAnEntryThatDiffers) {
  PutAt(EntryOf(kItem), Item{{"pk", "a"}, {"owner", "o"}, {"v", 1}}.encoded());
  EXPECT_EQ(Breach(), "index g of table t: an entry differs from its item");
}

TEST_F(ConsistencyCheckTest, FindsAStaleEntry) {
  const Item stale = {{"pk", "a"}, {"owner", "earlier"}};
  PutAt(EntryOf(stale), stale.encoded());
  EXPECT_EQ(Breach(), "index g of table t: an entry is stale");
}

TEST_F(ConsistencyCheckTest, FindsAnEntryWithoutItem) {
  const Item gone = {{"pk", "gone"}, {"owner", "o"}};
  PutAt(EntryOf(gone), gone.encoded());
  EXPECT_EQ(Breach(), "index g of table t: an entry has no item");
}

TEST_F(ConsistencyCheckTest, FindsAnEntryOfAnItemThatHasNone) {
  const Item item = {{"pk", "b"}, {"owner", "o"}};
  PutAt(EntryOf(item), item.encoded());
  EXPECT_EQ(Breach(), "index g of table t: an entry is stale");
}

TEST_F(ConsistencyCheckTest, FindsKeysOfNoTable) {
  Location location = EntryOf(kItem);
  location.key[0] = '\x77';
  PutAt(location, kItem.encoded());
  EXPECT_EQ(CheckNoOrphans(&store(), database_->catalog()).code(), Code::kCorruption);
}

TEST_F(ConsistencyCheckTest, FindsCountersThatAreOff) {
  table_->own_counters().Add(1, 0);
  EXPECT_EQ(CheckCounters(&store(), database_->catalog()).code(), Code::kCorruption);
  table_->own_counters().Add(-1, 0);
  STATOR_EXPECT_OK(CheckCounters(&store(), database_->catalog()));
  table_->counters(IndexId(table_, "g"))->Add(0, 1);
  EXPECT_EQ(CheckCounters(&store(), database_->catalog()).code(), Code::kCorruption);
}

}  // namespace
}  // namespace stator
