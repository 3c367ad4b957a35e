#include "kv/store/rocks_status.h"

#include <string_view>

namespace stator {
namespace {

bool Mentions(const rocksdb::Status& status, std::string_view words) {
  const char* text = status.getState();
  return text != nullptr && std::string_view(text).find(words) != std::string_view::npos;
}

// The store is closing, or a job was cut short by that.
bool IsClosing(const rocksdb::Status& status) {
  return status.IsShutdownInProgress() || status.IsIncomplete() || status.IsAborted();
}

}  // namespace

Status ReadStatus(const rocksdb::Status& status) {
  if (status.ok()) return OkStatus();
  if (status.IsNotFound()) return {Code::kNotFound, "no such key"};
  if (status.IsCorruption()) return CorruptionError("stored data is damaged");
  if (status.IsInvalidArgument() || status.IsNotSupported()) {
    return InternalError("the storage engine refused a read");
  }
  return {Code::kUnavailable, "the storage engine could not read"};
}

Status CommitStatus(const rocksdb::Status& status) {
  if (status.ok()) return OkStatus();
  // RocksDB gives a severity to the error that stopped it, not to a failing write itself: so this
  // write met a store that had stopped already.
  if (status.severity() > rocksdb::Status::kNoError) {
    return {Code::kUnavailable, "the store takes no writes after an earlier error"};
  }
  // A full disk refuses to make the log longer, so the record lacks its end and recovery drops it.
  // From a sync the same error says nothing of what is on the disk.
  if (status.IsNoSpace() && Mentions(status, "While appending")) {
    return {Code::kUnavailable, "no space left for the write-ahead log"};
  }
  if (status.IsBusy() || status.IsTryAgain() || status.IsTimedOut() || IsClosing(status)) {
    return {Code::kUnavailable, "the storage engine is busy"};
  }
  if (status.IsMemoryLimit()) return {Code::kTooLarge, "the batch is too large"};
  if (status.IsInvalidArgument() || status.IsNotSupported()) {
    return InternalError("the storage engine refused a batch");
  }
  return {Code::kUnknown, "writing to the write-ahead log failed"};
}

Status MaintenanceStatus(const rocksdb::Status& status) {
  if (status.ok()) return OkStatus();
  if (status.IsCorruption()) return CorruptionError("stored data is damaged");
  if (status.IsNoSpace()) return {Code::kUnavailable, "no space left to rewrite stored data"};
  if (IsClosing(status)) return {Code::kUnavailable, "the store is closing"};
  return {Code::kUnavailable, "rewriting stored data failed"};
}

Status OpenStatus(const rocksdb::Status& status, const std::string& path) {
  if (status.ok()) return OkStatus();
  const std::string reason = status.ToString();
  if (status.IsIOError() &&
      (Mentions(status, "While lock file") || Mentions(status, "lock hold by"))) {
    return {Code::kUnavailable, "data folder " + path + " is in use by another process"};
  }
  if (status.IsCorruption()) {
    return CorruptionError("data folder " + path + " is damaged: " + reason);
  }
  if (status.IsNotSupported()) {
    return {Code::kFormat, "data folder " + path + " cannot be read: " + reason};
  }
  if (status.IsInvalidArgument()) {
    // A family or file that must be there is not.
    return CorruptionError("data folder " + path + " is incomplete: " + reason);
  }
  return {Code::kUnavailable, "cannot open data folder " + path + ": " + reason};
}

}  // namespace stator
