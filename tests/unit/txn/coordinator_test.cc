#include "txn/coordinator.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "kv/base/limits.h"
#include "tests/support/table_harness.h"

namespace stator::txn {
namespace {

using namespace stator::testing;
using DecideFunction = std::function<Result<Mutation>(const ItemView*)>;

class CoordinatorTest : public ::testing::Test {
 protected:
  void Open(const DatabaseOptions& options, CoordinatorOptions coordinator = {}) {
    DatabaseOptions with_clock = options;
    with_clock.clock = &clock_;
    database_ = OpenDatabase(with_clock);
    coordinator_ = std::make_unique<Coordinator>(database_.get(), coordinator);
    table_ = database_->catalog().Find(kSpace, "t");
    if (table_ == nullptr) table_ = CreateTable(database_.get(), SimpleSchema("t", false));
  }
  void Close() {
    table_.reset();
    coordinator_.reset();
    database_.reset();
  }
  // Puts all items in one transaction.
  WriteResult PutAll(const std::vector<Item>& items, std::optional<TokenUse> token = {}) {
    std::vector<DecideFunction> decides;
    for (const Item& item : items) {
      decides.push_back([&item](const ItemView*) { return Mutation::Put(item.view()); });
    }
    WriteTransaction transaction{.writes = {}, .refused = {}, .token = token};
    for (size_t i = 0; i < items.size(); ++i) {
      transaction.writes.push_back({table_.get(), items[i].view(), decides[i]});
    }
    return coordinator_->Write(std::move(transaction));
  }
  ReadResult ReadAll(const std::vector<Item>& keys) {
    std::vector<ItemToRead> items;
    for (const Item& key : keys) items.push_back({table_->schema(), key.view()});
    return coordinator_->Read(items, {});
  }
  size_t TokenRecords() {
    size_t records = 0;
    const auto cursor = database_->store().NewCursor(kCatalogFamily, {"\x80", "\x82"}, {});
    for (; cursor->Valid(); cursor->Next()) ++records;
    return records;
  }

  ManualClock clock_{1'000'000'000};
  std::unique_ptr<Database> database_;
  std::unique_ptr<Coordinator> coordinator_;
  std::shared_ptr<Table> table_;
  const Item a_ = {{"pk", "a"}, {"v", 1}};
  const Item b_ = {{"pk", "b"}, {"v", 2}};
};

TEST_F(CoordinatorTest, WritesAndReadsSeveralItems) {
  Open(InMemoryOptions());
  STATOR_ASSERT_OK(PutAll({a_, b_}).status);
  const ReadResult read = ReadAll({b_, {{"pk", "none"}}, a_});
  STATOR_ASSERT_OK(read.status);
  ASSERT_EQ(read.items.size(), 3u);
  EXPECT_EQ(Item(read.items[0]->view()), b_);
  EXPECT_FALSE(read.items[1].has_value());
  EXPECT_EQ(Item(read.items[2]->view()), a_);
}

TEST_F(CoordinatorTest, AReplayWritesNothingAndKnowsTheSizes) {
  Open(InMemoryOptions());
  const TokenUse token{"space", "token", 1};
  STATOR_ASSERT_OK(PutAll({a_, b_}, token).status);
  Put(database_.get(), table_, {{"pk", "a"}, {"v", 99}});
  const WriteResult replay = PutAll({a_, b_}, token);
  STATOR_ASSERT_OK(replay.status);
  ASSERT_TRUE(replay.replayed_bytes.has_value());
  EXPECT_EQ(*replay.replayed_bytes, (std::vector<uint64_t>{a_.SizeBytes(), b_.SizeBytes()}));
  EXPECT_EQ(Get(database_.get(), table_, a_), (Item{{"pk", "a"}, {"v", 99}}));
}

TEST_F(CoordinatorTest, TokensSurviveARestart) {
  const ScratchFolder folder;
  Open(OnDiskOptions(folder.path()));
  const TokenUse token{"space", "token", 1};
  STATOR_ASSERT_OK(PutAll({a_}, token).status);
  Close();
  Open(OnDiskOptions(folder.path()));
  EXPECT_TRUE(PutAll({a_}, token).replayed_bytes.has_value());
  EXPECT_EQ(PutAll({b_}, TokenUse{"space", "token", 2}).status.code(), Code::kIdempotentMismatch);
  EXPECT_EQ(Get(database_.get(), table_, b_), std::nullopt);
}

TEST_F(CoordinatorTest, ACancelledTransactionLeavesItsTokenFree) {
  Open(InMemoryOptions());
  const TokenUse token{"space", "token", 1};
  const DecideFunction refuse = [](const ItemView*) {
    return Result<Mutation>(Status(Code::kConditionFailed, "no"));
  };
  const WriteResult refused = coordinator_->Write(
      {.writes = {{table_.get(), a_.view(), refuse}}, .refused = {}, .token = token});
  EXPECT_EQ(refused.status.code(), Code::kTransactionCanceled);
  EXPECT_EQ(TokenRecords(), 0u);
  STATOR_EXPECT_OK(PutAll({a_}, token).status);
}

TEST_F(CoordinatorTest, ExpiredTokensAreSweptInTheBackground) {
  Open(InMemoryOptions());
  for (int i = 0; i < 1'200; ++i) {
    const std::string token = std::to_string(i);
    STATOR_ASSERT_OK(PutAll({a_}, TokenUse{"space", token, 1}).status);
  }
  EXPECT_EQ(TokenRecords(), 2'400u);
  clock_.Advance(48LL * 3600 * 1'000'000);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (TokenRecords() > 0 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_EQ(TokenRecords(), 0u);
}

TEST_F(CoordinatorTest, ARefusalThatIsNoReasonFailsTheWhole) {
  Open(InMemoryOptions());
  const auto gone = table_;
  STATOR_ASSERT_OK(database_->lifecycle().DeleteTable(gone));
  EXPECT_EQ(PutAll({a_}).status.code(), Code::kNotFound);
}

TEST_F(CoordinatorTest, RefusesMoreThanFourMegabytes) {
  Open(InMemoryOptions());
  std::vector<Item> items;
  for (int i = 0; i < 11; ++i) {
    items.push_back({{"pk", std::to_string(i)}, {"v", std::string(390'000, 'x')}});
  }
  EXPECT_EQ(PutAll(items).status.code(), Code::kTooLarge);
  for (const Item& item : items) {
    EXPECT_EQ(Get(database_.get(), table_, item), std::nullopt);
    Put(database_.get(), table_, item);
  }
  EXPECT_EQ(ReadAll(items).status.code(), Code::kTooLarge);
  items.pop_back();
  STATOR_EXPECT_OK(PutAll(items).status);
  STATOR_EXPECT_OK(ReadAll(items).status);
}

// Conflicts on demand: a transaction that stays prepared until the test lets it go.
class DelayTest : public CoordinatorTest {
 protected:
  DelayTest() { Open(InMemoryOptions(), {ConflictMode::kFail, 600'000'000}); }
  Status PlainPut(const Item& item) {
    const DecideFunction put = [&](const ItemView*) { return Mutation::Put(item.view()); };
    return database_->writer().Write({table_.get(), item.view(), put}).status();
  }
  // Until "a" is prepared.
  void WaitForConflict() {
    while (PlainPut({{"pk", "a"}}).code() != Code::kTransactionConflict) std::this_thread::yield();
  }
};

TEST_F(DelayTest, ReadersAndWritersOfAPreparedItemAreRefused) {
  Put(database_.get(), table_, b_);
  Status done;
  std::thread transaction([&] { done = PutAll({a_}).status; });
  WaitForConflict();
  const ReadResult read = ReadAll({b_, a_});
  EXPECT_EQ(read.status.code(), Code::kTransactionCanceled);
  STATOR_EXPECT_OK(read.reasons[0]);
  EXPECT_EQ(read.reasons[1].code(), Code::kTransactionConflict);
  const WriteResult write = PutAll({b_, a_});
  EXPECT_EQ(write.status.code(), Code::kTransactionCanceled);
  EXPECT_EQ(write.reasons[1].code(), Code::kTransactionConflict);
  STATOR_EXPECT_OK(ReadAll({b_}).status);
  coordinator_->EndDelays();
  transaction.join();
  STATOR_EXPECT_OK(done);
  EXPECT_EQ(Get(database_.get(), table_, a_), a_);
  STATOR_EXPECT_OK(ReadAll({b_, a_}).status);
}

TEST_F(DelayTest, ATokenIsInProgressWhileItsTransactionIsPrepared) {
  const TokenUse token{"space", "token", 1};
  std::thread transaction([&] { STATOR_EXPECT_OK(PutAll({a_}, token).status); });
  WaitForConflict();
  EXPECT_EQ(PutAll({a_}, token).status.code(), Code::kTransactionInProgress);
  EXPECT_EQ(PutAll({b_}, TokenUse{"space", "token", 2}).status.code(), Code::kIdempotentMismatch);
  coordinator_->EndDelays();
  transaction.join();
  EXPECT_TRUE(PutAll({a_}, token).replayed_bytes.has_value());
}

}  // namespace
}  // namespace stator::txn
