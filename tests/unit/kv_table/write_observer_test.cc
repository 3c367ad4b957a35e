#include "kv/table/write_observer.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

// Writes one history record per changed key: "<old attribute v>><new attribute v>".
class HistoryObserver final : public WriteObserver {
 public:
  bool Observes(const TableSchema& schema) const override { return schema.name != "unobserved"; }
  Status OnChange(const ItemChange& change, WriteBatch* batch) override {
    ++calls;
    {
      MutexLock lock(&mu_);
      numbers_.push_back(change.number);
    }
    const std::string record = Show(change.old_item) + ">" + Show(change.new_item);
    batch->Put(kHistoryFamily, change.location.key, record);
    if (Show(change.new_item) == "refused") return ValidationError("the observer refuses");
    return OkStatus();
  }
  std::atomic<int> calls{0};
  std::vector<uint64_t> numbers() {
    MutexLock lock(&mu_);
    return numbers_;
  }

 private:
  static std::string Show(const ItemView* item) {
    if (item == nullptr) return "none";
    const auto value = item->Find("v");
    return value.has_value() ? std::string(value->bytes()) : "";
  }
  Mutex mu_;
  std::vector<uint64_t> numbers_ GUARDED_BY(mu_);
};

class WriteObserverTest : public ::testing::Test {
 protected:
  WriteObserverTest() {
    DatabaseOptions options = InMemoryOptions();
    options.write_observers = {&observer_};
    database_ = OpenDatabase(options);
    table_ = CreateTable(database_.get(), SimpleSchema("t", false));
  }
  std::vector<std::string> History() {
    std::vector<std::string> records;
    const auto cursor = database_->store().NewCursor(kHistoryFamily, {}, {});
    for (; cursor->Valid(); cursor->Next()) records.emplace_back(cursor->value());
    return records;
  }
  static Item Make(std::string_view v) { return {{"pk", "a"}, {"v", v}}; }

  HistoryObserver observer_;
  std::unique_ptr<Database> database_;
  std::shared_ptr<Table> table_;
};

TEST_F(WriteObserverTest, ItsRecordsAreCommittedWithTheChange) {
  Put(database_.get(), table_, Make("one"));
  EXPECT_EQ(History(), (std::vector<std::string>{"none>one"}));
  const uint64_t before = database_->store().LatestSequence();
  Put(database_.get(), table_, Make("two"));
  EXPECT_EQ(History(), (std::vector<std::string>{"one>two"}));
  EXPECT_EQ(database_->store().LatestSequence(), before + 2) << "item and record in one batch";
  Delete(database_.get(), table_, Make(""));
  EXPECT_EQ(History(), (std::vector<std::string>{"two>none"}));
}

TEST_F(WriteObserverTest, IsNotCalledForTablesThatItDoesNotObserve) {
  const auto other = CreateTable(database_.get(), SimpleSchema("unobserved", false));
  Put(database_.get(), other, Make("one"));
  EXPECT_EQ(observer_.calls.load(), 0);
  EXPECT_EQ(database_->change_numbers().SettledBelow(), 1u) << "no number was taken";
}

TEST_F(WriteObserverTest, ChangesHaveRisingNumbers) {
  Put(database_.get(), table_, Make("one"));
  Put(database_.get(), table_, Make("two"));
  EXPECT_EQ(observer_.numbers(), (std::vector<uint64_t>{1, 2}));
  EXPECT_EQ(database_->change_numbers().SettledBelow(), 3u);
}

TEST_F(WriteObserverTest, IsNotCalledForARefusedWrite) {
  const auto refuse = [](const ItemView*) -> Result<Mutation> { return ValidationError("no"); };
  const Item item = Make("one");
  EXPECT_FALSE(database_->writer().Write({table_.get(), item.view(), refuse}).ok());
  EXPECT_EQ(observer_.calls, 0);
  EXPECT_TRUE(History().empty());
}

TEST_F(WriteObserverTest, IsNotCalledForAWriteThatChangesNothing) {
  Put(database_.get(), table_, Make("one"));
  Put(database_.get(), table_, Make("one"));
  EXPECT_EQ(observer_.calls, 1);
  Delete(database_.get(), table_, {{"pk", "other"}});
  EXPECT_EQ(observer_.calls, 1);
}

TEST_F(WriteObserverTest, ItsErrorRefusesTheWrite) {
  const Item item = Make("refused");
  const auto put = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(item.view()); };
  const auto outcome = database_->writer().Write({table_.get(), item.view(), put});
  EXPECT_EQ(outcome.status().message(), "the observer refuses");
  EXPECT_EQ(Get(database_.get(), table_, item), std::nullopt);
  EXPECT_TRUE(History().empty());
  // The batch that the refused write had begun is not committed with the next one.
  Put(database_.get(), table_, {{"pk", "b"}, {"v", "x"}});
  EXPECT_EQ(History(), (std::vector<std::string>{"none>x"}));
}

TEST_F(WriteObserverTest, ItsErrorRefusesOneOfSeveralWrites) {
  const Item a = {{"pk", "a"}, {"v", "x"}};
  const Item b = {{"pk", "b"}, {"v", "refused"}};
  const Item c = {{"pk", "c"}, {"v", "y"}};
  const auto put_a = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(a.view()); };
  const auto put_b = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(b.view()); };
  const auto put_c = [&](const ItemView*) -> Result<Mutation> { return Mutation::Put(c.view()); };
  const auto outcomes = database_->writer().WriteEach({{table_.get(), a.view(), put_a},
                                                       {table_.get(), b.view(), put_b},
                                                       {table_.get(), c.view(), put_c}});
  STATOR_EXPECT_OK(outcomes[0].status());
  EXPECT_EQ(outcomes[1].status().code(), Code::kValidation);
  STATOR_EXPECT_OK(outcomes[2].status());
  EXPECT_EQ(Get(database_.get(), table_, b), std::nullopt);
  EXPECT_EQ(History().size(), 2u);
  EXPECT_EQ(ScanAll(database_.get(), table_->id()).size(), 2u);
}

}  // namespace
}  // namespace stator
