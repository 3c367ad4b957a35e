#include "kv/store/rotation_folder.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "kv/store/folder_files.h"

namespace stator {
namespace {

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsEngineFile(std::string_view name) {
  if (name == "CURRENT" || name == "IDENTITY" || name.starts_with("MANIFEST-")) return true;
  if (name.ends_with(".dbtmp")) return false;  // of a file that was never finished
  if (name.starts_with("OPTIONS-")) return true;
  const size_t point = name.find('.');
  if (point == std::string_view::npos || !IsDigits(name.substr(0, point))) return false;
  const std::string_view kind = name.substr(point);
  return kind == ".log" || kind == ".sst" || kind == ".blob";
}

// What is worth nothing to the engine and may name keys in plain text.
bool IsLeftOver(std::string_view name) {
  return name == "LOG" || name.starts_with("LOG.old") || name.ends_with(".dbtmp");
}

}  // namespace

std::string RotationFolder(const std::string& folder) { return folder + "/rotation"; }

Result<std::vector<std::string>> ListEngineFiles(const std::string& folder) {
  STATOR_ASSIGN_OR_RETURN(std::vector<std::string> names, ListFolder(folder));
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const std::string& name) { return !IsEngineFile(name); }),
              names.end());
  std::sort(names.begin(), names.end());
  return names;
}

Status MoveRotatedFiles(const std::string& folder, const RotationStep& step) {
  const std::string from = RotationFolder(folder);
  Result<std::vector<std::string>> files = ListEngineFiles(from);
  // Gone already: it was cut off just before the file STATOR was to say so.
  if (!files.ok() && files.status().code() == Code::kNotFound) return OkStatus();
  if (!files.ok()) return std::move(files).status();
  for (const std::string& name : *files) {
    if (step) step("move", name);
    const std::string to = folder + "/" + name;
    if (::rename((from + "/" + name).c_str(), to.c_str()) != 0) {
      return SystemError("cannot rename to", to, errno);
    }
  }
  STATOR_ASSIGN_OR_RETURN(const std::vector<std::string> all, ListFolder(folder));
  for (const std::string& name : all) {
    if (!IsLeftOver(name)) continue;
    if (step) step("remove", name);
    STATOR_RETURN_IF_ERROR(RemoveFile(folder + "/" + name));
  }
  STATOR_RETURN_IF_ERROR(SyncFolder(from));
  STATOR_RETURN_IF_ERROR(SyncFolder(folder));
  if (step) step("remove", "rotation");
  return DropRotationFolder(folder);
}

Status DropRotationFolder(const std::string& folder) {
  const std::string staged = RotationFolder(folder);
  Result<std::vector<std::string>> names = ListFolder(staged);
  if (!names.ok() && names.status().code() == Code::kNotFound) return OkStatus();
  if (!names.ok()) return std::move(names).status();
  for (const std::string& name : *names) STATOR_RETURN_IF_ERROR(RemoveFile(staged + "/" + name));
  if (::rmdir(staged.c_str()) != 0) return SystemError("cannot remove", staged, errno);
  return SyncFolder(folder);
}

}  // namespace stator
