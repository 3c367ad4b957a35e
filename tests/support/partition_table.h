// The table of the crash test of partitions: its writer and its check agree on it here.
#pragma once

#include <memory>
#include <string>

#include "api/engine.h"
#include "kv/base/clock.h"

namespace stator::testing {

inline constexpr char kDividedTable[] = "divided";

// With partitions that are split at 64 KB.
inline Result<std::unique_ptr<api::Engine>> OpenDivided(const std::string& path,
                                                        const Clock* clock) {
  return api::Engine::Open(
      {.path = path, .durability = Durability::kOs, .partition_bytes = 64 << 10, .clock = clock});
}

// Each thread's items have one partition key, which is spread over shards.
inline Item DividedItem(int thread, int number) {
  return {{"pk", "p" + std::to_string(thread)},
          {"sk", number},
          {"group", "g" + std::to_string(number % 16)},
          {"v", std::string(1'000, 'x')}};
}

}  // namespace stator::testing
