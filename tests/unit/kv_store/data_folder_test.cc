// Who may open which folder, and what a refusal leaves behind.
#include "kv/store/data_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <filesystem>
#include <string>

#include "kv/store/store.h"
#include "tests/support/photographed_folder.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test
using ::testing::HasSubstr;

class DataFolderTest : public ::testing::Test {
 protected:
  const std::string path_for_new() const { return scratch_.path() + "/data"; }
  Result<std::unique_ptr<Store>> Open(const std::string& path) {
    return Store::Open(OnDiskStoreOptions(path));
  }
  // A folder with one key in it.
  std::string MakeStore() {
    const auto store = MustOpen(Open(path_for_new()));
    EXPECT_TRUE(store != nullptr && PutOne(store.get(), kCatalogFamily, "k", "v") == Code::kOk);
    return path_for_new();
  }
  void ExpectRefusedAndUntouched(const std::string& path, Code code, const std::string& text) {
    const auto before = Photograph(path);
    const Status status = Open(path).status();
    EXPECT_EQ(status.code(), code) << status.message();
    EXPECT_THAT(status.message(), HasSubstr(text));
    EXPECT_EQ(Photograph(path), before);
  }
  void ExpectOpensEmpty(const std::string& path) {
    const auto store = MustOpen(Open(path));
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(store->partitions(), 4U);
    EXPECT_EQ(PutOne(store.get(), PartitionFamily(3), "k", "v"), Code::kOk);
    EXPECT_THAT(ReadWholeFile(path + "/STATOR"), HasSubstr("state ready"));
  }

  const ScratchFolder scratch_;
};

TEST_F(DataFolderTest, TheStateFileHasFrozenText) {
  EXPECT_EQ(EncodeFolderState({8, true}),
            "Stator data folder\nformat 1\npartitions 8\nstate ready\n");
  EXPECT_EQ(EncodeFolderState({256, false}),
            "Stator data folder\nformat 1\npartitions 256\nstate creating\n");
}

TEST_F(DataFolderTest, TheStateFileIsReadBack) {
  for (const FolderState& state : {FolderState{1, false}, FolderState{256, true}}) {
    const Result<FolderState> read = DecodeFolderState(EncodeFolderState(state));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, state);
  }
}

TEST_F(DataFolderTest, ADamagedStateFileIsRefused) {
  const std::string good = EncodeFolderState({8, true});
  EXPECT_EQ(DecodeFolderState("").status().code(), Code::kFormat);
  EXPECT_EQ(DecodeFolderState("something else\n").status().code(), Code::kFormat);
  for (size_t n = std::string_view("Stator data folder").size(); n + 1 < good.size(); ++n) {
    EXPECT_EQ(DecodeFolderState(good.substr(0, n)).status().code(), Code::kCorruption) << n;
  }
  for (const char* text : {"Stator data folder\nformat 0\npartitions 8\nstate ready\n",
                           "Stator data folder\nformat -1\npartitions 8\nstate ready\n",
                           "Stator data folder\nformat 1\npartitions 7\nstate ready\n",
                           "Stator data folder\nformat 1\npartitions 512\nstate ready\n",
                           "Stator data folder\nformat 1\npartitions 8\nstate other\n",
                           "Stator data folder\nformat 1\npartitions 8\nstate ready\nmore\n"}) {
    EXPECT_EQ(DecodeFolderState(text).status().code(), Code::kCorruption) << text;
  }
}

TEST_F(DataFolderTest, MakesTheFolderAndItsParents) {
  ExpectOpensEmpty(scratch_.path() + "/a/b/c");
}

TEST_F(DataFolderTest, ATrailingSlashIsTheSameFolder) {
  const std::string path = MakeStore();
  const auto store = MustOpen(Open(path + "/"));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(GetOne(*store, kCatalogFamily, "k"), "v");
}

TEST_F(DataFolderTest, KeepsDataAndPartitionsOverOpenings) {
  const std::string path = MakeStore();
  StoreOptions options = OnDiskStoreOptions(path);
  options.partitions = 16;
  const auto store = MustOpen(Store::Open(options));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->partitions(), 4U);
  EXPECT_EQ(GetOne(*store, kCatalogFamily, "k"), "v");
}

TEST_F(DataFolderTest, TheFenceTokenGrowsWithEveryOpening) {
  uint64_t last = 0;
  for (int i = 0; i < 3; ++i) {
    const auto store = MustOpen(Open(path_for_new()));
    ASSERT_NE(store, nullptr);
    EXPECT_GT(store->fence_token(), last);
    last = store->fence_token();
  }
}

TEST_F(DataFolderTest, SequenceNumbersGrowOverOpenings) {
  uint64_t last = 0;
  for (int i = 0; i < 3; ++i) {
    const auto store = MustOpen(Open(path_for_new()));
    ASSERT_NE(store, nullptr);
    const auto batch = store->NewBatch();
    batch->Put(kCatalogFamily, "k", "v");
    const Result<uint64_t> sequence = store->Commit(*batch);
    ASSERT_TRUE(sequence.ok());
    EXPECT_GT(*sequence, last);
    last = *sequence;
  }
}

TEST_F(DataFolderTest, EveryNumberOfPartitionsOpensAgain) {
  for (const uint32_t partitions : {1U, 2U, 64U, 256U}) {
    StoreOptions options = OnDiskStoreOptions(path_for_new() + std::to_string(partitions));
    options.partitions = partitions;
    for (int i = 0; i < 2; ++i) {
      const auto store = MustOpen(Store::Open(options));
      ASSERT_NE(store, nullptr);
      EXPECT_EQ(store->partitions(), partitions);
      EXPECT_EQ(PutOne(store.get(), PartitionFamily(partitions - 1), "k", "v"), Code::kOk);
    }
  }
}

TEST_F(DataFolderTest, AWrongNumberOfPartitionsIsRefused) {
  for (const uint32_t partitions : {0U, 3U, 512U}) {
    StoreOptions options = OnDiskStoreOptions(path_for_new());
    options.partitions = partitions;
    EXPECT_EQ(Store::Open(options).status().code(), Code::kValidation);
  }
  EXPECT_FALSE(std::filesystem::exists(path_for_new()));
}

TEST_F(DataFolderTest, ANewerFormatIsRefusedAndNothingIsTouched) {
  const std::string path = MakeStore();
  WriteWholeFile(path + "/STATOR", "Stator data folder\nformat 3\nwhatever format 3 has here\n");
  ExpectRefusedAndUntouched(path, Code::kFormat, "format 3");
}

TEST_F(DataFolderTest, AFolderOfSomethingElseIsRefusedAndNothingIsTouched) {
  WriteWholeFile(scratch_.path() + "/notes.txt", "mine");
  ExpectRefusedAndUntouched(scratch_.path(), Code::kFormat, "is not a data folder");
}

TEST_F(DataFolderTest, AForeignStateFileIsRefusedAndNothingIsTouched) {
  WriteWholeFile(scratch_.path() + "/STATOR", "a file that happens to have this name\n");
  ExpectRefusedAndUntouched(scratch_.path(), Code::kFormat, "not that of a data folder");
}

TEST_F(DataFolderTest, AFileIsNotAFolder) {
  const std::string path = scratch_.path() + "/file";
  WriteWholeFile(path, "x");
  EXPECT_EQ(Open(path).status().code(), Code::kFormat);
  EXPECT_EQ(ReadWholeFile(path), "x");
}

TEST_F(DataFolderTest, OneProcessAtATime) {
  const auto first = MustOpen(Open(path_for_new()));
  ASSERT_NE(first, nullptr);
  const Status second = Open(path_for_new()).status();
  EXPECT_EQ(second.code(), Code::kUnavailable);
  EXPECT_EQ(second.message(), "data folder " + path_for_new() + " is in use by another process");
}

TEST_F(DataFolderTest, TheEnginesOwnLockIsHeededToo) {
  const std::string path = MakeStore();
  rocksdb::FileLock* lock = nullptr;
  ASSERT_TRUE(rocksdb::Env::Default()->LockFile(path + "/LOCK", &lock).ok());
  const Status status = Open(path).status();
  EXPECT_EQ(status.code(), Code::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("in use by another process"));
  ASSERT_TRUE(rocksdb::Env::Default()->UnlockFile(lock).ok());
  EXPECT_NE(MustOpen(Open(path)), nullptr);
}

// Creation cut off after each of its steps.

TEST_F(DataFolderTest, CreationGoesOnInAnEmptyFolder) { ExpectOpensEmpty(scratch_.path()); }

TEST_F(DataFolderTest, CreationGoesOnAfterAHalfWrittenStateFile) {
  WriteWholeFile(scratch_.path() + "/STATOR.tmp", "Stator da");
  ExpectOpensEmpty(scratch_.path());
}

TEST_F(DataFolderTest, CreationGoesOnAtTheTopOfAVolume) {
  std::filesystem::create_directory(scratch_.path() + "/lost+found");
  ExpectOpensEmpty(scratch_.path());
}

TEST_F(DataFolderTest, CreationGoesOnAfterTheStateFile) {
  WriteWholeFile(scratch_.path() + "/STATOR", EncodeFolderState({4, false}));
  ExpectOpensEmpty(scratch_.path());
}

TEST_F(DataFolderTest, CreationGoesOnWithTheNumberOfPartitionsThatItBeganWith) {
  WriteWholeFile(scratch_.path() + "/STATOR", EncodeFolderState({2, false}));
  const auto store = MustOpen(Open(scratch_.path()));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->partitions(), 2U);
}

TEST_F(DataFolderTest, CreationGoesOnAfterSomeOfTheFamilies) {
  WriteWholeFile(scratch_.path() + "/STATOR", EncodeFolderState({4, false}));
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, scratch_.path(), &db).ok());
  rocksdb::ColumnFamilyHandle* streams = nullptr;
  ASSERT_TRUE(db->CreateColumnFamily({}, "streams", &streams).ok());
  ASSERT_TRUE(db->DestroyColumnFamilyHandle(streams).ok());
  delete db;
  ExpectOpensEmpty(scratch_.path());
}

TEST_F(DataFolderTest, CreationGoesOnAfterAllButTheLastStep) {
  const std::string path = MakeStore();
  WriteWholeFile(path + "/STATOR", EncodeFolderState({4, false}));
  ExpectOpensEmpty(path);
}

TEST_F(DataFolderTest, AReadyFolderWithoutTheEnginesFilesIsDamagedAndNotMadeAgain) {
  const std::string path = MakeStore();
  std::filesystem::remove(path + "/CURRENT");
  const Status status = Open(path).status();
  EXPECT_EQ(status.code(), Code::kCorruption) << status.message();
  EXPECT_FALSE(std::filesystem::exists(path + "/CURRENT"));
}

TEST_F(DataFolderTest, AFolderWithFewerFamiliesThanItSaysIsDamaged) {
  const std::string path = MakeStore();
  WriteWholeFile(path + "/STATOR", EncodeFolderState({8, true}));
  EXPECT_EQ(Open(path).status().code(), Code::kCorruption);
}

TEST_F(DataFolderTest, CompactsAtOpenWhenAsked) {
  const std::string path = MakeStore();
  StoreOptions options = OnDiskStoreOptions(path);
  options.compact_at_open = true;
  const auto store = MustOpen(Store::Open(options));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(GetOne(*store, kCatalogFamily, "k"), "v");
}

}  // namespace
}  // namespace stator
