// Time and chance, injected. No other file may call the system clock or a random device, so every
// rule that depends on time (TTL, stream retention, throttling, table ages) can be tested by moving
// a ManualClock. Threads: every method may be called from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace stator {

class Clock {
 public:
  virtual ~Clock() = default;
  // Microseconds since the Unix epoch. May step when the machine's clock is set.
  virtual int64_t WallMicros() const = 0;
  // Microseconds from an arbitrary start; never goes back. For durations and time-outs.
  virtual int64_t MonotonicMicros() const = 0;

  int64_t WallSeconds() const { return WallMicros() / 1'000'000; }
  // How long a waiter may sleep before it has to look at this clock again. A clock that is moved by
  // hand wakes nobody, so it has to be looked at often.
  virtual int64_t PollMicros() const { return 2'000; }
};

// The machine's clock. Never null, lives until the process ends.
const Clock* SystemClock();

// A clock that can be moved, forward only.
class MovableClock : public Clock {
 public:
  // delta_micros >= 0.
  virtual void Advance(int64_t delta_micros) = 0;
};

// A clock that moves only when told to.
class ManualClock final : public MovableClock {
 public:
  explicit ManualClock(int64_t wall_micros) : micros_(wall_micros) {}
  int64_t WallMicros() const override { return micros_.load(std::memory_order_relaxed); }
  int64_t MonotonicMicros() const override { return WallMicros(); }
  void Advance(int64_t delta_micros) override {
    micros_.fetch_add(delta_micros, std::memory_order_relaxed);
  }

 private:
  std::atomic<int64_t> micros_;
};

// The machine's clock and an offset that grows when told to.
class OffsetClock final : public MovableClock {
 public:
  int64_t WallMicros() const override { return SystemClock()->WallMicros() + offset(); }
  int64_t MonotonicMicros() const override { return SystemClock()->MonotonicMicros() + offset(); }
  void Advance(int64_t delta_micros) override {
    offset_micros_.fetch_add(delta_micros, std::memory_order_relaxed);
  }

 private:
  int64_t offset() const { return offset_micros_.load(std::memory_order_relaxed); }
  std::atomic<int64_t> offset_micros_{0};
};

// Where unpredictable bytes come from: identifiers, never keys or secrets.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual uint64_t Next64() = 0;
};

// Seeded from the operating system, one generator per thread. Never null, lives until the process
// ends.
RandomSource* SystemRandom();

// A random (version 4) UUID in lower case with hyphens, 36 characters.
std::string NewUuid(RandomSource* random);

}  // namespace stator
