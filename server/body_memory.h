// The memory that the bodies of all connections may take together: a limit on connections and one
// on the size of a body would still allow dozens of gigabytes.
#pragma once

#include <atomic>
#include <cstddef>

namespace stator::server {

// Threads: any.
class BodyMemory {
 public:
  explicit BodyMemory(size_t limit_bytes) : limit_bytes_(limit_bytes) {}

  // False, and nothing is taken, when there is not so much left.
  bool Take(size_t bytes) {
    const size_t before = used_bytes_.fetch_add(bytes, std::memory_order_relaxed);
    if (before + bytes <= limit_bytes_) return true;
    Give(bytes);
    return false;
  }
  void Give(size_t bytes) { used_bytes_.fetch_sub(bytes, std::memory_order_relaxed); }

 private:
  const size_t limit_bytes_;
  std::atomic<size_t> used_bytes_{0};
};

}  // namespace stator::server
