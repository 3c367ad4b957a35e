// The files of a folder as they are, to compare with what they become.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

namespace stator::testing {

inline std::string ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void WriteWholeFile(const std::string& path, std::string_view content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// Every entry, those of folders in it too, with its bytes and its times of change; the folder's own
// included.
inline std::map<std::string, std::string> Photograph(const std::string& folder) {
  const auto changed = [](const std::string& path) {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0);
    return std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec) + " " +
           std::to_string(info.st_ctim.tv_sec) + "." + std::to_string(info.st_ctim.tv_nsec);
  };
  std::map<std::string, std::string> picture = {{".", changed(folder)}};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().string();
    picture[path] = changed(path);
    if (entry.is_regular_file()) picture[path] += "\n" + ReadWholeFile(path);
  }
  return picture;
}

// Copies a folder that a store has open, as it would stay if its process were killed now. RocksDB
// removes files in the background: a copy during which that happened is made again.
inline void CopyLiveFolder(const std::string& from, const std::string& to) {
  const auto names = [&from] {
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(from)) {
      found.insert(entry.path().filename().string());
    }
    return found;
  };
  for (;;) {
    const std::set<std::string> before = names();
    std::error_code gone;
    std::filesystem::copy(from, to, gone);
    if (!gone && names() == before) return;
    std::filesystem::remove_all(to);
  }
}

// The files below the folder that hold those bytes.
inline std::string FilesThatHold(const std::string& folder, std::string_view bytes) {
  std::string names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    if (ReadWholeFile(entry.path().string()).find(bytes) != std::string::npos) {
      names += entry.path().filename().string() + " ";
    }
  }
  return names;
}

}  // namespace stator::testing
