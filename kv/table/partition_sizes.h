// How many bytes, as DynamoDB counts them, lie in each partition of a table or global index: the
// store's own estimate of each one's share, of the exact size of the whole. Costs some look-ups in
// the store and reads no item.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kv/store/store.h"
#include "kv/table/table.h"

namespace stator {

// In the order of the table's partitions (the index's, if one is named), at least one. Entries of
// local indexes count where their items lie. Empty: there is no such global index.
std::vector<uint64_t> PartitionSizes(const Store& store, const Table& table,
                                     const std::string& index_name);

}  // namespace stator
