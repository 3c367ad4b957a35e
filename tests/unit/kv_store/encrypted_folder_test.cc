// Which key opens which folder, what a refusal leaves behind, and that nothing is to be read
// without the key.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "kv/store/data_folder.h"
#include "kv/store/store.h"
#include "tests/support/photographed_folder.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test
using ::testing::HasSubstr;

class EncryptedFolder : public ::testing::Test {
 protected:
  StoreOptions Options(const std::string& key) {
    StoreOptions options = OnDiskStoreOptions(path_);
    options.encryption_key = key;
    return options;
  }
  void MakeStore(const std::string& key) {
    const auto store = MustOpen(Store::Open(Options(key)));
    ASSERT_NE(store, nullptr);
    ASSERT_EQ(PutOne(store.get(), kCatalogFamily, "k", "v"), Code::kOk);
  }
  void ExpectOpens(const std::string& key) {
    const auto store = MustOpen(Store::Open(Options(key)));
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(GetOne(*store, kCatalogFamily, "k"), "v");
    EXPECT_EQ(store->encrypted(), !key.empty());
  }
  void ExpectRefusedAndUntouched(const std::string& key, Code code, const std::string& text) {
    const auto before = Photograph(path_);
    const Status status = Store::Open(Options(key)).status();
    EXPECT_EQ(status.code(), code) << status.message();
    EXPECT_THAT(status.message(), HasSubstr(text));
    EXPECT_EQ(Photograph(path_), before);
  }

  const ScratchFolder scratch_;
  const std::string path_ = scratch_.path() + "/data";
};

TEST_F(EncryptedFolder, OpensAgainWithItsKey) {
  MakeStore(kTestKey);
  for (int i = 0; i < 3; ++i) ExpectOpens(kTestKey);
}

TEST_F(EncryptedFolder, IsRefusedWithAnotherKey) {
  MakeStore(kTestKey);
  ExpectRefusedAndUntouched(kOtherTestKey, Code::kFormat, "encrypted with another key");
  ExpectOpens(kTestKey);
}

TEST_F(EncryptedFolder, IsRefusedWithoutAKey) {
  MakeStore(kTestKey);
  ExpectRefusedAndUntouched("", Code::kFormat, "it is encrypted, and no encryption key was given");
  ExpectOpens(kTestKey);
}

TEST_F(EncryptedFolder, APlainFolderIsRefusedWithAKey) {
  MakeStore("");
  ExpectRefusedAndUntouched(kTestKey, Code::kFormat, "it is not encrypted");
  ExpectOpens("");
}

TEST_F(EncryptedFolder, AKeyOfAnotherLengthIsRefusedBeforeAnythingIsMade) {
  for (const size_t bytes : {1U, 16U, 31U, 33U, 64U}) {
    EXPECT_EQ(Store::Open(Options(std::string(bytes, 'k'))).status().code(), Code::kValidation);
  }
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(EncryptedFolder, MemoryHasNoFilesToEncrypt) {
  StoreOptions options = InMemoryStoreOptions();
  options.encryption_key = kTestKey;
  EXPECT_EQ(Store::Open(options).status().code(), Code::kValidation);
}

TEST_F(EncryptedFolder, TwoFoldersWithOneKeyShareNoBytesOfIt) {
  MakeStore(kTestKey);
  const auto first = DataFolder::Inspect(path_);
  std::filesystem::remove_all(path_);
  MakeStore(kTestKey);
  const auto second = DataFolder::Inspect(path_);
  ASSERT_TRUE(first.ok() && *first && second.ok() && *second);
  EXPECT_NE((*first)->encryption->salt, (*second)->encryption->salt);
  EXPECT_NE((*first)->encryption->key_check, (*second)->encryption->key_check);
}

TEST_F(EncryptedFolder, FilesOfAnotherFolderAreRefusedThoughTheKeyIsTheSame) {
  MakeStore(kTestKey);
  const std::string current = ReadWholeFile(path_ + "/CURRENT");
  std::filesystem::remove_all(path_);
  MakeStore(kTestKey);
  WriteWholeFile(path_ + "/CURRENT", current);
  const Status status = Store::Open(Options(kTestKey)).status();
  EXPECT_EQ(status.code(), Code::kCorruption);
  EXPECT_THAT(status.message(), HasSubstr("encrypted with another key"));
}

TEST_F(EncryptedFolder, ADamagedPrefixIsNoticed) {
  MakeStore(kTestKey);
  const std::string current = ReadWholeFile(path_ + "/CURRENT");
  // Marker, name of the key, counter, tag.
  for (const size_t at : {0U, 9U, 30U, 50U}) {
    std::string damaged = current;
    damaged[at] ^= 1;
    WriteWholeFile(path_ + "/CURRENT", damaged);
    EXPECT_EQ(Store::Open(Options(kTestKey)).status().code(), Code::kCorruption) << at;
  }
  WriteWholeFile(path_ + "/CURRENT", current);
  ExpectOpens(kTestKey);
}

// Creation cut off after each of its steps.

TEST_F(EncryptedFolder, CreationGoesOnAfterTheStateFile) {
  MakeStore(kTestKey);
  auto state = DataFolder::Inspect(path_);
  ASSERT_TRUE(state.ok() && *state);
  (*state)->ready = false;
  // Without any of the engine's files, and with all of them.
  const std::string text = EncodeFolderState(**state);
  WriteWholeFile(path_ + "/STATOR", text);
  ExpectOpens(kTestKey);
  std::filesystem::remove_all(path_);
  std::filesystem::create_directory(path_);
  WriteWholeFile(path_ + "/STATOR", text);
  ExpectRefusedAndUntouched(kOtherTestKey, Code::kFormat, "another key");
  ExpectRefusedAndUntouched("", Code::kFormat, "no encryption key was given");
  const auto store = MustOpen(Store::Open(Options(kTestKey)));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(PutOne(store.get(), kCatalogFamily, "k", "v"), Code::kOk);
}

TEST_F(EncryptedFolder, AFileWhosePrefixWasNeverWrittenIsEmpty) {
  MakeStore(kTestKey);
  // A log that was begun when the power went: without its prefix, a part of it, or a page of zeros.
  for (const std::string& bytes :
       {std::string(), std::string("Stat"), std::string(4096, '\0'), std::string(9000, '\0')}) {
    WriteWholeFile(path_ + "/000999.log", bytes);
    ExpectOpens(kTestKey);
  }
}

// The log after a kill. A record is about 5,000 bytes, so that it crosses pages and blocks.

class EncryptedLog : public EncryptedFolder {
 protected:
  static constexpr int kCommits = 20;

  // The files as a kill leaves them, in path_.
  void MakeKilled() {
    std::filesystem::remove_all(path_);
    const std::string live = scratch_.path() + "/live";
    std::filesystem::remove_all(live);
    StoreOptions options = EncryptedStoreOptions(live, Durability::kSync);
    const auto store = MustOpen(Store::Open(options));
    ASSERT_NE(store, nullptr);
    for (int i = 0; i < kCommits; ++i) {
      ASSERT_EQ(
          PutOne(store.get(), kCatalogFamily, std::to_string(100 + i), std::string(5'000, 'v')),
          Code::kOk);
    }
    CopyLiveFolder(live, path_);
    log_.clear();
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      if (entry.path().extension() == ".log") log_ = std::max(log_, entry.path().string());
    }
  }
  Result<std::unique_ptr<Store>> Reopen() {
    return Store::Open(EncryptedStoreOptions(path_, Durability::kSync));
  }

  std::string log_;
};

TEST_F(EncryptedLog, AnEndWithinTheLastRecordIsAccepted) {
  for (const uintmax_t missing : {1U, 17U, 1'000U, 4'900U}) {
    ASSERT_NO_FATAL_FAILURE(MakeKilled());
    std::filesystem::resize_file(log_, std::filesystem::file_size(log_) - missing);
    const auto store = MustOpen(Reopen());
    ASSERT_NE(store, nullptr);
    EXPECT_NE(GetOne(*store, kCatalogFamily, std::to_string(100 + kCommits - 2)), std::nullopt);
    EXPECT_EQ(GetOne(*store, kCatalogFamily, std::to_string(100 + kCommits - 1)), std::nullopt);
  }
}

TEST_F(EncryptedLog, ALastPageOfZerosIsAccepted) {
  ASSERT_NO_FATAL_FAILURE(MakeKilled());
  std::string bytes = ReadWholeFile(log_);
  std::fill(bytes.end() - 2'000, bytes.end(), '\0');
  WriteWholeFile(log_, bytes);
  const auto store = MustOpen(Reopen());
  ASSERT_NE(store, nullptr);
  EXPECT_NE(GetOne(*store, kCatalogFamily, std::to_string(100 + kCommits - 2)), std::nullopt);
}

TEST_F(EncryptedLog, DamageBeforeTheLastRecordIsRefusedAndNothingIsTouched) {
  ASSERT_NO_FATAL_FAILURE(MakeKilled());
  std::string bytes = ReadWholeFile(log_);
  bytes[4'096 + 20'000] ^= 1;
  WriteWholeFile(log_, bytes);
  EXPECT_EQ(Reopen().status().code(), Code::kCorruption);
  EXPECT_TRUE(ReadWholeFile(log_) == bytes);
}

// What is on the disk.

constexpr const char* kMarker = "PLAINTEXT-MARKER";

void PutMarkers(Store* store, int first, int count) {
  for (int i = first; i < first + count; ++i) {
    const std::string number = std::to_string(i);
    ASSERT_EQ(PutOne(store, PartitionFamily(static_cast<uint32_t>(i) % 4),
                     kMarker + ("-key-" + number), std::string(300, 'x') + kMarker + number),
              Code::kOk);
  }
}

// Through the log, files that were flushed and files that were compacted.
void FillFolder(const StoreOptions& options) {
  {
    const auto store = MustOpen(Store::Open(options));
    ASSERT_NE(store, nullptr);
    PutMarkers(store.get(), 0, 12'000);
    for (uint32_t p = 0; p < 4; ++p) {
      ASSERT_TRUE(store->CompactRange(PartitionFamily(p), {}).ok());
    }
    PutMarkers(store.get(), 12'000, 500);
  }
  const auto store = MustOpen(Store::Open(options));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(ReadRange(*store, PartitionFamily(1), {}).size(), 12'500U / 4);
  PutMarkers(store.get(), 12'500, 100);
}

TEST_F(EncryptedFolder, NothingThatWasStoredIsToBeReadOnTheDisk) {
  FillFolder(Options(kTestKey));
  EXPECT_EQ(FilesThatHold(path_, kMarker), "");
  // Nor anything of RocksDB's that says what is in the folder.
  for (const char* word : {"rocksdb", "p000", "history", "MANIFEST-0", "leveldb"}) {
    EXPECT_EQ(FilesThatHold(path_, word), "") << word;
  }
  EXPECT_EQ(FilesThatHold(path_, kTestKey), "");
}

TEST_F(EncryptedFolder, TheSameSearchFindsItAllWithoutAKey) {
  FillFolder(Options(""));
  EXPECT_THAT(FilesThatHold(path_, kMarker), HasSubstr(".sst"));
  EXPECT_THAT(FilesThatHold(path_, kMarker), HasSubstr(".log"));
  for (const char* word : {"rocksdb", "p000", "history", "MANIFEST-0"}) {
    EXPECT_NE(FilesThatHold(path_, word), "") << word;
  }
}

}  // namespace
}  // namespace stator
