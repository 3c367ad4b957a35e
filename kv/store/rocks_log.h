// What becomes of RocksDB's own log of events.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/options.h>

#include <memory>
#include <string>

namespace stator {

// Drops everything.
std::shared_ptr<rocksdb::Logger> MakeSilentLog();

// Keeps warnings and errors in the file LOG of the folder, and not the options, which RocksDB
// writes there at every start (100 KB and some milliseconds). Falls back to silence when there is
// no place.
std::shared_ptr<rocksdb::Logger> MakeWarningLog(const std::string& folder,
                                                const rocksdb::DBOptions& options);

}  // namespace stator
