// The one place where RocksDB's status becomes ours.
//
// RocksDB's own texts name files, so they go only into messages for whoever starts the process
// (opening), never into those that a client may see.
#pragma once

#include <rocksdb/status.h>

#include <string>

#include "kv/base/status.h"

namespace stator {

// Of reads: points, cursors, sizes.
Status ReadStatus(const rocksdb::Status& status);

// Of a commit. `refused` true: RocksDB had stopped taking writes before this one.
// kUnavailable: nothing happened. kUnknown: the log may hold it.
Status CommitStatus(const rocksdb::Status& status);

// Of flushes and compactions.
Status MaintenanceStatus(const rocksdb::Status& status);

// Of opening the folder at `path`, which is named in the message.
Status OpenStatus(const rocksdb::Status& status, const std::string& path);

}  // namespace stator
