#include "tests/support/power_loss_file_system.h"

#include <rocksdb/system_clock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace stator::testing {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

constexpr uint64_t kPageBytes = 4096;

IOStatus NoPower() { return IOStatus::IOError("no power"); }
bool IsLog(std::string_view path) { return path.ends_with(".log"); }
bool IsTableFile(std::string_view path) { return path.ends_with(".sst"); }

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// What is left of a file of which only the first synced_bytes were safe.
void DamageFile(const std::string& path, uint64_t synced_bytes, SeededRandom* random, Loss loss) {
  std::string content = ReadFile(path);
  if (content.size() <= synced_bytes) return;
  content.resize(static_cast<size_t>(
      random->Between(static_cast<int64_t>(synced_bytes), static_cast<int64_t>(content.size()))));
  if (loss == Loss::kPages && IsLog(path)) {
    for (uint64_t page = synced_bytes / kPageBytes; page * kPageBytes < content.size(); ++page) {
      if (random->OneIn(2)) continue;
      const size_t begin = std::max(page * kPageBytes, synced_bytes);
      const size_t end = std::min((page + 1) * kPageBytes, uint64_t{content.size()});
      std::fill(content.begin() + static_cast<ptrdiff_t>(begin),
                content.begin() + static_cast<ptrdiff_t>(end), '\0');
    }
  }
  WriteFile(path, content);
}

}  // namespace

class PowerLossFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  PowerLossFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path,
                PowerLossFileSystem* system)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        system_(system) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    IOStatus status = system_->MayAppend(path_);
    if (status.ok()) status = target()->Append(data, options, debug);
    if (status.ok()) system_->Appended(path_, data.size());
    return status;
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    if (system_->power_off_) return NoPower();
    const IOStatus status = target()->Truncate(size, options, debug);
    if (status.ok()) system_->Truncated(path_, size);
    return status;
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return system_->Sync(path_); }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return system_->Sync(path_); }

 private:
  const std::string path_;
  PowerLossFileSystem* const system_;
};

class PowerLossDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  PowerLossDirectory(std::unique_ptr<rocksdb::FSDirectory> directory, PowerLossFileSystem* system)
      : rocksdb::FSDirectoryWrapper(std::move(directory)), system_(system) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    if (system_->power_off_) return NoPower();
    system_->SyncEntries();
    return IOStatus::OK();
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  PowerLossFileSystem* const system_;
};

IOStatus PowerLossFileSystem::MayAppend(const std::string& path) const {
  if (power_off_) return NoPower();
  if (IsLog(path) && log_space_used_up_) return IOStatus::NoSpace("While appending to file", path);
  if (IsTableFile(path) && fail_table_files_) return IOStatus::IOError("ordered", path);
  return IOStatus::OK();
}

void PowerLossFileSystem::Appended(const std::string& path, uint64_t bytes) {
  const MutexLock lock(&mu_);
  files_[path].bytes += bytes;
}

void PowerLossFileSystem::Truncated(const std::string& path, uint64_t bytes) {
  const MutexLock lock(&mu_);
  FileState& file = files_[path];
  file.bytes = bytes;
  file.synced_bytes = std::min(file.synced_bytes, bytes);
}

IOStatus PowerLossFileSystem::Sync(const std::string& path) {
  uint64_t bytes = 0;
  {
    const MutexLock lock(&mu_);
    bytes = files_[path].bytes;  // what is written while the sync lasts is not part of it
  }
  if (const int64_t micros = sync_time_micros_; micros > 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(micros));
  }
  if (power_off_) return NoPower();
  if (IsLog(path)) {
    if (fail_log_syncs_) return IOStatus::IOError("While fdatasync", path);
    ++log_syncs_;
  }
  const MutexLock lock(&mu_);
  files_[path].synced_bytes = std::max(files_[path].synced_bytes, bytes);
  return IOStatus::OK();
}

void PowerLossFileSystem::SyncEntries() {
  const MutexLock lock(&mu_);
  for (auto& [path, file] : files_) file.entry_synced = true;
  renamings_.clear();
}

IOStatus PowerLossFileSystem::NewWritableFile(const std::string& path,
                                              const rocksdb::FileOptions& options,
                                              std::unique_ptr<rocksdb::FSWritableFile>* result,
                                              IODebugContext* debug) {
  if (power_off_) return NoPower();
  std::unique_ptr<rocksdb::FSWritableFile> file;
  IOStatus status = target()->NewWritableFile(path, options, &file, debug);
  if (!status.ok()) return status;
  const MutexLock lock(&mu_);
  files_[path] = FileState();
  *result = std::make_unique<PowerLossFile>(std::move(file), path, this);
  return status;
}

IOStatus PowerLossFileSystem::ReopenWritableFile(const std::string& path,
                                                 const rocksdb::FileOptions& options,
                                                 std::unique_ptr<rocksdb::FSWritableFile>* result,
                                                 IODebugContext* debug) {
  if (power_off_) return NoPower();
  std::error_code error;
  const uint64_t bytes = std::filesystem::file_size(path, error);
  std::unique_ptr<rocksdb::FSWritableFile> file;
  IOStatus status = target()->ReopenWritableFile(path, options, &file, debug);
  if (!status.ok()) return status;
  const MutexLock lock(&mu_);
  // A file of an earlier life has survived that one's end as it is.
  if (!error) files_.try_emplace(path, FileState{bytes, bytes, true});
  *result = std::make_unique<PowerLossFile>(std::move(file), path, this);
  return status;
}

IOStatus PowerLossFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                           std::unique_ptr<rocksdb::FSDirectory>* result,
                                           IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  IOStatus status = target()->NewDirectory(path, options, &directory, debug);
  if (status.ok()) *result = std::make_unique<PowerLossDirectory>(std::move(directory), this);
  return status;
}

IOStatus PowerLossFileSystem::DeleteFile(const std::string& path, const IOOptions& options,
                                         IODebugContext* debug) {
  if (power_off_) return NoPower();
  IOStatus status = target()->DeleteFile(path, options, debug);
  const MutexLock lock(&mu_);
  if (status.ok()) files_.erase(path);
  return status;
}

IOStatus PowerLossFileSystem::RenameFile(const std::string& from, const std::string& to,
                                         const IOOptions& options, IODebugContext* debug) {
  if (power_off_) return NoPower();
  const MutexLock lock(&mu_);
  Renaming renaming{from, to, std::nullopt};
  if (std::filesystem::exists(to)) renaming.replaced = ReadFile(to);
  IOStatus status = target()->RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  if (const auto moved = files_.extract(from)) files_[to] = moved.mapped();
  renamings_.push_back(std::move(renaming));
  return status;
}

void PowerLossFileSystem::UndoRenamings(SeededRandom* random) {
  // In reverse order, and from some point on none: the disk keeps the order of its journal.
  while (!renamings_.empty() && random->OneIn(2)) {
    const Renaming& renaming = renamings_.back();
    std::filesystem::rename(renaming.to, renaming.from);
    if (const auto moved = files_.extract(renaming.to)) files_[renaming.from] = moved.mapped();
    if (renaming.replaced) WriteFile(renaming.to, *renaming.replaced);
    renamings_.pop_back();
  }
}

void PowerLossFileSystem::LoseUnsynced(SeededRandom* random, Loss loss) {
  const MutexLock lock(&mu_);
  UndoRenamings(random);
  for (const auto& [path, file] : files_) {
    if (!std::filesystem::exists(path)) continue;
    if (!file.entry_synced && random->OneIn(2)) {
      std::filesystem::remove(path);
    } else {
      DamageFile(path, file.synced_bytes, random, loss);
    }
  }
}

namespace {

class HastyClock final : public rocksdb::SystemClockWrapper {
 public:
  using rocksdb::SystemClockWrapper::SystemClockWrapper;
  const char* Name() const override { return "HastyClock"; }
  void SleepForMicroseconds(int micros) override {
    target_->SleepForMicroseconds(std::min(micros, 1000));
  }
};

class HastyEnv final : public rocksdb::EnvWrapper {
 public:
  explicit HastyEnv(std::unique_ptr<rocksdb::Env> env) : rocksdb::EnvWrapper(std::move(env)) {
    system_clock_ = std::make_shared<HastyClock>(system_clock_);
  }
  const char* Name() const override { return "HastyEnv"; }
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewPowerLossEnv(const std::shared_ptr<PowerLossFileSystem>& files) {
  return std::make_unique<HastyEnv>(rocksdb::NewCompositeEnv(files));
}

}  // namespace stator::testing
