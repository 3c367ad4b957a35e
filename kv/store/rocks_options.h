// Every choice about RocksDB, with its reason, in one place.
#pragma once

#include <rocksdb/options.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kv/store/rocks_store.h"
#include "kv/store/store.h"

namespace stator {

struct RocksOptions {
  rocksdb::DBOptions db;
  rocksdb::ColumnFamilyOptions partition;  // items and index entries
  rocksdb::ColumnFamilyOptions record;     // catalog, TTL, history
  rocksdb::ColumnFamilyOptions streams;
};

// env: where the files are; `folder` is the path in it.
RocksOptions MakeRocksOptions(const StoreOptions& options, const RocksSettings& settings,
                              rocksdb::Env* env, const std::string& folder);

rocksdb::WriteOptions MakeWriteOptions(const StoreOptions& options);
rocksdb::CompactRangeOptions MakeCompactionOptions();

// All families of a store in the order of Family::index, with their names in RocksDB
// (kv/FORMAT.md).
std::vector<rocksdb::ColumnFamilyDescriptor> FamilyDescriptors(const RocksOptions& options,
                                                               uint32_t partitions);

}  // namespace stator
