// A named way to use a table: how the table looks, what is in it at first, and which requests come.
// The n-th operation follows from the seed and n alone, but for keys that other operations have
// inserted meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/types/item_ops.h"
#include "api/types/table_ops.h"
#include "bench/driver/random.h"
#include "bench/driver/run_options.h"
#include "bench/driver/target.h"
#include "kv/base/status.h"

namespace stator::bench {

// One operation: requests that are made one after the other, and timed as one.
struct Action {
  std::string_view name;  // "read", "update", …; lives as long as the program
  std::vector<Request> requests;
};

class Workload {
 public:
  virtual ~Workload() = default;

  // Keys, indexes, definitions; billing and tags are the caller's.
  virtual api::CreateTableRequest Table() const = 0;
  virtual int64_t records() const = 0;
  // The item of 0 … records() - 1 that is there before the run.
  virtual api::PutItemRequest Record(int64_t record, Random* random) const = 0;
  // Threads: any.
  virtual Action Next(Random* random) = 0;
};

struct WorkloadName {
  std::string_view name;
  std::string_view what;  // for the help text
};
const std::vector<WorkloadName>& WorkloadNames();

// kValidation: no such workload, or options that do not go with it.
Result<std::unique_ptr<Workload>> MakeWorkload(const RunOptions& options);

}  // namespace stator::bench
