// Many items, each under a partition key of its own: YCSB's core workloads, and uniform, zipfian
// and latest.
#pragma once

#include <memory>

#include "bench/driver/workload.h"

namespace stator::bench {

// Shares of the operations; together 1.
struct OperationMix {
  double read = 0;
  double update = 0;
  double insert = 0;
  double scan = 0;
  double read_modify_write = 0;
};

enum class KeyChoice {
  kUniform,
  kZipfian,  // by rank; the rank says nothing of where a key lies, because keys are hashed
  kLatest,   // by rank from the newest insert backwards
};

std::unique_ptr<Workload> NewSpreadWorkload(const RunOptions& options, const OperationMix& mix,
                                            KeyChoice choice);

}  // namespace stator::bench
