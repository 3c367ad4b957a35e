// What the crash test of transactions and its writer program agree on. A writer runs several lanes
// at once; each has a table of its own and commits its transactions 1, 2, 3 … one after the other,
// in lines on standard output:
//   begin <lane> <number>    before the transaction
//   done <lane>              it was acknowledged
// Transaction n of a lane follows from n alone: it puts the number n into some of the lane's items,
// deletes some, adds 1 to the lane's counter, and has a token of its own.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "api/engine.h"

namespace stator::testing {

inline constexpr int kTransactionLanes = 3;
inline constexpr int kKeysPerTransactionLane = 40;

std::string TransactionLaneTable(int lane);
// A global index "by-number" holds the lane's items as well.
api::CreateTableRequest TransactionLaneSchema(int lane);
api::TransactWriteItemsRequest LaneTransaction(int lane, int64_t number);

// The items' numbers by key, and the counter under "counter".
using LaneNumbers = std::map<std::string, int64_t>;
// What transaction n makes of the numbers before it.
void ApplyLaneTransaction(int lane, int64_t number, LaneNumbers* numbers);

}  // namespace stator::testing
