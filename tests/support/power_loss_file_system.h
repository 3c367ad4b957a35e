// The machine's file system, with a plug to pull: what was not synced may then be lost, wholly or
// in parts, as on a disk without power. And with errors to order, for the paths that need one.
//
// Syncs do not reach the real disk; they only move the mark up to which a file is safe.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kv/base/mutex.h"
#include "tests/support/seeded_random.h"

namespace stator::testing {

// What happens to bytes that were written and not synced.
enum class Loss {
  kCut,    // the file ends somewhere between the last sync and its end
  kPages,  // each page of 4 KB is there or reads as zeros (logs; other files are cut)
};

class PowerLossFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  PowerLossFileSystem() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "PowerLossFileSystem"; }

  // From here on every change fails and reaches nothing. The store has to be closed then.
  void PowerOff() { power_off_ = true; }
  // Makes the files what the disk holds when power comes back. Once, after PowerOff and the close.
  void LoseUnsynced(SeededRandom* random, Loss loss);

  uint64_t log_syncs() const { return log_syncs_; }
  void set_sync_time(std::chrono::microseconds time) { sync_time_micros_ = time.count(); }
  // Errors from now on: the sync of a log; the growing of a log, for want of space; table files.
  void set_fail_log_syncs(bool fail) { fail_log_syncs_ = fail; }
  void set_log_space_used_up(bool used_up) { log_space_used_up_ = used_up; }
  void set_fail_table_files(bool fail) { fail_table_files_ = fail; }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  friend class PowerLossFile;
  friend class PowerLossDirectory;

  struct FileState {
    uint64_t bytes = 0;
    uint64_t synced_bytes = 0;
    bool entry_synced = false;  // its name survives
  };
  struct Renaming {
    std::string from;
    std::string to;
    std::optional<std::string> replaced;  // what `to` held before
  };

  // An error when the power is off, or one is ordered for an append to that file.
  rocksdb::IOStatus MayAppend(const std::string& path) const;
  rocksdb::IOStatus Sync(const std::string& path);
  void Appended(const std::string& path, uint64_t bytes);
  void Truncated(const std::string& path, uint64_t bytes);
  void SyncEntries();
  void UndoRenamings(SeededRandom* random) REQUIRES(mu_);

  std::atomic<bool> power_off_ = false;
  std::atomic<uint64_t> log_syncs_ = 0;
  std::atomic<int64_t> sync_time_micros_ = 0;
  std::atomic<bool> fail_log_syncs_ = false;
  std::atomic<bool> log_space_used_up_ = false;
  std::atomic<bool> fail_table_files_ = false;

  Mutex mu_;
  std::map<std::string, FileState> files_ GUARDED_BY(mu_);  // changed since this object was made
  std::vector<Renaming> renamings_ GUARDED_BY(mu_);         // not synced yet
};

// The machine with that file system. RocksDB rests for a second after an error in the background;
// here for a millisecond.
std::unique_ptr<rocksdb::Env> NewPowerLossEnv(const std::shared_ptr<PowerLossFileSystem>& files);

}  // namespace stator::testing
