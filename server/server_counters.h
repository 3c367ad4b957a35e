// What the HTTP server counts of itself, for its metrics. Each event loop counts in a place of its
// own, so that no two of them write to one cache line. Threads: any.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace stator::server {

class ServerCounters {
 public:
  static constexpr size_t kReplyClasses = 6;  // by the first digit of the status

  // What one loop counts. All but the last two only rise.
  struct alignas(64) Loop {
    std::array<std::atomic<uint64_t>, kReplyClasses> replies{};
    std::atomic<uint64_t> body_bytes_in{0};
    std::atomic<uint64_t> bytes_out{0};     // with the heads of replies
    std::atomic<uint64_t> accepted{0};      // connections
    std::atomic<uint64_t> accepted_tls{0};  // those of them at the TLS port
    std::atomic<uint64_t> handshakes_failed{0};
    std::atomic<int64_t> connections{0};
    std::atomic<int64_t> in_flight{0};  // requests that are read and not yet answered
  };
  // Loops beyond so many share.
  static constexpr size_t kLoops = 32;

  Loop& OfLoop(size_t loop) { return loops_[loop % kLoops]; }

  struct Sums {
    std::array<uint64_t, kReplyClasses> replies{};
    uint64_t body_bytes_in = 0;
    uint64_t bytes_out = 0;
    uint64_t accepted = 0;
    uint64_t accepted_tls = 0;
    uint64_t handshakes_failed = 0;
    int64_t connections = 0;
    int64_t in_flight = 0;
  };
  Sums Sum() const {
    Sums sums;
    for (const Loop& loop : loops_) {
      for (size_t i = 0; i < kReplyClasses; ++i) sums.replies[i] += Read(loop.replies[i]);
      sums.body_bytes_in += Read(loop.body_bytes_in);
      sums.bytes_out += Read(loop.bytes_out);
      sums.accepted += Read(loop.accepted);
      sums.accepted_tls += Read(loop.accepted_tls);
      sums.handshakes_failed += Read(loop.handshakes_failed);
      sums.connections += Read(loop.connections);
      sums.in_flight += Read(loop.in_flight);
    }
    return sums;
  }

 private:
  template <typename T>
  static T Read(const std::atomic<T>& counter) {
    return counter.load(std::memory_order_relaxed);
  }

  std::array<Loop, kLoops> loops_;
};

// Adds to one of them.
template <typename T>
void Count(std::atomic<T>* counter, T more) {
  counter->fetch_add(more, std::memory_order_relaxed);
}

}  // namespace stator::server
