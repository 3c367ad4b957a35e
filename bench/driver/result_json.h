// A run's result as bench/FORMAT.md describes it.
#pragma once

#include <string>

#include "bench/driver/run.h"
#include "bench/driver/run_options.h"

namespace stator::bench {

// What is not the run's own.
struct ResultContext {
  std::string endpoint;  // "": embedded
  bool virtual_time = false;
};

std::string ResultJson(const RunOptions& options, const ResultContext& context,
                       const RunResult& result);

}  // namespace stator::bench
