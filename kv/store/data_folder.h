// The folder of one store: who may use it and which format it has, settled before the engine looks
// at any file. A folder is ours when it holds the file STATOR, a few lines of text (kv/FORMAT.md).
//
// Creation, in this order, so that it can be cut at any point and taken up again:
//   1. make the folder; lock it
//   2. STATOR with state "creating" and the number of partitions
//   3. the engine's files, the families, the format record (synced)
//   4. STATOR with state "ready"
// While STATOR says "creating", nothing of value can be in the folder, and the next Open carries on
// from step 3. Once it says "ready", a missing engine file is damage and never a reason to create.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kv/base/status.h"
#include "kv/store/folder_keys.h"
#include "kv/store/folder_state.h"

namespace stator {

// An open and locked data folder. The lock is the kernel's (flock on the folder itself), so it goes
// with the process however that ends, and leaves nothing behind in the folder.
class DataFolder {
 public:
  // Makes the folder when there is none; `partitions` counts only then. `key` is that of its
  // encryption (kv/store/encryption_key.h), empty for none. kFormat: it holds something else or a
  // newer format, or is encrypted otherwise than with that key, and is left as it was.
  // kUnavailable: another process holds it, or it cannot be read or made. The messages name the
  // path: they are for whoever starts the process.
  static Result<DataFolder> Open(const std::string& path, uint32_t partitions,
                                 std::string_view key);
  // The state of a data folder, without opening it: nothing is locked or changed. None when there
  // is no data folder yet and one may be made.
  static Result<std::optional<FolderState>> Inspect(const std::string& path);
  ~DataFolder();
  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;

  const std::string& path() const { return path_; }
  uint32_t partitions() const { return state_.partitions; }
  // False: the engine's files are still to be made, or their making was cut off.
  bool ready() const { return state_.ready; }
  const FolderState& state() const { return state_; }
  // None: the files are plain text.
  const std::optional<FolderKeys>& keys() const { return keys_; }
  // Step 4. Durable when it returns OK.
  Status MarkReady();
  // Replaces the file STATOR. Durable when it returns OK.
  Status Write(const FolderState& state);

 private:
  DataFolder(std::string path, int lock_fd) : path_(std::move(path)), lock_fd_(lock_fd) {}
  // What has to be done before the engine may look at the files.
  Status Prepare(const std::optional<FolderState>& found, uint32_t partitions,
                 std::string_view key);

  std::string path_;
  int lock_fd_;
  FolderState state_;
  std::optional<FolderKeys> keys_;
};

}  // namespace stator
