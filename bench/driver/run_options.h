// What a run is asked to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/partition/throttle.h"

namespace stator::bench {

struct RunOptions {
  std::string workload;
  std::string table = "stator-bench";
  uint64_t seed = 1;
  int64_t records = 1'000;
  int workers = 8;
  std::optional<double> rate;  // operations a second; none: a closed loop
  double duration_seconds = 10;
  double warm_up_seconds = 0;
  BillingMode billing = BillingMode::kPayPerRequest;
  int64_t read_units = 0;  // provisioned
  int64_t write_units = 0;
  std::optional<CapacityMode> capacity;  // none: as the endpoint has it
  double zipf_exponent = 0.99;           // YCSB's
  std::optional<double> read_share;      // none: the workload's own
  int suffixes = 0;                      // 0: none
  int write_shards = 0;                  // 0: no tag
  std::optional<int64_t> fields;         // none: the workload's own
  std::optional<int64_t> field_bytes;
};

// "partition" and its fellows, as on the command line and in results.
std::string_view CapacityName(CapacityMode mode);
std::optional<CapacityMode> CapacityFromName(std::string_view name);

}  // namespace stator::bench
