// Stores for tests, in memory or in a folder of their own, and short forms for what tests do with
// them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/base/status.h"
#include "kv/store/store.h"

namespace stator::testing {

// A new folder below the system's place for temporary files, gone with this object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "stator-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Buffers far smaller than usual, so that a small test reaches the files.
inline StoreOptions SmallStoreOptions() {
  StoreOptions options;
  options.partitions = 4;
  options.block_cache_bytes = 4 << 20;
  options.write_buffer_bytes = 4 << 20;
  return options;
}

inline StoreOptions InMemoryStoreOptions() {
  StoreOptions options = SmallStoreOptions();
  options.in_memory = true;
  return options;
}

inline StoreOptions OnDiskStoreOptions(const std::string& path,
                                       Durability durability = Durability::kOs) {
  StoreOptions options = SmallStoreOptions();
  options.path = path;
  options.durability = durability;
  return options;
}

// A key for encrypted stores, and another one.
inline const std::string kTestKey(32, 'k');
inline const std::string kOtherTestKey = std::string(31, 'k') + "K";

inline StoreOptions EncryptedStoreOptions(const std::string& path,
                                          Durability durability = Durability::kOs) {
  StoreOptions options = OnDiskStoreOptions(path, durability);
  options.encryption_key = kTestKey;
  return options;
}

// Null, and a failed test, when it does not open.
inline std::unique_ptr<Store> MustOpen(Result<std::unique_ptr<Store>> store) {
  if (store.ok()) return std::move(store).value();
  ADD_FAILURE() << CodeName(store.status().code()) << ": " << store.status().message();
  return nullptr;
}

inline Code PutOne(Store* store, Family family, std::string_view key, std::string_view value) {
  const std::unique_ptr<WriteBatch> batch = store->NewBatch();
  batch->Put(family, key, value);
  return store->Commit(*batch).status().code();
}

inline Code DeleteOne(Store* store, Family family, std::string_view key) {
  const std::unique_ptr<WriteBatch> batch = store->NewBatch();
  batch->Delete(family, key);
  return store->Commit(*batch).status().code();
}

// None when there is no such key; a failed test on any other error.
inline std::optional<std::string> GetOne(const Store& store, Family family, std::string_view key,
                                         const Snapshot* snapshot = nullptr) {
  PinnedValue value;
  const Status status = store.Get(family, key, &value, snapshot);
  if (status.ok()) return std::string(value.bytes());
  EXPECT_EQ(status.code(), Code::kNotFound) << status.message();
  return std::nullopt;
}

using Entries = std::vector<std::pair<std::string, std::string>>;

// From where the cursor is to its end.
inline Entries ReadOut(Cursor* cursor) {
  Entries entries;
  for (; cursor->Valid(); cursor->Next()) entries.emplace_back(cursor->key(), cursor->value());
  EXPECT_TRUE(cursor->status().ok()) << cursor->status().message();
  return entries;
}

inline Entries ReadRange(const Store& store, Family family, const KeyRange& range,
                         const ReadOptions& options = {}) {
  return ReadOut(store.NewCursor(family, range, options).get());
}

}  // namespace stator::testing
