// Random test data that can be had again: every test prints its seed when it fails, and
// STATOR_TEST_SEED in the environment sets it.
//   SeededRandom random;
//   SCOPED_TRACE(random.Trace());
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

#include "kv/base/clock.h"

namespace stator::testing {

class SeededRandom {
 public:
  SeededRandom() : seed_(ChooseSeed()), engine_(seed_) {}
  explicit SeededRandom(uint64_t seed) : seed_(seed), engine_(seed) {}

  std::string Trace() const { return "STATOR_TEST_SEED=" + std::to_string(seed_); }
  // first … last, both inclusive.
  int64_t Between(int64_t first, int64_t last) {
    return std::uniform_int_distribution<int64_t>(first, last)(engine_);
  }
  bool OneIn(int64_t n) { return Between(1, n) == 1; }
  uint64_t Next64() { return engine_(); }

 private:
  static uint64_t ChooseSeed() {
    const char* const given = std::getenv("STATOR_TEST_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : SystemRandom()->Next64();
  }

  const uint64_t seed_;
  std::mt19937_64 engine_;
};

}  // namespace stator::testing
