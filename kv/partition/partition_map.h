// The logical partitions of a table: ranges of its keys, each the unit of throughput, of splitting
// and of stream shards. They are metadata only (TableSchema::partitions); no item moves when one is
// split. Pure functions over the map.
//
// A key here is an item's key without the table's id: hash · parts (kv/FORMAT.md, "Keys"). A
// boundary may be any prefix of one: 8 bytes of hash between two partition keys, or hash ·
// partition key · sort key inside an item collection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/model/table_schema.h"

namespace stator {

// How many partitions a table or global index needs, at 3,000 read and 1,000 write units each, at
// most 1,000. A provisioned one has as many as its units need; a new on-demand one has 4 (AWS says
// that it serves 4,000 write units a second at once). Either has enough to serve what it is warm
// for.
uint32_t PartitionsNeeded(BillingMode billing, const ProvisionedThroughput& throughput,
                          const std::optional<WarmThroughput>& warm);

// `count` >= 1 equal slices of the hash space. Takes ids from *next_id.
std::vector<PartitionRange> EvenPartitions(uint32_t count, uint32_t* next_id);

// The position in the map of the partition that holds the key. `location_key`: an item's whole key,
// with the table's id (Location::key). An empty map is one partition.
size_t PartitionIndex(const std::vector<PartitionRange>& partitions, std::string_view location_key);

// Where the keys of partition i end (exclusive); empty: at the end of the table.
std::string_view EndOfPartition(const std::vector<PartitionRange>& partitions, size_t i);

// A boundary in the middle of the partition's range of hashes; empty when it is too narrow to be
// split by hash.
std::string MiddleHashOf(const std::vector<PartitionRange>& partitions, size_t i);

// The partition with the widest range of hashes.
size_t WidestPartition(const std::vector<PartitionRange>& partitions);

// Splits the widest partitions in the middle until there are `count` or they are too narrow. True
// when any was split. Partitions are never merged.
bool GrowPartitions(uint32_t count, std::vector<PartitionRange>* partitions, uint32_t* next_id);

// Replaces partition i by two new ones that meet at `boundary`, with ids from *next_id. False, and
// nothing is done, unless the boundary is inside the partition.
bool SplitPartition(size_t i, std::string_view boundary, std::vector<PartitionRange>* partitions,
                    uint32_t* next_id);

}  // namespace stator
