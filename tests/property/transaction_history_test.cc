// Random interleavings of transactions, single writes, batches and reads: every history must be
// strictly serializable (tests/support/serializability_checker.h).
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"
#include "tests/support/transaction_workload.h"

namespace stator {
namespace {

using namespace testing;

class TransactionHistoryTest : public ::testing::Test {
 protected:
  void Run(const txn::CoordinatorOptions& coordinator_options, WorkloadOptions workload) {
    SCOPED_TRACE(random_.Trace());
    const auto database = OpenDatabase(InMemoryOptions());
    txn::Coordinator coordinator(database.get(), coordinator_options);
    TableSchema indexed = SimpleSchema("indexed", false);
    indexed.indexes = {GlobalIndex("g", "pk")};
    const std::vector<std::shared_ptr<Table>> tables = {
        CreateTable(database.get(), SimpleSchema("plain", false)),
        CreateTable(database.get(), indexed)};
    workload.seed = random_.Next64();
    result_ = RunWorkload(database.get(), &coordinator, tables, workload);
    EXPECT_EQ(FindViolation(result_.history), "");
    const auto operations = static_cast<size_t>(workload.threads * workload.operations);
    EXPECT_GT(result_.history.size(), operations / 4) << "hardly anything took effect";
    ExpectConsistent(database.get());
  }

  SeededRandom random_;
  WorkloadResult result_;
};

TEST_F(TransactionHistoryTest, WaitingForOneAnother) {
  Run({ConflictMode::kWait, 0}, {.threads = 8, .operations = 3'000, .keys = 8});
  EXPECT_EQ(result_.conflicts, 0);
}

TEST_F(TransactionHistoryTest, WaitingOnManyItems) {
  Run({ConflictMode::kWait, 0}, {.threads = 8, .operations = 2'000, .keys = 200});
}

TEST_F(TransactionHistoryTest, FailingAtOnce) {
  Run({ConflictMode::kFail, 0}, {.threads = 8, .operations = 3'000, .keys = 8});
}

TEST_F(TransactionHistoryTest, FailingWithADelay) {
  Run({ConflictMode::kFail, 200}, {.threads = 8, .operations = 400, .keys = 12});
  EXPECT_GT(result_.conflicts, 0);
}

TEST_F(TransactionHistoryTest, OnFiveItemsOnly) {
  Run({ConflictMode::kWait, 0}, {.threads = 6, .operations = 2'000, .keys = 5});
  Run({ConflictMode::kFail, 50}, {.threads = 6, .operations = 300, .keys = 5});
}

}  // namespace
}  // namespace stator
