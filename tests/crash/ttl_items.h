// What the crash test of time to live and its writer program agree on.
#pragma once

#include <cstdint>
#include <string>

#include "tests/support/ttl_harness.h"

namespace stator::testing {

inline constexpr int64_t kCrashKeys = 2'000;

// When the item of that version expires: soon, at some time, or never (no number). The clock of the
// writer begins at kTtlTestStart and moves 500 seconds for each second that it runs, at the most.
inline int64_t CrashExpiry(int64_t version) {
  return version % 3 == 0 ? kTtlTestStart + version % 20'000 : kTtlTestStart + 1'000'000'000;
}
inline Item CrashItem(int64_t key, int64_t version) {
  Item item = TtlItem("key" + std::to_string(key), CrashExpiry(version));
  AttributeMap map = item.ToMap();
  if (version % 3 == 1) map.Set("ttl", "no number");
  map.Set("version", version);
  return Item(map);
}
// Whether the sweeper may have deleted that version by then.
inline bool MayBeSwept(int64_t version, int64_t second) {
  return version % 3 == 0 && CrashExpiry(version) <= second;
}

}  // namespace stator::testing
