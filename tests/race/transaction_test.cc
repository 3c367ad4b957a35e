// Transactions beside single writes, batches, reads, an index that comes and goes, and tokens that
// expire, in both conflict modes: no race, and every history is strictly serializable.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"
#include "tests/support/transaction_workload.h"

namespace stator {
namespace {

using namespace testing;

void RunBesideSchemaChanges(const txn::CoordinatorOptions& coordinator_options, uint64_t seed) {
  ManualClock clock(1'000'000);
  DatabaseOptions options = InMemoryOptions();
  options.clock = &clock;
  const auto database = OpenDatabase(options);
  txn::Coordinator coordinator(database.get(), coordinator_options);
  const std::vector<std::shared_ptr<Table>> tables = {
      CreateTable(database.get(), SimpleSchema("a", false)),
      CreateTable(database.get(), SimpleSchema("b", false))};
  std::atomic<bool> stop{false};
  std::thread changes([&] {
    while (!stop) {
      STATOR_EXPECT_OK(database->lifecycle().CreateIndex(tables[0], GlobalIndex("g", "pk")));
      database->lifecycle().WaitIdle();
      STATOR_EXPECT_OK(database->lifecycle().DeleteIndex(tables[0], "g"));
      database->lifecycle().WaitIdle();
      clock.Advance(400'000'000);  // tokens expire
    }
  });
  const WorkloadResult result =
      RunWorkload(database.get(), &coordinator, tables,
                  {.threads = 6, .operations = 600, .keys = 10, .seed = seed});
  stop = true;
  changes.join();
  EXPECT_EQ(FindViolation(result.history), "");
  ExpectConsistent(database.get());
}

TEST(TransactionRace, WaitingForOneAnother) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  RunBesideSchemaChanges({ConflictMode::kWait, 0}, random.Next64());
}

TEST(TransactionRace, FailingAtOnce) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  RunBesideSchemaChanges({ConflictMode::kFail, 0}, random.Next64());
}

TEST(TransactionRace, FailingWithADelay) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  RunBesideSchemaChanges({ConflictMode::kFail, 300}, random.Next64());
}

}  // namespace
}  // namespace stator
