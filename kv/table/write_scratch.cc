#include "kv/table/write_scratch.h"

#include <utility>

namespace stator {

WriteScratchPool::~WriteScratchPool() {
  for (std::atomic<WriteScratch*>& slot : slots_) delete slot.load(std::memory_order_acquire);
}

std::atomic<WriteScratch*>& WriteScratchPool::SlotOfThisThread() {
  static std::atomic<size_t> threads{0};
  thread_local const size_t slot = threads.fetch_add(1, std::memory_order_relaxed) % kSlots;
  return slots_[slot];
}

std::unique_ptr<WriteScratch> WriteScratchPool::Take() {
  std::unique_ptr<WriteScratch> scratch(
      SlotOfThisThread().exchange(nullptr, std::memory_order_acquire));
  if (scratch == nullptr) {
    scratch = std::make_unique<WriteScratch>();
    scratch->batch = store_->NewBatch();
  }
  return scratch;
}

void WriteScratchPool::GiveBack(std::unique_ptr<WriteScratch> scratch) {
  scratch->batch->Clear();
  delete SlotOfThisThread().exchange(scratch.release(), std::memory_order_acq_rel);
}

}  // namespace stator
