// Many threads that transact, write and read at random on few items, and what each of them saw.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kv/table/database.h"
#include "tests/support/serializability_checker.h"
#include "txn/coordinator.h"

namespace stator::testing {

struct WorkloadOptions {
  int threads = 6;
  int operations = 400;  // of each thread
  int keys = 8;          // spread over the tables
  uint64_t seed = 0;
};

struct WorkloadResult {
  std::vector<HistoryEntry> history;  // what took effect
  int64_t conflicts = 0;              // requests refused because of a prepared item
};

// The tables have a HASH key "pk" (S). Only what took effect is in the history; operations that are
// refused on purpose, or for a conflict, must leave nothing. Fails the test on any other error.
WorkloadResult RunWorkload(Database* database, txn::Coordinator* coordinator,
                           const std::vector<std::shared_ptr<Table>>& tables,
                           const WorkloadOptions& options);

}  // namespace stator::testing
