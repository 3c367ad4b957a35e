// Memory that one write after another uses again, so that a write of a single item allocates
// neither batch nor key buffer. Each thread finds what it used last in a slot of its own; two
// threads that share a slot just allocate now and then. Threads: any.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>

#include "kv/store/store.h"
#include "kv/table/table_key.h"

namespace stator {

struct WriteScratch {
  std::unique_ptr<WriteBatch> batch;  // empty when taken
  Location location;
};

class WriteScratchPool {
 public:
  explicit WriteScratchPool(Store* store) : store_(store) {}
  // Every scratch must have been given back.
  ~WriteScratchPool();
  WriteScratchPool(const WriteScratchPool&) = delete;
  WriteScratchPool& operator=(const WriteScratchPool&) = delete;

  std::unique_ptr<WriteScratch> Take();
  void GiveBack(std::unique_ptr<WriteScratch> scratch);

 private:
  static constexpr size_t kSlots = 64;
  std::atomic<WriteScratch*>& SlotOfThisThread();

  Store* const store_;
  std::array<std::atomic<WriteScratch*>, kSlots> slots_{};
};

}  // namespace stator
