#include "bench/driver/workload.h"

#include <algorithm>

#include "bench/driver/hot_workloads.h"
#include "bench/driver/spread_workload.h"

namespace stator::bench {
namespace {

using Maker = std::unique_ptr<Workload> (*)(const RunOptions&);

struct Row {
  WorkloadName name;
  Maker make;
};

// Half reads, unless the options say otherwise; the other half is `write`.
OperationMix Halves(const RunOptions& options, double OperationMix::*write) {
  OperationMix mix;
  mix.read = options.read_share.value_or(0.5);
  mix.*write = 1 - mix.read;
  return mix;
}

// The mixes of YCSB's core workloads:
// https://github.com/brianfrankcooper/YCSB/wiki/Core-Workloads
const std::vector<Row>& Rows() {
  using O = RunOptions;
  static const std::vector<Row> rows = {
      {{"ycsb-a", "half reads, half updates, zipfian"},
       [](const O& o) {
         return NewSpreadWorkload(o, {.read = 0.5, .update = 0.5}, KeyChoice::kZipfian);
       }},
      {{"ycsb-b", "95 % reads, 5 % updates, zipfian"},
       [](const O& o) {
         return NewSpreadWorkload(o, {.read = 0.95, .update = 0.05}, KeyChoice::kZipfian);
       }},
      {{"ycsb-c", "reads, zipfian"},
       [](const O& o) { return NewSpreadWorkload(o, {.read = 1}, KeyChoice::kZipfian); }},
      {{"ycsb-d", "95 % reads of what is new, 5 % inserts"},
       [](const O& o) {
         return NewSpreadWorkload(o, {.read = 0.95, .insert = 0.05}, KeyChoice::kLatest);
       }},
      {{"ycsb-e", "95 % scans of up to 100 items, 5 % inserts, zipfian"},
       [](const O& o) {
         return NewSpreadWorkload(o, {.insert = 0.05, .scan = 0.95}, KeyChoice::kZipfian);
       }},
      {{"ycsb-f", "half reads, half read and then updated, zipfian"},
       [](const O& o) {
         return NewSpreadWorkload(o, {.read = 0.5, .read_modify_write = 0.5}, KeyChoice::kZipfian);
       }},
      {{"uniform", "reads and updates of all items alike"},
       [](const O& o) {
         return NewSpreadWorkload(o, Halves(o, &OperationMix::update), KeyChoice::kUniform);
       }},
      {{"zipfian", "reads and updates by Zipf's law with --zipf-exponent"},
       [](const O& o) {
         return NewSpreadWorkload(o, Halves(o, &OperationMix::update), KeyChoice::kZipfian);
       }},
      {{"latest", "inserts, and reads of what is new"},
       [](const O& o) {
         return NewSpreadWorkload(o, Halves(o, &OperationMix::insert), KeyChoice::kLatest);
       }},
      {{"hot-key", "updates of a single item"}, NewHotKeyWorkload},
      {{"hot-collection", "puts within one partition key, in any order"},
       [](const O& o) { return NewHotCollectionWorkload(o, SortKeys::kAnyOrder); }},
      {{"rising", "puts within one partition key, each with the next sort key"},
       [](const O& o) { return NewHotCollectionWorkload(o, SortKeys::kRising); }},
      {{"votes", "votes for one candidate in many districts; see --suffixes and --write-shards"},
       NewVotesWorkload},
      {{"gsi", "puts of items that a global index has under three keys"}, NewGlobalIndexWorkload},
  };
  return rows;
}

Status CheckAgainst(const RunOptions& options) {
  if (options.suffixes > 0 && options.workload != "votes") {
    return ValidationError("only the workload votes knows suffixes");
  }
  const bool has_sort_key = options.workload == "votes" || options.workload == "rising" ||
                            options.workload == "hot-key" || options.workload == "hot-collection";
  if (options.write_shards > 0 && !has_sort_key) {
    return ValidationError("the table of " + options.workload + " has no sort key to spread by");
  }
  if (options.read_share && options.workload.starts_with("ycsb-")) {
    return ValidationError("the mix of " + options.workload + " is given");
  }
  return OkStatus();
}

}  // namespace

const std::vector<WorkloadName>& WorkloadNames() {
  static const std::vector<WorkloadName> names = [] {
    std::vector<WorkloadName> all;
    for (const Row& row : Rows()) all.push_back(row.name);
    return all;
  }();
  return names;
}

Result<std::unique_ptr<Workload>> MakeWorkload(const RunOptions& options) {
  const auto it = std::find_if(Rows().begin(), Rows().end(),
                               [&](const Row& row) { return row.name.name == options.workload; });
  if (it == Rows().end()) {
    return ValidationError("there is no workload \"" + options.workload + "\"");
  }
  STATOR_RETURN_IF_ERROR(CheckAgainst(options));
  return it->make(options);
}

}  // namespace stator::bench
