#include "kv/store/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <charconv>
#include <optional>
#include <vector>

#include "kv/store/folder_files.h"

namespace stator {
namespace {

constexpr std::string_view kStateFile = "STATOR";
constexpr size_t kStateFileBytes = 4096;  // far more than this format needs; a newer one has room
constexpr std::string_view kTitle = "Stator data folder";

std::string StateFilePath(const std::string& folder) {
  return folder + "/" + std::string(kStateFile);
}

// Takes one line, without its line feed, from the front of *text.
std::string_view ConsumeLine(std::string_view* text) {
  const size_t end = text->find('\n');
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  return line;
}

// The value of the next line, which must be "<name> <value>".
std::optional<std::string_view> ConsumeField(std::string_view* text, std::string_view name) {
  const std::string_view line = ConsumeLine(text);
  if (line.size() <= name.size() || !line.starts_with(name) || line[name.size()] != ' ') return {};
  return line.substr(name.size() + 1);
}

std::optional<uint32_t> ConsumeNumber(std::string_view* text, std::string_view name) {
  const std::optional<std::string_view> digits = ConsumeField(text, name);
  if (!digits) return {};
  uint32_t number = 0;
  const char* end = digits->data() + digits->size();
  const auto [stop, error] = std::from_chars(digits->data(), end, number);
  if (error != std::errc() || stop != end) return {};
  return number;
}

Status NotADataFolder(const std::string& path) {
  return {Code::kFormat, path + " is not a data folder: it is not empty and has no file " +
                             std::string(kStateFile) + ". Nothing in it was changed."};
}

// What may lie in a folder before it is ours: the rest of a creation that was cut off before its
// first rename, and the folder that file systems make at the top of a volume.
bool MayLieInNewFolder(std::string_view name) {
  return name == "STATOR.tmp" || name == "lost+found";
}

// The state of the folder, or none when it may become a data folder. Only reads.
Result<std::optional<FolderState>> Inspect(const std::string& path) {
  Result<std::vector<std::string>> names = ListFolder(path);
  if (!names.ok()) {
    if (names.status().code() == Code::kNotFound) return std::optional<FolderState>();
    return names.status();
  }
  bool foreign = false;
  bool ours = false;
  for (const std::string& name : *names) {
    ours |= name == kStateFile;
    foreign |= !MayLieInNewFolder(name);
  }
  if (!ours && foreign) return NotADataFolder(path);
  if (!ours) return std::optional<FolderState>();

  STATOR_ASSIGN_OR_RETURN(const std::string text,
                          ReadSmallFile(StateFilePath(path), kStateFileBytes));
  Result<FolderState> state = DecodeFolderState(text);
  if (!state.ok()) return Status(state.status().code(), path + ": " + state.status().message());
  return std::optional<FolderState>(*state);
}

Result<int> LockFolder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError("cannot open", path, errno);
  // Some network file systems cannot lock a folder. The engine's own lock file serves there.
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(fd);
    return Status(Code::kUnavailable, "data folder " + path + " is in use by another process");
  }
  return fd;
}

}  // namespace

std::string EncodeFolderState(const FolderState& state) {
  return std::string(kTitle) + "\nformat " + std::to_string(state.format) + "\npartitions " +
         std::to_string(state.partitions) + "\nstate " + (state.ready ? "ready" : "creating") +
         "\n";
}

Result<FolderState> DecodeFolderState(std::string_view text) {
  if (ConsumeLine(&text) != kTitle) {
    return Status(Code::kFormat, "the file STATOR is not that of a data folder");
  }
  const std::optional<uint32_t> format = ConsumeNumber(&text, "format");
  if (!format || *format == 0) return CorruptionError("the file STATOR is damaged");
  // The lines after this one belong to that format and may look like anything.
  if (*format > kDataFormatVersion) {
    return Status(Code::kFormat, "the data folder has format " + std::to_string(*format) +
                                     ", and this program knows formats up to " +
                                     std::to_string(kDataFormatVersion) +
                                     ". Nothing in it was changed.");
  }
  const std::optional<uint32_t> partitions = ConsumeNumber(&text, "partitions");
  const std::optional<std::string_view> state = ConsumeField(&text, "state");
  if (!partitions || !std::has_single_bit(*partitions) || *partitions > 256 || !state ||
      (*state != "ready" && *state != "creating") || !text.empty()) {
    return CorruptionError("the file STATOR is damaged");
  }
  return FolderState{*format, *partitions, *state == "ready"};
}

Result<DataFolder> DataFolder::Open(const std::string& path, uint32_t partitions) {
  // Before anything is made or locked: a folder that is refused keeps every byte and time stamp.
  STATOR_RETURN_IF_ERROR(Inspect(path).status());
  STATOR_RETURN_IF_ERROR(MakeFolder(path));
  STATOR_ASSIGN_OR_RETURN(const int lock_fd, LockFolder(path));
  DataFolder folder(path, lock_fd);
  // Again, as another process may have made it its own meanwhile.
  STATOR_ASSIGN_OR_RETURN(const std::optional<FolderState> found, Inspect(path));
  if (found) {
    folder.state_ = *found;
  } else {
    STATOR_RETURN_IF_ERROR(folder.Write({kDataFormatVersion, partitions, false}));
  }
  return folder;
}

DataFolder::~DataFolder() {
  if (lock_fd_ >= 0) ::close(lock_fd_);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_fd_(std::exchange(other.lock_fd_, -1)),
      state_(other.state_) {}

Status DataFolder::Write(const FolderState& state) {
  STATOR_RETURN_IF_ERROR(WriteFileDurably(StateFilePath(path_), EncodeFolderState(state)));
  state_ = state;
  return OkStatus();
}

Status DataFolder::MarkReady() { return Write({state_.format, state_.partitions, true}); }

}  // namespace stator
