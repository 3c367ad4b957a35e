#include "txn/token_ledger.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/table_harness.h"

namespace stator::txn {
namespace {

using namespace stator::testing;

class TokenLedgerTest : public ::testing::Test {
 protected:
  TokenLedgerTest() : database_(OpenDatabase(InMemoryOptions())) {}

  Result<TokenLedger::Begun> Begin(std::string_view token, uint64_t parameters = 1) {
    return ledger_.Begin({"space", token, parameters});
  }
  // A transaction with the token that succeeds.
  void Succeed(std::string_view token, uint64_t parameters = 1) {
    const auto begun = Begin(token, parameters);
    STATOR_ASSERT_OK(begun.status());
    ASSERT_FALSE(begun->replay.has_value());
    Commit(begun->claim);
  }
  void Commit(const TokenClaim& claim) {
    const auto batch = database_->store().NewBatch();
    claim.AddTo({10, 0}, batch.get());
    STATOR_ASSERT_OK(database_->store().Commit(*batch).status());
  }
  bool IsReplay(std::string_view token) {
    const auto begun = Begin(token);
    STATOR_EXPECT_OK(begun.status());
    return begun.ok() && begun->replay.has_value();
  }
  size_t Records() {
    size_t records = 0;
    const auto cursor = database_->store().NewCursor(kCatalogFamily, {"\x80", "\x82"}, {});
    for (; cursor->Valid(); cursor->Next()) ++records;
    return records;
  }
  void Sweep(size_t limit = 100) { STATOR_EXPECT_OK(ledger_.Sweep(limit, &after_).status()); }

  ManualClock clock_{1'000'000};
  std::unique_ptr<Database> database_;
  TokenLedger ledger_{&database_->store(), &clock_};
  std::string after_;
};

TEST_F(TokenLedgerTest, ASuccessIsRemembered) {
  Succeed("t");
  const auto again = Begin("t");
  STATOR_ASSERT_OK(again.status());
  ASSERT_TRUE(again->replay.has_value());
  EXPECT_EQ(again->replay->item_bytes, (std::vector<uint64_t>{10, 0}));
}

TEST_F(TokenLedgerTest, AFailureIsNot) {
  STATOR_ASSERT_OK(Begin("t").status());
  EXPECT_FALSE(IsReplay("t"));
}

TEST_F(TokenLedgerTest, OtherParametersMismatch) {
  Succeed("t", 1);
  EXPECT_EQ(Begin("t", 2).status().code(), Code::kIdempotentMismatch);
  EXPECT_TRUE(IsReplay("t")) << "and leave the token as it was";
}

TEST_F(TokenLedgerTest, ARunningTokenIsInProgress) {
  const auto running = Begin("t", 1);
  EXPECT_EQ(Begin("t", 1).status().code(), Code::kTransactionInProgress);
  EXPECT_EQ(Begin("t", 2).status().code(), Code::kIdempotentMismatch);
  STATOR_EXPECT_OK(Begin("u").status());
}

TEST_F(TokenLedgerTest, NamespacesDoNotShareTokens) {
  Succeed("t");
  const auto other = ledger_.Begin({"elsewhere", "t", 2});
  STATOR_ASSERT_OK(other.status());
  EXPECT_FALSE(other->replay.has_value());
}

TEST_F(TokenLedgerTest, CallersDoNotShareTokens) {
  Succeed("t");
  const auto ann = ledger_.Begin({"space", "t", 2, "ann"});
  STATOR_ASSERT_OK(ann.status());
  EXPECT_FALSE(ann->replay.has_value()) << "one that is no caller's has been used";
  const auto bob = ledger_.Begin({"space", "t", 1, "bob"});
  STATOR_ASSERT_OK(bob.status());  // while it runs for ann
  EXPECT_FALSE(bob->replay.has_value());
  Commit(ann->claim);
  Commit(bob->claim);
  EXPECT_EQ(Records(), 6u);
  EXPECT_TRUE(IsReplay("t"));
  clock_.Advance(TokenLedger::kLifeMicros + 1);
  Sweep();
  EXPECT_EQ(Records(), 4u) << "what is still claimed stays";
}

TEST_F(TokenLedgerTest, ACallersTokenIsRememberedForHim) {
  {
    const auto begun = ledger_.Begin({"space", "t", 1, "ann"});
    STATOR_ASSERT_OK(begun.status());
    Commit(begun->claim);
  }
  const auto again = ledger_.Begin({"space", "t", 1, "ann"});
  STATOR_ASSERT_OK(again.status());
  EXPECT_TRUE(again->replay.has_value());
  EXPECT_FALSE(IsReplay("t"));
  clock_.Advance(TokenLedger::kLifeMicros + 1);
  Sweep();
  EXPECT_EQ(Records(), 2u) << "it is claimed";
}

TEST_F(TokenLedgerTest, ATokenLivesTenMinutes) {
  Succeed("t");
  clock_.Advance(TokenLedger::kLifeMicros - 1);
  EXPECT_TRUE(IsReplay("t"));
  clock_.Advance(1);
  EXPECT_FALSE(IsReplay("t"));
  Succeed("t", 7);
  EXPECT_EQ(Begin("t", 1).status().code(), Code::kIdempotentMismatch);
  EXPECT_EQ(Records(), 2u) << "the record and its expiry, nothing of the earlier use";
}

TEST_F(TokenLedgerTest, SweepingRemovesWhatHasExpired) {
  Succeed("a");
  clock_.Advance(10);
  Succeed("b");
  clock_.Advance(TokenLedger::kLifeMicros - 5);
  Sweep();
  EXPECT_EQ(Records(), 2u);
  EXPECT_TRUE(IsReplay("b"));
  clock_.Advance(10);
  Sweep();
  EXPECT_EQ(Records(), 0u);
}

TEST_F(TokenLedgerTest, SweepingGoesOnWhereItStopped) {
  for (int i = 0; i < 10; ++i) Succeed(std::to_string(i));
  clock_.Advance(TokenLedger::kLifeMicros + 1);
  Sweep(4);
  EXPECT_EQ(Records(), 12u);
  Sweep(4);
  Sweep(4);
  EXPECT_EQ(Records(), 0u);
}

TEST_F(TokenLedgerTest, SweepingLeavesATokenInProgressAndWhatItBecomes) {
  Succeed("a");
  Succeed("b");
  clock_.Advance(TokenLedger::kLifeMicros + 1);
  {
    const auto running = Begin("a");
    Sweep();
    EXPECT_EQ(Records(), 2u);
    Commit(running->claim);
  }
  Sweep();
  EXPECT_EQ(Records(), 2u);
  EXPECT_TRUE(IsReplay("a"));
}

TEST_F(TokenLedgerTest, SweepingComesBackToATokenThatWasInProgress) {
  Succeed("a");
  clock_.Advance(1);
  Succeed("b");
  clock_.Advance(TokenLedger::kLifeMicros + 1);
  {
    const auto running = Begin("a");
    Sweep();
  }
  Sweep();
  EXPECT_EQ(Records(), 0u);
}

}  // namespace
}  // namespace stator::txn
