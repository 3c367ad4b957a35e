// Many threads on one store: nothing is lost, items and index entries never disagree.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

void InThreads(int threads, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
}

// Adds 1 to "n".
Result<Mutation> Increment(const ItemView& key, const ItemView* old_item) {
  AttributeMap item = ToAttributeMap(old_item == nullptr ? key : *old_item);
  const AttributeValue* n = item.Find("n");
  int64_t value = 0;
  if (n != nullptr && !n->number().ToInt64(&value)) return InternalError("not an integer");
  item.Set("n", value + 1);
  return Mutation::Put(Item(item));
}

TEST(TableRace, IncrementsOfOneItemAreNotLost) {
  const auto database = OpenDatabase(InMemoryOptions());
  const auto table = CreateTable(database.get(), SimpleSchema("t", false));
  const Item key = {{"pk", "counter"}};
  constexpr int kThreads = 16;
  constexpr int kIncrements = 200;
  InThreads(kThreads, [&](int) {
    const ItemView view = key.view();
    const auto increment = [&](const ItemView* old_item) { return Increment(view, old_item); };
    for (int i = 0; i < kIncrements; ++i) {
      STATOR_EXPECT_OK(database->writer().Write({table.get(), view, increment}).status());
    }
  });
  EXPECT_EQ(Get(database.get(), table, key),
            (Item{{"pk", "counter"}, {"n", kThreads * kIncrements}}));
  ExpectConsistent(database.get());
}

TEST(TableRace, IncrementsInOverlappingGroupsAreNotLost) {
  const auto database = OpenDatabase(InMemoryOptions());
  const auto table = CreateTable(database.get(), SimpleSchema("t", false));
  std::vector<Item> keys;
  for (int i = 0; i < 10; ++i) keys.push_back({{"pk", std::to_string(i)}});
  constexpr int kThreads = 8;
  constexpr int kRounds = 100;
  InThreads(kThreads, [&](int thread) {
    std::vector<std::function<Result<Mutation>(const ItemView*)>> increments;
    for (const Item& key : keys) {
      increments.emplace_back([&key](const ItemView* old) { return Increment(key.view(), old); });
    }
    std::vector<ItemWrite> writes;
    for (size_t i = 0; i < keys.size(); ++i) {
      const size_t at = thread % 2 == 0 ? i : keys.size() - 1 - i;
      writes.push_back({table.get(), keys[at].view(), increments[at]});
    }
    for (int i = 0; i < kRounds; ++i) {
      for (const auto& outcome : database->writer().WriteEach(writes)) {
        STATOR_EXPECT_OK(outcome.status());
      }
    }
  });
  for (const Item& key : keys) {
    const auto item = Get(database.get(), table, key);
    ASSERT_TRUE(item.has_value());
    EXPECT_EQ(*item->Find("n"), Value(AttributeValue(kThreads * kRounds)).view());
  }
}

// Random puts and deletes of a few hundred items until `stop`.
void WriteAtRandom(Database* database, const std::shared_ptr<Table>& table, uint64_t seed,
                   const std::atomic<bool>& stop) {
  SeededRandom random(seed);
  while (!stop) {
    const std::string pk = std::to_string(random.Between(0, 400));
    if (random.OneIn(4)) {
      Delete(database, table, {{"pk", pk}});
    } else {
      const std::string owner = std::to_string(random.Between(0, 5));
      Put(database, table, {{"pk", pk}, {"owner", owner}, {"v", random.Between(0, 3)}});
    }
  }
}

TEST(TableRace, IndexesComeAndGoBesideWriters) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  const auto database = OpenDatabase(InMemoryOptions());
  const auto table = CreateTable(database.get(), SimpleSchema("t", false));
  std::atomic<bool> stop{false};
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back(WriteAtRandom, database.get(), table, random.Next64(), std::cref(stop));
  }
  for (int round = 0; round < 12; ++round) {
    const std::string name = "g" + std::to_string(round);
    STATOR_EXPECT_OK(database->lifecycle().CreateIndex(table, GlobalIndex(name, "owner", "pk")));
    if (round % 3 != 0) database->lifecycle().WaitIdle();
    if (round % 4 != 3) STATOR_EXPECT_OK(database->lifecycle().DeleteIndex(table, name));
  }
  database->lifecycle().WaitIdle();
  stop = true;
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(table->schema()->indexes.size(), 3u);
  ExpectConsistent(database.get());
}

TEST(TableRace, TablesComeAndGoBesideTheirWriters) {
  const auto database = OpenDatabase(InMemoryOptions());
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    const Item item = {{"pk", "a"}, {"owner", "o"}};
    const auto put = [&](const ItemView*) -> Result<Mutation> {
      return Mutation::Put(item.view());
    };
    while (!stop) {
      const auto table = database->catalog().Find(kSpace, "t");
      if (table == nullptr) continue;
      const auto outcome = database->writer().Write({table.get(), item.view(), put});
      EXPECT_TRUE(outcome.ok() || outcome.status().code() == Code::kNotFound);
    }
  });
  TableSchema schema = SimpleSchema("t", false);
  schema.indexes = {GlobalIndex("g", "owner")};
  for (int i = 0; i < 100; ++i) {
    const auto table = CreateTable(database.get(), schema);
    std::this_thread::yield();
    STATOR_EXPECT_OK(database->lifecycle().DeleteTable(table));
  }
  stop = true;
  writer.join();
  ExpectConsistent(database.get());
}

TEST(TableRace, ManyThreadsCreateListAndDropTables) {
  const auto database = OpenDatabase(InMemoryOptions());
  InThreads(8, [&](int thread) {
    for (int i = 0; i < 20; ++i) {
      const std::string name = "t" + std::to_string(thread) + "-" + std::to_string(i);
      const auto table = CreateTable(database.get(), SimpleSchema(name, false));
      Put(database.get(), table, {{"pk", "a"}});
      EXPECT_FALSE(database->catalog().List(kSpace, "", 100).empty());
      if (i % 2 == 0) STATOR_EXPECT_OK(database->lifecycle().DeleteTable(table));
    }
  });
  EXPECT_EQ(database->catalog().CountTables(kSpace), 80u);
  ExpectConsistent(database.get());
}

}  // namespace
}  // namespace stator
