// The file system of an encrypted folder: any way of reading gives what was written, and whatever
// would use a part of a key stream twice is refused.
#include "kv/store/encrypted_files.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/utilities/checkpoint.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "kv/store/file_prefix.h"
#include "kv/store/rocks_log.h"
#include "tests/support/photographed_folder.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test
using rocksdb::IOOptions;

FolderKeys KeysOfTest() {
  auto keys = DeriveFolderKeys(kTestKey, std::string(kFolderSaltBytes, 's'));
  EXPECT_TRUE(keys.ok());
  return *keys;
}

class EncryptedFiles : public ::testing::Test {
 protected:
  // In appends of odd sizes.
  std::string Write(size_t bytes) {
    std::string content;
    std::unique_ptr<rocksdb::FSWritableFile> file;
    EXPECT_TRUE(files_->NewWritableFile(path_, {}, &file, nullptr).ok());
    while (content.size() < bytes) {
      std::string piece(static_cast<size_t>(random_.Between(1, 70'000)), '\0');
      for (char& c : piece) c = static_cast<char>(random_.Between('a', 'z'));
      EXPECT_TRUE(file->Append(piece, IOOptions(), nullptr).ok());
      content += piece;
    }
    EXPECT_TRUE(file->Close(IOOptions(), nullptr).ok());
    return content;
  }
  std::string ReadAll(const std::string& path) {
    std::string content;
    EXPECT_TRUE(rocksdb::ReadFileToString(env_.get(), path, &content).ok());
    return content;
  }

  SeededRandom random_;
  const ::testing::ScopedTrace trace_{__FILE__, __LINE__, random_.Trace()};
  const ScratchFolder scratch_;
  const std::string path_ = scratch_.path() + "/file";
  const std::shared_ptr<rocksdb::FileSystem> files_ =
      MakeEncryptedFileSystem(rocksdb::FileSystem::Default(), KeysOfTest());
  const std::unique_ptr<rocksdb::Env> env_ =
      MakeEncryptedEnv(rocksdb::Env::Default(), KeysOfTest());
};

TEST_F(EncryptedFiles, SequentialReadsOfAnySizeGiveWhatWasWritten) {
  const std::string content = Write(3 << 20);
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  ASSERT_TRUE(files_->NewSequentialFile(path_, {}, &file, nullptr).ok());
  std::string buffer(100'000, '\0');
  size_t at = 0;
  while (at < content.size()) {
    if (random_.OneIn(4)) {
      const auto skipped = static_cast<size_t>(random_.Between(1, 5'000));
      ASSERT_TRUE(file->Skip(skipped).ok());
      at += skipped;
      continue;
    }
    const auto size = static_cast<size_t>(random_.Between(1, 100'000));
    rocksdb::Slice read;
    ASSERT_TRUE(file->Read(size, IOOptions(), &read, buffer.data(), nullptr).ok());
    ASSERT_TRUE(read.ToString() == content.substr(at, size)) << at;
    at += read.size();
  }
}

TEST_F(EncryptedFiles, ReadsAtAnyPlaceFromManyThreadsGiveWhatWasWritten) {
  const std::string content = Write(3 << 20);
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  ASSERT_TRUE(files_->NewRandomAccessFile(path_, {}, &file, nullptr).ok());
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (uint64_t seed = 0; seed < 4; ++seed) {
    threads.emplace_back([&, seed] {
      SeededRandom random(seed);
      std::string buffer(50'000, '\0');
      for (int i = 0; i < 1'000; ++i) {
        const auto at =
            static_cast<size_t>(random.Between(0, static_cast<int64_t>(content.size())));
        const auto size = static_cast<size_t>(random.Between(1, 50'000));
        rocksdb::Slice read;
        const bool good = file->Read(at, size, IOOptions(), &read, buffer.data(), nullptr).ok();
        if (!good || read.ToString() != content.substr(at, size)) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(EncryptedFiles, SizesAreWithoutThePrefix) {
  const std::string content = Write(10'000);
  uint64_t size = 0;
  ASSERT_TRUE(env_->GetFileSize(path_, &size).ok());
  EXPECT_EQ(size, content.size());
  EXPECT_EQ(std::filesystem::file_size(path_), content.size() + kFilePrefixBytes);
  std::vector<rocksdb::Env::FileAttributes> all;
  ASSERT_TRUE(env_->GetChildrenFileAttributes(scratch_.path(), &all).ok());
  for (const auto& file : all) {
    if (file.name == "file") {
      EXPECT_EQ(file.size_bytes, content.size());
    }
  }
}

TEST_F(EncryptedFiles, AnotherNameIsTheSameFile) {
  const std::string content = Write(10'000);
  const std::string linked = scratch_.path() + "/linked";
  const std::string renamed = scratch_.path() + "/renamed";
  ASSERT_TRUE(env_->LinkFile(path_, linked).ok());
  ASSERT_TRUE(env_->RenameFile(path_, renamed).ok());
  EXPECT_TRUE(ReadAll(linked) == content);
  EXPECT_TRUE(ReadAll(renamed) == content);
}

TEST_F(EncryptedFiles, AFileThatIsMadeAgainHasAnotherKeyStream) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  std::string first;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(files_->NewWritableFile(path_, {}, &file, nullptr).ok());
    ASSERT_TRUE(file->Append(std::string(1'000, 'a'), IOOptions(), nullptr).ok());
    ASSERT_TRUE(file->Close(IOOptions(), nullptr).ok());
    const std::string bytes = ReadWholeFile(path_).substr(kFilePrefixBytes);
    EXPECT_NE(bytes, first);
    first = bytes;
  }
}

TEST_F(EncryptedFiles, AFileThatIsThereIsCutAndNotWrittenOn) {
  const std::string content = Write(10'000);
  std::unique_ptr<rocksdb::FSWritableFile> file;
  ASSERT_TRUE(files_->ReopenWritableFile(path_, {}, &file, nullptr).ok());
  EXPECT_TRUE(file->Append("more", IOOptions(), nullptr).IsNotSupported());
  EXPECT_TRUE(file->PositionedAppend("more", 0, IOOptions(), nullptr).IsNotSupported());
  ASSERT_TRUE(file->Truncate(5'000, IOOptions(), nullptr).ok());
  ASSERT_TRUE(file->Close(IOOptions(), nullptr).ok());
  EXPECT_TRUE(ReadAll(path_) == content.substr(0, 5'000));
}

TEST_F(EncryptedFiles, WhatWouldUseAKeyStreamTwiceIsRefused) {
  Write(1'000);
  std::unique_ptr<rocksdb::FSRandomRWFile> rewritten;
  EXPECT_TRUE(files_->NewRandomRWFile(path_, {}, &rewritten, nullptr).IsNotSupported());
  std::unique_ptr<rocksdb::FSWritableFile> recycled;
  EXPECT_TRUE(
      files_->ReuseWritableFile(path_ + "2", path_, {}, &recycled, nullptr).IsNotSupported());
  std::unique_ptr<rocksdb::MemoryMappedFileBuffer> mapped;
  EXPECT_TRUE(files_->NewMemoryMappedFileBuffer(path_, &mapped).IsNotSupported());
  std::shared_ptr<rocksdb::Logger> log;
  EXPECT_TRUE(files_->NewLogger(path_ + "2", {}, &log, nullptr).IsNotSupported());
}

// RocksDB's checkpoints: hard links to table files, copies of the rest.
TEST_F(EncryptedFiles, ACheckpointIsEncryptedToo) {
  const std::string marker = "PLAINTEXT-MARKER";
  rocksdb::Options options;
  options.create_if_missing = true;
  options.env = env_.get();
  options.compression = rocksdb::kNoCompression;
  options.info_log = MakeSilentLog();
  const std::string place = scratch_.path() + "/db";
  const std::string copy = scratch_.path() + "/checkpoint";
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, place, &opened);
  ASSERT_TRUE(status.ok()) << status.ToString();
  std::unique_ptr<rocksdb::DB> db(opened);
  ASSERT_TRUE(db->Put({}, marker + "1", marker).ok());
  ASSERT_TRUE(db->Flush({}).ok());
  ASSERT_TRUE(db->Put({}, marker + "2", marker).ok());
  rocksdb::Checkpoint* made = nullptr;
  ASSERT_TRUE(rocksdb::Checkpoint::Create(db.get(), &made).ok());
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  ASSERT_TRUE(checkpoint->CreateCheckpoint(copy, /*log_size_for_flush=*/1 << 20).ok());
  EXPECT_EQ(FilesThatHold(copy, marker), "");
  ASSERT_TRUE(rocksdb::DB::OpenForReadOnly(options, copy, &opened).ok());
  db.reset(opened);
  for (const char* number : {"1", "2"}) {
    std::string value;
    EXPECT_TRUE(db->Get({}, marker + number, &value).ok()) << number;
    EXPECT_EQ(value, marker);
  }
}

}  // namespace
}  // namespace stator
