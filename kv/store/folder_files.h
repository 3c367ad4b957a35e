// The few file operations that a data folder needs outside the engine, each durable when it
// returns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"

namespace stator {

// Errors are kUnavailable and say what failed, on which path and why.
Status SystemError(std::string_view what, const std::string& path, int error_number);

// The whole file; kNotFound when there is none. Stops with kCorruption after limit_bytes.
Result<std::string> ReadSmallFile(const std::string& path, size_t limit_bytes);

// Replaces the file in one step: a crash leaves the old or the new content, never a mix. Goes over
// `path`.tmp.
Status WriteFileDurably(const std::string& path, std::string_view content);

// Makes the folder and its missing parents.
Status MakeFolder(const std::string& path);

// OK too when there is none. Not durable before its folder is synced.
Status RemoveFile(const std::string& path);

// Makes the folder's entries durable: files created in it, renamed or removed.
Status SyncFolder(const std::string& path);

// Names of the entries, without "." and "..". kNotFound when there is no such folder, kFormat when
// it is no folder.
Result<std::vector<std::string>> ListFolder(const std::string& path);

}  // namespace stator
