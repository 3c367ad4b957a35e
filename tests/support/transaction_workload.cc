#include "tests/support/transaction_workload.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include "kv/table/item_reader.h"
#include "tests/support/seeded_random.h"

namespace stator::testing {
namespace {

using DecideFunction = std::function<Result<Mutation>(const ItemView*)>;

uint64_t VersionOf(const ItemView* item) {
  if (item == nullptr) return 0;
  int64_t version = 0;
  EXPECT_TRUE(item->Find("version")->number()->ToInt64(&version));
  return static_cast<uint64_t>(version);
}

// What all threads share.
struct Arena {
  Database* database;
  txn::Coordinator* coordinator;
  const std::vector<std::shared_ptr<Table>>& tables;
  std::vector<Item> keys;
  std::atomic<uint64_t> ticks{1};
  std::atomic<uint64_t> numbers{1};
  std::atomic<int64_t> conflicts{0};

  const std::shared_ptr<Table>& TableOf(size_t key) const { return tables[key % tables.size()]; }
  std::string NameOf(size_t key) const {
    return TableOf(key)->schema()->name + "/" + std::to_string(key);
  }
};

class Worker {
 public:
  Worker(Arena* arena, uint64_t seed) : arena_(*arena), random_(seed) {}

  void Run(int operations) {
    for (int i = 0; i < operations; ++i) {
      switch (random_.Between(0, 9)) {
        case 0: PlainRead(); break;
        case 1:
        case 2: PlainWrite(); break;
        case 3:
        case 4: ReadSeveral(); break;
        case 5: WriteEach(); break;
        default: Transact();
      }
    }
  }
  std::vector<HistoryEntry> TakeHistory() { return std::move(history_); }

 private:
  // One write or check of an entry, whose Decide notes what it read.
  struct Action {
    size_t key;
    bool writes;
    bool refuses;
    uint64_t seen = 0;  // by the last Decide
    Item item{};
    DecideFunction decide{};
  };

  HistoryEntry Begin() {
    HistoryEntry entry;
    entry.number = arena_.numbers.fetch_add(1);
    entry.begin = arena_.ticks.fetch_add(1);
    return entry;
  }
  void End(HistoryEntry entry) {
    entry.end = arena_.ticks.fetch_add(1);
    history_.push_back(std::move(entry));
  }

  std::set<size_t> SomeKeys() {
    std::set<size_t> keys;
    const int64_t count = random_.Between(1, 4);
    while (keys.size() < static_cast<size_t>(count)) keys.insert(OneKey());
    return keys;
  }
  size_t OneKey() {
    return static_cast<size_t>(random_.Between(0, static_cast<int64_t>(arena_.keys.size()) - 1));
  }

  std::unique_ptr<Action> MakeAction(size_t key, uint64_t version, bool writes, bool refuses) {
    auto action = std::make_unique<Action>(Action{key, writes, refuses});
    AttributeMap item = arena_.keys[key].ToMap();
    item.Set("version", static_cast<int64_t>(version));
    action->item = Item(item);
    action->decide = [a = action.get()](const ItemView* old_item) -> Result<Mutation> {
      a->seen = VersionOf(old_item);
      if (a->refuses) return Status(Code::kConditionFailed, "at random");
      return a->writes ? Mutation::Put(a->item.view()) : Mutation::None();
    };
    return action;
  }
  ItemWrite WriteOf(const Action& action) {
    return {arena_.TableOf(action.key).get(), action.item.view(), action.decide};
  }
  void Note(const Action& action, HistoryEntry* entry) {
    entry->reads[arena_.NameOf(action.key)] = action.seen;
    if (action.writes) entry->writes.insert(arena_.NameOf(action.key));
  }
  // Whether it took effect.
  bool Succeeded(const Status& status) {
    if (status.code() == Code::kTransactionConflict) arena_.conflicts.fetch_add(1);
    if (status.ok()) return true;
    EXPECT_TRUE(status.code() == Code::kTransactionConflict ||
                status.code() == Code::kTransactionCanceled ||
                status.code() == Code::kConditionFailed)
        << CodeName(status.code()) << ": " << status.message();
    return false;
  }

  void PlainRead() {
    HistoryEntry entry = Begin();
    const size_t key = OneKey();
    PinnedItem item;
    const Status status = ReadItem(arena_.database->store(), *arena_.TableOf(key)->schema(),
                                   arena_.keys[key].view(), &item);
    EXPECT_TRUE(status.ok() || status.code() == Code::kNotFound);
    const ItemView view = status.ok() ? item.view() : ItemView();
    entry.reads[arena_.NameOf(key)] = VersionOf(status.ok() ? &view : nullptr);
    End(std::move(entry));
  }

  void PlainWrite() {
    HistoryEntry entry = Begin();
    const auto action = MakeAction(OneKey(), entry.number, true, random_.OneIn(8));
    if (!Succeeded(arena_.database->writer().Write(WriteOf(*action)).status())) return;
    Note(*action, &entry);
    End(std::move(entry));
  }

  // Each of these writes is a transaction by itself.
  void WriteEach() {
    std::vector<HistoryEntry> entries;
    std::vector<std::unique_ptr<Action>> actions;
    std::vector<ItemWrite> writes;
    for (const size_t key : SomeKeys()) {
      entries.push_back(Begin());
      actions.push_back(MakeAction(key, entries.back().number, true, random_.OneIn(8)));
      writes.push_back(WriteOf(*actions.back()));
    }
    const auto outcomes = arena_.database->writer().WriteEach(writes);
    for (size_t i = 0; i < outcomes.size(); ++i) {
      if (!Succeeded(outcomes[i].status())) continue;
      Note(*actions[i], &entries[i]);
      End(std::move(entries[i]));
    }
  }

  void ReadSeveral() {
    HistoryEntry entry = Begin();
    std::vector<txn::ItemToRead> items;
    const std::set<size_t> keys = SomeKeys();
    for (const size_t key : keys) {
      items.push_back({arena_.TableOf(key)->schema(), arena_.keys[key].view()});
    }
    const txn::ReadResult result = arena_.coordinator->Read(items, {});
    CountConflicts(result.reasons);
    if (!Succeeded(result.status)) return;
    size_t i = 0;
    for (const size_t key : keys) {
      const ItemView view = result.items[i] ? result.items[i]->view() : ItemView();
      entry.reads[arena_.NameOf(key)] = VersionOf(result.items[i] ? &view : nullptr);
      ++i;
    }
    End(std::move(entry));
  }

  void Transact() {
    HistoryEntry entry = Begin();
    std::vector<std::unique_ptr<Action>> actions;
    txn::WriteTransaction transaction;
    for (const size_t key : SomeKeys()) {
      actions.push_back(MakeAction(key, entry.number, !random_.OneIn(3), random_.OneIn(12)));
      transaction.writes.push_back(WriteOf(*actions.back()));
    }
    const std::string token = std::to_string(entry.number);
    if (random_.OneIn(2)) transaction.token = txn::TokenUse{"space", token, entry.number};
    const txn::WriteResult result = arena_.coordinator->Write(std::move(transaction));
    CountConflicts(result.reasons);
    if (!Succeeded(result.status)) return;
    for (const auto& action : actions) Note(*action, &entry);
    End(std::move(entry));
  }

  void CountConflicts(const std::vector<Status>& reasons) {
    for (const Status& reason : reasons) {
      if (reason.code() == Code::kTransactionConflict) arena_.conflicts.fetch_add(1);
    }
  }

  Arena& arena_;
  SeededRandom random_;
  std::vector<HistoryEntry> history_;
};

}  // namespace

WorkloadResult RunWorkload(Database* database, txn::Coordinator* coordinator,
                           const std::vector<std::shared_ptr<Table>>& tables,
                           const WorkloadOptions& options) {
  Arena arena{database, coordinator, tables, {}};
  for (int i = 0; i < options.keys; ++i) arena.keys.push_back({{"pk", std::to_string(i)}});
  std::vector<Worker> workers;
  for (int i = 0; i < options.threads; ++i) {
    workers.emplace_back(&arena, options.seed + static_cast<uint64_t>(i));
  }
  std::vector<std::thread> threads;
  for (Worker& worker : workers) {
    threads.emplace_back([&worker, &options] { worker.Run(options.operations); });
  }
  for (std::thread& thread : threads) thread.join();
  WorkloadResult result;
  for (Worker& worker : workers) {
    for (HistoryEntry& entry : worker.TakeHistory()) result.history.push_back(std::move(entry));
  }
  result.conflicts = arena.conflicts;
  return result;
}

}  // namespace stator::testing
