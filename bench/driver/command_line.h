// The command line of stator-bench.
#pragma once

#include <string>
#include <vector>

#include "bench/driver/run_options.h"
#include "kv/base/status.h"
#include "kv/store/store.h"

namespace stator::bench {

struct CommandLine {
  bool help = false;
  RunOptions run;
  std::string endpoint;  // "": embedded
  std::string path;      // data folder of an embedded engine; "": in memory
  Durability durability = Durability::kSync;
  bool virtual_time = false;
  bool keep_table = false;
  bool quiet = false;
  std::string output;  // "": standard output
};

// `arguments` without the program's name. kValidation, with a message, for what is not understood,
// out of range, or contradictory.
Result<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments);

std::string HelpText();

}  // namespace stator::bench
