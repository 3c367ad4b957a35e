#include "bench/driver/random.h"

namespace stator::bench {

std::string Random::Text(int64_t bytes) {
  constexpr char kCharacters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  std::string text;
  text.reserve(static_cast<size_t>(bytes));
  uint64_t bits = 0;
  for (int64_t i = 0; i < bytes; ++i) {
    if (i % 10 == 0) bits = Next64();  // ten characters of six bits
    text.push_back(kCharacters[bits & 63]);
    bits >>= 6;
  }
  return text;
}

}  // namespace stator::bench
