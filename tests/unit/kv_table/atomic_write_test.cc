// ItemWriter::WriteAll: all or none, whole batches, and what others meet between the phases.
#include "kv/table/atomic_write.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class CountingObserver final : public WriteObserver {
 public:
  bool Observes(const TableSchema& schema) const override { return schema.name == "observed"; }
  Status OnChange(const ItemChange& change, WriteBatch* batch) override {
    numbers.push_back(change.number);
    if (change.new_item != nullptr && change.new_item->Find("bad")) return ValidationError("bad");
    batch->Put(kHistoryFamily, change.location.key, "change");
    return OkStatus();
  }
  std::vector<uint64_t> numbers;
};

class AtomicWriteTest : public ::testing::Test {
 protected:
  AtomicWriteTest() {
    DatabaseOptions options = InMemoryOptions();
    options.write_observers = {&observer_};
    database_ = OpenDatabase(options);
    TableSchema schema = SimpleSchema("t", false);
    schema.indexes = {GlobalIndex("by-v", "v")};
    table_ = CreateTable(database_.get(), schema);
    observed_ = CreateTable(database_.get(), SimpleSchema("observed", false));
  }
  ~AtomicWriteTest() override { ExpectConsistent(database_.get()); }

  static Item Make(std::string_view pk, std::string_view v) { return {{"pk", pk}, {"v", v}}; }
  AtomicOutcome WriteAll(const AtomicWrite& write) { return database_->writer().WriteAll(write); }
  Status PlainPut(const Item& item) {
    const auto put = [&](const ItemView*) -> Result<Mutation> {
      return Mutation::Put(item.view());
    };
    return database_->writer().Write({table_.get(), item.view(), put}).status();
  }
  size_t History() {
    size_t records = 0;
    const auto cursor = database_->store().NewCursor(kHistoryFamily, {}, {});
    for (; cursor->Valid(); cursor->Next()) ++records;
    return records;
  }

  CountingObserver observer_;
  std::unique_ptr<Database> database_;
  std::shared_ptr<Table> table_;
  std::shared_ptr<Table> observed_;
  const Item a_ = Make("a", "1");
  const Item b_ = Make("b", "2");
  const std::function<Result<Mutation>(const ItemView*)> put_a_ = [this](const ItemView*) {
    return Mutation::Put(a_.view());
  };
  const std::function<Result<Mutation>(const ItemView*)> put_b_ = [this](const ItemView*) {
    return Mutation::Put(b_.view());
  };
  const std::function<Result<Mutation>(const ItemView*)> refuse_ = [](const ItemView*) {
    return Result<Mutation>(Status(Code::kConditionFailed, "no"));
  };
  const std::function<Result<Mutation>(const ItemView*)> check_ = [](const ItemView*) {
    return Mutation::None();
  };
};

TEST_F(AtomicWriteTest, WritesItemsAndIndexEntriesOfSeveralTablesInOneBatch) {
  const uint64_t before = database_->store().LatestSequence();
  AtomicWrite write{.writes = {{table_.get(), a_.view(), put_a_, true, true},
                               {observed_.get(), b_.view(), put_b_}}};
  std::vector<ItemSizes> seen;
  write.also = [&](const std::vector<ItemSizes>& sizes, WriteBatch* batch) {
    seen = sizes;
    batch->Put(kCatalogFamily, "\x90", "also");
    return OkStatus();
  };
  const AtomicOutcome outcome = WriteAll(write);
  STATOR_ASSERT_OK(outcome.status);
  ASSERT_EQ(outcome.outcomes.size(), 2u);
  EXPECT_EQ(outcome.outcomes[0].new_item, a_);
  EXPECT_EQ(outcome.outcomes[0].indexes.size(), 1u);
  EXPECT_EQ(Get(database_.get(), table_, a_), a_);
  EXPECT_EQ(Get(database_.get(), observed_, b_), b_);
  // Two items, an index entry, an observer's record and the one of `also`.
  EXPECT_EQ(database_->store().LatestSequence(), before + 5 + 1) << "and the numbers' own record";
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].old_bytes, 0u);
  EXPECT_EQ(seen[0].new_bytes, a_.SizeBytes());
}

TEST_F(AtomicWriteTest, OneRefusalLeavesEverythingAsItWasAndSaysAll) {
  Put(database_.get(), table_, b_);
  const Item c = Make("c", "3");
  const AtomicOutcome outcome = WriteAll({.writes = {{table_.get(), a_.view(), put_a_},
                                                     {table_.get(), b_.view(), refuse_},
                                                     {table_.get(), c.view(), refuse_}}});
  EXPECT_EQ(outcome.status.code(), Code::kTransactionCanceled);
  ASSERT_EQ(outcome.refusals.size(), 3u);
  STATOR_EXPECT_OK(outcome.refusals[0]);
  EXPECT_EQ(outcome.refusals[1].code(), Code::kConditionFailed);
  EXPECT_EQ(outcome.refusals[2].code(), Code::kConditionFailed);
  EXPECT_EQ(Get(database_.get(), table_, a_), std::nullopt);
  EXPECT_EQ(CountOf(table_, table_->id()), 1);
}

TEST_F(AtomicWriteTest, ARefusalFromOutsideStillDecidesTheOthers) {
  const AtomicOutcome outcome =
      WriteAll({.writes = {{table_.get(), a_.view(), put_a_}, {table_.get(), b_.view(), refuse_}},
                .refused = {ValidationError("outside"), OkStatus()}});
  EXPECT_EQ(outcome.status.code(), Code::kTransactionCanceled);
  EXPECT_EQ(outcome.refusals[0].message(), "outside");
  EXPECT_EQ(outcome.refusals[1].code(), Code::kConditionFailed);
  EXPECT_EQ(Get(database_.get(), table_, a_), std::nullopt);
}

TEST_F(AtomicWriteTest, AnObserverOrAlsoCanRefuseTheWhole) {
  const Item bad = {{"pk", "x"}, {"bad", 1}};
  const auto put_bad = [&](const ItemView*) -> Result<Mutation> {
    return Mutation::Put(bad.view());
  };
  AtomicOutcome outcome = WriteAll(
      {.writes = {{observed_.get(), a_.view(), put_a_}, {observed_.get(), bad.view(), put_bad}}});
  EXPECT_EQ(outcome.status.code(), Code::kTransactionCanceled);
  STATOR_EXPECT_OK(outcome.refusals[0]);
  EXPECT_EQ(outcome.refusals[1].message(), "bad");

  AtomicWrite write{.writes = {{observed_.get(), a_.view(), put_a_}}};
  write.also = [](const std::vector<ItemSizes>&, WriteBatch*) {
    return Status(Code::kTooLarge, "too much");
  };
  outcome = WriteAll(write);
  EXPECT_EQ(outcome.status.code(), Code::kTooLarge);
  EXPECT_EQ(Get(database_.get(), observed_, a_), std::nullopt);
  EXPECT_EQ(History(), 0u);
}

TEST_F(AtomicWriteTest, ObserversGetNumbersInARow) {
  const AtomicOutcome outcome = WriteAll({.writes = {{observed_.get(), a_.view(), put_a_},
                                                     {table_.get(), a_.view(), put_a_},
                                                     {observed_.get(), b_.view(), put_b_}}});
  STATOR_ASSERT_OK(outcome.status);
  ASSERT_EQ(observer_.numbers.size(), 2u);
  EXPECT_EQ(observer_.numbers[1], observer_.numbers[0] + 1);
  EXPECT_EQ(History(), 2u);
  EXPECT_EQ(database_->change_numbers().SettledBelow(), observer_.numbers[1] + 1);
}

TEST_F(AtomicWriteTest, ACheckWritesNothing) {
  Put(database_.get(), table_, a_);
  const uint64_t before = database_->store().LatestSequence();
  const AtomicOutcome outcome = WriteAll({.writes = {{table_.get(), a_.view(), check_}}});
  STATOR_ASSERT_OK(outcome.status);
  EXPECT_EQ(outcome.outcomes[0].old_bytes, a_.SizeBytes());
  EXPECT_EQ(database_->store().LatestSequence(), before);
}

TEST_F(AtomicWriteTest, ATableThatIsGoneIsARefusal) {
  STATOR_ASSERT_OK(database_->lifecycle().DeleteTable(observed_));
  const AtomicOutcome outcome = WriteAll(
      {.writes = {{table_.get(), a_.view(), put_a_}, {observed_.get(), b_.view(), put_b_}}});
  EXPECT_EQ(outcome.status.code(), Code::kTransactionCanceled);
  EXPECT_EQ(outcome.refusals[1].code(), Code::kNotFound);
  EXPECT_EQ(Get(database_.get(), table_, a_), std::nullopt);
}

// What others meet while "a" and "b" are prepared.
class PreparedTest : public AtomicWriteTest {
 protected:
  // Puts "a" and checks "b", and calls `meanwhile` between the phases.
  AtomicOutcome Transact(const std::function<void()>& meanwhile) {
    AtomicWrite write{
        .writes = {{table_.get(), a_.view(), put_a_}, {table_.get(), b_.view(), check_}}};
    write.conflicts = ConflictMode::kFail;
    write.between_phases = meanwhile;
    return WriteAll(write);
  }
};

TEST_F(PreparedTest, APlainWriteIsRefusedUntilTheCommit) {
  const AtomicOutcome outcome = Transact([&] {
    EXPECT_EQ(PlainPut(Make("a", "x")).code(), Code::kTransactionConflict);
    EXPECT_EQ(PlainPut(Make("b", "x")).code(), Code::kTransactionConflict) << "checked items too";
    STATOR_EXPECT_OK(PlainPut(Make("c", "x")));
    EXPECT_EQ(Get(database_.get(), table_, a_), std::nullopt) << "nothing is there before";
  });
  STATOR_ASSERT_OK(outcome.status);
  EXPECT_EQ(Get(database_.get(), table_, a_), a_);
  STATOR_EXPECT_OK(PlainPut(Make("a", "x")));
  STATOR_EXPECT_OK(PlainPut(Make("b", "x")));
}

TEST_F(PreparedTest, OneOfSeveralPlainWritesIsRefused) {
  const Item c = Make("c", "3");
  const auto put_c = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(c.view()); };
  const AtomicOutcome outcome = Transact([&] {
    const auto outcomes = database_->writer().WriteEach(
        {{table_.get(), a_.view(), put_a_}, {table_.get(), c.view(), put_c}});
    EXPECT_EQ(outcomes[0].status().code(), Code::kTransactionConflict);
    STATOR_EXPECT_OK(outcomes[1].status());
  });
  STATOR_ASSERT_OK(outcome.status);
  EXPECT_EQ(Get(database_.get(), table_, c), c);
}

TEST_F(PreparedTest, AnotherTransactionIsRefusedWithTheReason) {
  const AtomicOutcome outcome = Transact([&] {
    const Item c = Make("c", "3");
    for (const ConflictMode mode : {ConflictMode::kFail, ConflictMode::kWait}) {
      const AtomicOutcome other =
          WriteAll({.writes = {{table_.get(), c.view(), check_}, {table_.get(), a_.view(), put_a_}},
                    .conflicts = mode});
      EXPECT_EQ(other.status.code(), Code::kTransactionCanceled);
      STATOR_EXPECT_OK(other.refusals[0]);
      EXPECT_EQ(other.refusals[1].code(), Code::kTransactionConflict);
    }
  });
  STATOR_ASSERT_OK(outcome.status);
}

TEST_F(PreparedTest, ARefusedTransactionLeavesNoMark) {
  AtomicWrite write{
      .writes = {{table_.get(), a_.view(), put_a_}, {table_.get(), b_.view(), refuse_}}};
  write.conflicts = ConflictMode::kFail;
  bool called = false;
  write.between_phases = [&] { called = true; };
  EXPECT_EQ(WriteAll(write).status.code(), Code::kTransactionCanceled);
  EXPECT_FALSE(called);
  STATOR_EXPECT_OK(PlainPut(a_));
}

TEST_F(PreparedTest, ATableDroppedInBetweenCancels) {
  const AtomicOutcome outcome =
      Transact([&] { STATOR_EXPECT_OK(database_->lifecycle().DeleteTable(table_)); });
  EXPECT_EQ(outcome.status.code(), Code::kTransactionCanceled);
  EXPECT_EQ(outcome.refusals[0].code(), Code::kNotFound);
}

TEST_F(PreparedTest, AnIndexCreatedInBetweenGetsItsEntry) {
  const AtomicOutcome outcome = Transact([&] {
    STATOR_EXPECT_OK(database_->lifecycle().CreateIndex(table_, GlobalIndex("late", "v", "pk")));
  });
  STATOR_ASSERT_OK(outcome.status);
  database_->lifecycle().WaitIdle();
  EXPECT_EQ(ScanAll(database_.get(), IndexId(table_, "late")).size(), 1u);
}

// The back-fill must not read the old item and write its entry behind the transaction's back.
TEST_F(PreparedTest, ABackfillWaitsForThePreparedItem) {
  Put(database_.get(), table_, Make("a", "old"));
  std::thread idle;
  std::atomic<bool> filled{false};
  const AtomicOutcome outcome = Transact([&] {
    STATOR_EXPECT_OK(database_->lifecycle().CreateIndex(table_, GlobalIndex("late", "v", "pk")));
    idle = std::thread([&] {
      database_->lifecycle().WaitIdle();
      filled = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    EXPECT_FALSE(filled);
  });
  STATOR_ASSERT_OK(outcome.status);
  idle.join();
  const auto entries = ScanAll(database_.get(), IndexId(table_, "late"));
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].Find("v")->bytes(), "1");
}

TEST_F(AtomicWriteTest, WithoutADelayAFailingModeCommitsAsWell) {
  const AtomicOutcome outcome =
      WriteAll({.writes = {{table_.get(), a_.view(), put_a_}}, .conflicts = ConflictMode::kFail});
  STATOR_ASSERT_OK(outcome.status);
  EXPECT_EQ(Get(database_.get(), table_, a_), a_);
  STATOR_EXPECT_OK(PlainPut(Make("a", "x")));
}

}  // namespace
}  // namespace stator
