// Workloads that meet one place of a table: a single item, one item collection, a collection whose
// sort keys rise, the vote counter, and a global index with few keys.
#pragma once

#include <memory>

#include "bench/driver/workload.h"

namespace stator::bench {

// UpdateItem and GetItem of one item.
std::unique_ptr<Workload> NewHotKeyWorkload(const RunOptions& options);

enum class SortKeys {
  kAnyOrder,  // over the records that are there, at random
  kRising,    // each put has the next one
};
// PutItem and GetItem within one partition key.
std::unique_ptr<Workload> NewHotCollectionWorkload(const RunOptions& options, SortKeys sort_keys);

// UpdateItem ADD: votes for one candidate, counted in each of `records` districts, with or without
// suffixes at the candidate's name. Reads: the votes of a district, or, with suffixes, of one
// suffix.
std::unique_ptr<Workload> NewVotesWorkload(const RunOptions& options);

// Items far apart in the table, with an attribute of three values that a global index has as its
// partition key. Reads are queries of the index.
std::unique_ptr<Workload> NewGlobalIndexWorkload(const RunOptions& options);

}  // namespace stator::bench
