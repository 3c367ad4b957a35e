// A small generator whose whole state is a number, so that every operation of a run can have one of
// its own: which keys the n-th operation uses follows from the seed and n, however many threads
// there are and whichever takes it. SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom
// number generators", OOPSLA 2014).
#pragma once

#include <cstdint>
#include <string>

#include "kv/base/clock.h"

namespace stator::bench {

class Random final : public RandomSource {
 public:
  // The stream of numbers of one operation.
  Random(uint64_t seed, int64_t operation)
      : state_(Mix(seed ^ Mix(static_cast<uint64_t>(operation)))) {}

  uint64_t Next64() override {
    state_ += kStep;
    return Mix(state_);
  }
  // 0 … below - 1; below > 0. Its bias is below 2^-32 for what is counted here.
  int64_t Below(int64_t below) {
    return static_cast<int64_t>(Next64() % static_cast<uint64_t>(below));
  }
  // 0 <= share < 1.
  double Share() { return static_cast<double>(Next64() >> 11) * 0x1p-53; }
  // Letters and digits.
  std::string Text(int64_t bytes);

 private:
  static constexpr uint64_t kStep = 0x9E3779B97F4A7C15;
  static uint64_t Mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace stator::bench
