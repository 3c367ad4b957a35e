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
#include <string>
#include <string_view>
#include <utility>

#include "kv/base/status.h"

namespace stator {

// The format of every byte in a data folder. A binary refuses a folder with a greater one.
inline constexpr uint32_t kDataFormatVersion = 1;

struct FolderState {
  uint32_t format = kDataFormatVersion;
  uint32_t partitions = 0;
  bool ready = false;
  bool operator==(const FolderState&) const = default;
};

std::string EncodeFolderState(const FolderState& state);
// kFormat: not the text of a STATOR file, or of a newer format. kCorruption: damaged.
Result<FolderState> DecodeFolderState(std::string_view text);

// An open and locked data folder. The lock is the kernel's (flock on the folder itself), so it goes
// with the process however that ends, and leaves nothing behind in the folder.
class DataFolder {
 public:
  // Makes the folder when there is none; `partitions` counts only then. kFormat: it holds something
  // else or a newer format, and is left as it was. kUnavailable: another process holds it, or it
  // cannot be read or made. The messages name the path: they are for whoever starts the process.
  static Result<DataFolder> Open(const std::string& path, uint32_t partitions);
  ~DataFolder();
  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;

  const std::string& path() const { return path_; }
  uint32_t partitions() const { return state_.partitions; }
  // False: the engine's files are still to be made, or their making was cut off.
  bool ready() const { return state_.ready; }
  // Step 4. Durable when it returns OK.
  Status MarkReady();

 private:
  DataFolder(std::string path, int lock_fd) : path_(std::move(path)), lock_fd_(lock_fd) {}
  Status Write(const FolderState& state);

  std::string path_;
  int lock_fd_;
  FolderState state_;
};

}  // namespace stator
