#include "kv/table/item_writer.h"

#include <gtest/gtest.h>

#include "kv/table/table_key.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class ItemWriterTest : public ::testing::Test {
 protected:
  ItemWriterTest() : database_(OpenDatabase(InMemoryOptions())) {
    TableSchema schema = SimpleSchema();
    schema.indexes = {LocalIndex("l", "name"), GlobalIndex("g", "owner")};
    schema.indexes[1].projection.type = ProjectionType::kKeysOnly;
    table_ = CreateTable(database_.get(), schema);
  }
  ~ItemWriterTest() override { ExpectConsistent(database_.get()); }

  WriteOutcome PutItem(const Item& item) { return Put(database_.get(), table_, item); }
  size_t EntriesOf(std::string_view index) {
    return ScanAll(database_.get(), IndexId(table_, index)).size();
  }

  std::unique_ptr<Database> database_;
  std::shared_ptr<Table> table_;
};

const Item kKey = {{"pk", "a"}, {"sk", 1}};

TEST_F(ItemWriterTest, APutTellsBothImagesAndSizes) {
  const Item first = {{"pk", "a"}, {"sk", 1}, {"v", "x"}};
  const Item second = {{"pk", "a"}, {"sk", 1}, {"v", "longer"}};
  const WriteOutcome created = PutItem(first);
  EXPECT_EQ(created.old_item, std::nullopt);
  EXPECT_EQ(created.new_item, first);
  EXPECT_EQ(created.old_bytes, 0u);
  EXPECT_EQ(created.new_bytes, first.SizeBytes());
  EXPECT_FALSE(created.unchanged);
  const WriteOutcome replaced = PutItem(second);
  EXPECT_EQ(replaced.old_item, first);
  EXPECT_EQ(replaced.old_bytes, first.SizeBytes());
  EXPECT_EQ(Get(database_.get(), table_, kKey), second);
}

TEST_F(ItemWriterTest, ImagesComeOnlyIfAskedFor) {
  const Item item = {{"pk", "a"}, {"sk", 1}};
  PutItem(item);
  const auto put = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(item.view()); };
  const auto outcome = database_->writer().Write({table_.get(), item.view(), put});
  STATOR_ASSERT_OK(outcome.status());
  EXPECT_FALSE(outcome->old_item.has_value());
  EXPECT_FALSE(outcome->new_item.has_value());
  EXPECT_EQ(outcome->old_bytes, item.SizeBytes());
}

TEST_F(ItemWriterTest, AnEqualPutIsMarkedUnchangedAndCommitsNothing) {
  const Item item = {{"pk", "a"}, {"sk", 1}, {"name", "n"}};
  PutItem(item);
  const uint64_t sequence = database_->store().LatestSequence();
  const WriteOutcome outcome = PutItem(item);
  EXPECT_TRUE(outcome.unchanged);
  EXPECT_EQ(outcome.new_bytes, item.SizeBytes());
  ASSERT_EQ(outcome.indexes.size(), 1u);
  EXPECT_TRUE(outcome.indexes[0].unchanged);
  EXPECT_EQ(database_->store().LatestSequence(), sequence);
}

TEST_F(ItemWriterTest, ADeleteRemovesItemAndEntries) {
  const Item item = {{"pk", "a"}, {"sk", 1}, {"name", "n"}, {"owner", "o"}};
  PutItem(item);
  EXPECT_EQ(EntriesOf("l"), 1u);
  EXPECT_EQ(EntriesOf("g"), 1u);
  const WriteOutcome outcome = Delete(database_.get(), table_, kKey);
  EXPECT_EQ(outcome.old_item, item);
  EXPECT_EQ(outcome.new_item, std::nullopt);
  EXPECT_EQ(outcome.new_bytes, 0u);
  ASSERT_EQ(outcome.indexes.size(), 2u);
  EXPECT_EQ(outcome.indexes[0].new_bytes, 0u);
  EXPECT_EQ(EntriesOf("l"), 0u);
  EXPECT_EQ(EntriesOf("g"), 0u);
}

TEST_F(ItemWriterTest, ADeleteOfNothingIsUnchanged) {
  const WriteOutcome outcome = Delete(database_.get(), table_, kKey);
  EXPECT_TRUE(outcome.unchanged);
  EXPECT_EQ(outcome.old_bytes, 0u);
  EXPECT_TRUE(outcome.indexes.empty());
}

TEST_F(ItemWriterTest, NoneLeavesTheItemAndTellsIt) {
  const Item item = {{"pk", "a"}, {"sk", 1}, {"name", "n"}};
  PutItem(item);
  const auto none = [](const ItemView*) -> Result<Mutation> { return Mutation::None(); };
  ItemWrite write{table_.get(), kKey.view(), none};
  write.want_new = true;
  const auto outcome = database_->writer().Write(write);
  STATOR_ASSERT_OK(outcome.status());
  EXPECT_TRUE(outcome->unchanged);
  EXPECT_EQ(outcome->new_item, item);
  EXPECT_EQ(outcome->new_bytes, item.SizeBytes());
}

TEST_F(ItemWriterTest, ARefusalIsReturnedAndChangesNothing) {
  const Item item = {{"pk", "a"}, {"sk", 1}, {"v", 1}};
  PutItem(item);
  const auto refuse = [](const ItemView* old_item) -> Result<Mutation> {
    return Status(Code::kConditionFailed, "no", std::string(old_item->encoded()));
  };
  const auto outcome = database_->writer().Write({table_.get(), kKey.view(), refuse});
  EXPECT_EQ(outcome.status().code(), Code::kConditionFailed);
  EXPECT_EQ(outcome.status().payload(), item.encoded());
  EXPECT_EQ(Get(database_.get(), table_, kKey), item);
}

TEST_F(ItemWriterTest, AMutationMayBorrowFromTheOldItem) {
  const Item item = {{"pk", "a"}, {"sk", 1}, {"v", 1}};
  PutItem(item);
  const auto same = [](const ItemView* old_item) -> Result<Mutation> {
    return Mutation::Put(*old_item);
  };
  const auto outcome = database_->writer().Write({table_.get(), kKey.view(), same});
  STATOR_ASSERT_OK(outcome.status());
  EXPECT_TRUE(outcome->unchanged);
}

TEST_F(ItemWriterTest, IndexChangesTellSizesMovesAndEquals) {
  PutItem({{"pk", "a"}, {"sk", 1}, {"owner", "o"}, {"v", "x"}});
  // Only "v" changes, which the KEYS_ONLY index does not hold.
  WriteOutcome outcome = PutItem({{"pk", "a"}, {"sk", 1}, {"owner", "o"}, {"v", "y"}});
  ASSERT_EQ(outcome.indexes.size(), 1u);
  EXPECT_TRUE(outcome.indexes[0].unchanged);
  EXPECT_FALSE(outcome.indexes[0].moved);
  const size_t entry_bytes = Item{{"pk", "a"}, {"sk", 1}, {"owner", "o"}}.SizeBytes();
  EXPECT_EQ(outcome.indexes[0].old_bytes, entry_bytes);
  // The index's key changes.
  outcome = PutItem({{"pk", "a"}, {"sk", 1}, {"owner", "oo"}, {"v", "y"}});
  ASSERT_EQ(outcome.indexes.size(), 1u);
  EXPECT_TRUE(outcome.indexes[0].moved);
  EXPECT_FALSE(outcome.indexes[0].unchanged);
  EXPECT_EQ(outcome.indexes[0].new_bytes, entry_bytes + 1);
  // The index's key goes.
  outcome = PutItem({{"pk", "a"}, {"sk", 1}});
  ASSERT_EQ(outcome.indexes.size(), 1u);
  EXPECT_EQ(outcome.indexes[0].new_bytes, 0u);
  EXPECT_FALSE(outcome.indexes[0].moved);
}

TEST_F(ItemWriterTest, IndexesAreSparse) {
  PutItem({{"pk", "a"}, {"sk", 1}});
  PutItem({{"pk", "a"}, {"sk", 2}, {"name", "n"}});
  PutItem({{"pk", "a"}, {"sk", 3}, {"owner", "o"}});
  EXPECT_EQ(EntriesOf("l"), 1u);
  EXPECT_EQ(EntriesOf("g"), 1u);
}

TEST_F(ItemWriterTest, CountsItemsAndBytes) {
  const Item item = {{"pk", "a"}, {"sk", 1}, {"owner", "o"}};
  PutItem(item);
  PutItem({{"pk", "a"}, {"sk", 2}});
  EXPECT_EQ(table_->own_counters().item_count.load(), 2);
  EXPECT_EQ(CountOf(table_, IndexId(table_, "g")), 1);
  Delete(database_.get(), table_, {{"pk", "a"}, {"sk", 2}});
  EXPECT_EQ(table_->own_counters().size_bytes.load(), static_cast<int64_t>(item.SizeBytes()));
}

TEST_F(ItemWriterTest, ATableThatIsGoneRefusesWrites) {
  STATOR_ASSERT_OK(database_->lifecycle().DeleteTable(table_));
  const auto put = [](const ItemView*) -> Result<Mutation> { return Mutation::Put(kKey.view()); };
  const auto outcome = database_->writer().Write({table_.get(), kKey.view(), put});
  EXPECT_EQ(outcome.status().code(), Code::kNotFound);
  EXPECT_EQ(outcome.status().message(), "Requested resource not found");
}

TEST_F(ItemWriterTest, OldBytesThatAreNoItemAreCorruption) {
  auto& store = database_->store();
  const Location location = LocateItem(*table_->schema(), kKey.view(), store.partitions());
  const auto batch = store.NewBatch();
  batch->Put(PartitionFamily(location.partition), location.key, "\xff");
  STATOR_ASSERT_OK(store.Commit(*batch).status());
  const auto put = [](const ItemView*) -> Result<Mutation> { return Mutation::Put(kKey.view()); };
  const auto outcome = database_->writer().Write({table_.get(), kKey.view(), put});
  EXPECT_EQ(outcome.status().code(), Code::kCorruption);
  batch->Clear();
  batch->Delete(PartitionFamily(location.partition), location.key);
  STATOR_ASSERT_OK(store.Commit(*batch).status());
}

TEST_F(ItemWriterTest, LargeItemsLeaveNoTraceInLaterWrites) {
  const Item large = {{"pk", "a"}, {"sk", 1}, {"v", std::string(300'000, 'x')}};
  PutItem(large);
  PutItem({{"pk", "a"}, {"sk", 2}});
  EXPECT_EQ(Get(database_.get(), table_, kKey), large);
  EXPECT_EQ(ScanAll(database_.get(), table_->id()).size(), 2u);
}

class WriteEachTest : public ItemWriterTest {
 protected:
  std::shared_ptr<Table> other_ = CreateTable(database_.get(), SimpleSchema("other"));
};

TEST_F(WriteEachTest, WritesToSeveralTablesInOneCommit) {
  const Item a = {{"pk", "a"}, {"sk", 1}, {"name", "n"}};
  const Item b = {{"pk", "b"}, {"sk", 2}};
  const auto put_a = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(a.view()); };
  const auto put_b = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(b.view()); };
  const auto outcomes = database_->writer().WriteEach({{other_.get(), b.view(), put_b},
                                                       {table_.get(), a.view(), put_a},
                                                       {table_.get(), b.view(), put_b}});
  ASSERT_EQ(outcomes.size(), 3u);
  for (const auto& outcome : outcomes) STATOR_EXPECT_OK(outcome.status());
  EXPECT_EQ(outcomes[0]->schema->name, "other");
  EXPECT_EQ(outcomes[1]->indexes.size(), 1u);
  EXPECT_EQ(Get(database_.get(), table_, a), a);
  EXPECT_EQ(Get(database_.get(), table_, b), b);
  EXPECT_EQ(Get(database_.get(), other_, b), b);
}

TEST_F(WriteEachTest, ARefusedWriteLeavesTheOthers) {
  const Item a = {{"pk", "a"}, {"sk", 1}};
  const Item b = {{"pk", "b"}, {"sk", 2}};
  const auto put_a = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(a.view()); };
  const auto refuse = [](const ItemView*) -> Result<Mutation> { return ValidationError("no"); };
  const auto outcomes = database_->writer().WriteEach(
      {{table_.get(), b.view(), refuse}, {table_.get(), a.view(), put_a}});
  EXPECT_EQ(outcomes[0].status().code(), Code::kValidation);
  STATOR_EXPECT_OK(outcomes[1].status());
  EXPECT_EQ(Get(database_.get(), table_, a), a);
  EXPECT_EQ(Get(database_.get(), table_, b), std::nullopt);
}

TEST_F(WriteEachTest, ATableThatIsGoneRefusesOnlyItsWrites) {
  STATOR_ASSERT_OK(database_->lifecycle().DeleteTable(other_));
  const Item a = {{"pk", "a"}, {"sk", 1}};
  const auto put = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(a.view()); };
  const auto outcomes =
      database_->writer().WriteEach({{other_.get(), a.view(), put}, {table_.get(), a.view(), put}});
  EXPECT_EQ(outcomes[0].status().code(), Code::kNotFound);
  STATOR_EXPECT_OK(outcomes[1].status());
}

TEST_F(WriteEachTest, NothingToWriteIsFine) {
  EXPECT_TRUE(database_->writer().WriteEach({}).empty());
}

}  // namespace
}  // namespace stator
