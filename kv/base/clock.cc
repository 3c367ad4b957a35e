#include "kv/base/clock.h"

#include <chrono>
#include <random>

namespace stator {
namespace {

class RealClock final : public Clock {
 public:
  int64_t WallMicros() const override { return Micros(std::chrono::system_clock::now()); }
  int64_t MonotonicMicros() const override { return Micros(std::chrono::steady_clock::now()); }
  int64_t PollMicros() const override { return 1'000'000; }

 private:
  template <typename TimePoint>
  static int64_t Micros(TimePoint t) {
    return std::chrono::duration_cast<std::chrono::microseconds>(t.time_since_epoch()).count();
  }
};

std::mt19937_64 SeededGenerator() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device()};
  return std::mt19937_64(seed);
}

class RealRandom final : public RandomSource {
 public:
  uint64_t Next64() override {
    thread_local std::mt19937_64 generator = SeededGenerator();
    return generator();
  }
};

void AppendHex(uint64_t bits, int digits, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    out->push_back(kHex[(bits >> shift) & 0xF]);
  }
}

}  // namespace

const Clock* SystemClock() {
  static const RealClock clock;
  return &clock;
}

RandomSource* SystemRandom() {
  static RealRandom random;
  return &random;
}

std::string NewUuid(RandomSource* random) {
  const uint64_t high = random->Next64();
  const uint64_t low = random->Next64();
  std::string out;
  out.reserve(36);
  AppendHex(high >> 32, 8, &out);
  out.push_back('-');
  AppendHex(high >> 16, 4, &out);
  out.push_back('-');
  AppendHex((high & 0x0FFF) | 0x4000, 4, &out);  // version 4
  out.push_back('-');
  AppendHex(((low >> 48) & 0x3FFF) | 0x8000, 4, &out);  // RFC 4122 variant
  out.push_back('-');
  AppendHex(low, 12, &out);
  return out;
}

}  // namespace stator
