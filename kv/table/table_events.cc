#include "kv/table/table_events.h"

#include <algorithm>
#include <cassert>
#include <memory>
#include <numeric>

namespace stator {
namespace {

// What the pointer points to; made by whoever is first.
template <typename T>
T& MadeOnce(std::atomic<T*>* pointer) {
  T* known = pointer->load(std::memory_order_acquire);
  if (known != nullptr) return *known;
  auto made = std::make_unique<T>();
  if (pointer->compare_exchange_strong(known, made.get(), std::memory_order_acq_rel)) {
    return *made.release();
  }
  return *known;
}

uint64_t Read(const std::atomic<uint64_t>& counter) {
  return counter.load(std::memory_order_relaxed);
}

}  // namespace

uint64_t OperationTotals::success_count() const {
  return std::accumulate(successes.begin(), successes.end(), uint64_t{0});
}

void OperationEvents::CountSuccess(int64_t micros) {
  const auto* const bound =
      std::lower_bound(kLatencyBoundsMicros.begin(), kLatencyBoundsMicros.end(), micros);
  Add(&successes_[static_cast<size_t>(bound - kLatencyBoundsMicros.begin())], 1);
  Add(&success_micros_, static_cast<uint64_t>(std::max<int64_t>(micros, 0)));
}

OperationTotals OperationEvents::Totals() const {
  OperationTotals totals;
  std::transform(successes_.begin(), successes_.end(), totals.successes.begin(), Read);
  totals.success_micros = Read(success_micros_);
  totals.throttled = Read(throttled_);
  totals.system_errors = Read(system_errors_);
  totals.returned = Read(returned_);
  totals.returned_bytes = Read(returned_bytes_);
  return totals;
}

TableEvents::~TableEvents() {
  const std::unique_ptr<Slots> slots(operations_.load(std::memory_order_acquire));
  if (slots == nullptr) return;
  for (const auto& slot : *slots) delete slot.load(std::memory_order_acquire);
}

OperationEvents& TableEvents::Of(size_t operation) {
  assert(operation < kOperations);
  return MadeOnce(&MadeOnce(&operations_)[operation]);
}

const OperationEvents* TableEvents::Find(size_t operation) const {
  const Slots* const slots = operations_.load(std::memory_order_acquire);
  return slots == nullptr ? nullptr : (*slots)[operation].load(std::memory_order_acquire);
}

}  // namespace stator
