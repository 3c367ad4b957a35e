// What has happened to a table since the engine was opened, for its metrics: its requests by
// operation, and what befell single items. Nothing of it is stored. Which operation has which
// number is the caller's affair.
//
// Threads: any. All counters are relaxed and only rise, so that a reader may see one request
// counted here and not yet there. They are not spread over cores: a table's requests meet at its
// capacity's mutex in any case (kv/partition/table_capacity.h).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace stator {

// Latencies are counted in classes: by these bounds, each inclusive, and one more for what took
// longer.
inline constexpr std::array<int64_t, 14> kLatencyBoundsMicros = {
    50,     100,    250,    500,     1'000,   2'500,     5'000,
    10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000, 10'000'000};
inline constexpr size_t kLatencyClasses = kLatencyBoundsMicros.size() + 1;

// One operation on one table.
struct OperationTotals {
  std::array<uint64_t, kLatencyClasses> successes{};
  uint64_t success_micros = 0;
  uint64_t throttled = 0;
  uint64_t system_errors = 0;
  uint64_t returned = 0;  // items, or records of a stream
  uint64_t returned_bytes = 0;

  uint64_t success_count() const;
};

class OperationEvents {
 public:
  void CountSuccess(int64_t micros);
  void CountThrottled() { Add(&throttled_, 1); }
  void CountSystemError() { Add(&system_errors_, 1); }
  void CountReturned(uint64_t count, uint64_t bytes) {
    Add(&returned_, count);
    Add(&returned_bytes_, bytes);
  }
  OperationTotals Totals() const;

 private:
  using Counter = std::atomic<uint64_t>;
  static void Add(Counter* counter, uint64_t more) {
    if (more != 0) counter->fetch_add(more, std::memory_order_relaxed);
  }

  std::array<Counter, kLatencyClasses> successes_{};
  Counter success_micros_{0};
  Counter throttled_{0};
  Counter system_errors_{0};
  Counter returned_{0};
  Counter returned_bytes_{0};
};

class TableEvents {
 public:
  // Operations have numbers below this one.
  static constexpr size_t kOperations = 96;

  TableEvents() = default;
  ~TableEvents();
  TableEvents(const TableEvents&) = delete;
  TableEvents& operator=(const TableEvents&) = delete;

  // Made when it is first asked for: most tables meet few operations, and many meet none. Lives as
  // long as the table.
  OperationEvents& Of(size_t operation);
  // Null: never asked for.
  const OperationEvents* Find(size_t operation) const;

  // Of single items: a write whose condition did not hold, a request that met a transaction, an
  // item that time to live deleted.
  void CountConditionFailed() { condition_failures_.fetch_add(1, std::memory_order_relaxed); }
  void CountConflict() { conflicts_.fetch_add(1, std::memory_order_relaxed); }
  void CountExpired() { expired_.fetch_add(1, std::memory_order_relaxed); }
  uint64_t condition_failures() const {
    return condition_failures_.load(std::memory_order_relaxed);
  }
  uint64_t conflicts() const { return conflicts_.load(std::memory_order_relaxed); }
  uint64_t expired() const { return expired_.load(std::memory_order_relaxed); }

  // Whether anything happened at all.
  bool any() const {
    return operations_.load(std::memory_order_acquire) != nullptr || expired() > 0;
  }

 private:
  using Slots = std::array<std::atomic<OperationEvents*>, kOperations>;

  std::atomic<Slots*> operations_{nullptr};
  std::atomic<uint64_t> condition_failures_{0};
  std::atomic<uint64_t> conflicts_{0};
  std::atomic<uint64_t> expired_{0};
};

}  // namespace stator
