// The machine's file system, on which no table file is begun before it is let: so flushes do not
// end, however slow or quick the machine is, and the logs keep what they would write.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

namespace stator::testing {

class HeldTableFiles final : public rocksdb::FileSystemWrapper {
 public:
  HeldTableFiles() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "HeldTableFiles"; }

  // Before the store is closed, which waits for its flushes. Until then they keep other stores' of
  // the process waiting too.
  void LetGo() {
    const std::lock_guard<std::mutex> lock(mutex_);
    held_ = false;
    changed_.notify_all();
  }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override {
    if (path.ends_with(".sst")) Wait();
    return target()->NewWritableFile(path, options, result, debug);
  }

 private:
  void Wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return !held_; });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = true;
};

}  // namespace stator::testing
