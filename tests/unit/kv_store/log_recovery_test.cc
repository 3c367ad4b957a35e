// What recovery accepts and what it refuses when the write-ahead log is damaged.
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "kv/store/log_reader.h"
#include "kv/store/rocks_store.h"
#include "kv/store/store.h"
#include "tests/support/held_table_files.h"
#include "tests/support/photographed_folder.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::string& path, std::string_view content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

class LogRecovery : public ::testing::Test {
 protected:
  static constexpr int kCommits = 40;
  static constexpr size_t kValueBytes = 5000;  // so that records cross pages and blocks

  void SetUp() override {
    store_ = MustOpen(Store::Open(OnDiskStoreOptions(scratch_.path() + "/original")));
    ASSERT_NE(store_, nullptr);
  }

  // Commit i puts i into two families.
  void Commit(int i) {
    const auto batch = store_->NewBatch();
    batch->Put(PartitionFamily(0), Key(i),
               std::string(kValueBytes, static_cast<char>('a' + i % 26)));
    batch->Put(kStreamsFamily, Key(i), "s");
    ASSERT_TRUE(store_->Commit(*batch).ok());
  }
  void CommitAll() {
    for (int i = 0; i < kCommits; ++i) Commit(i);
  }
  static std::string Key(int i) { return std::to_string(1000 + i); }

  // What a kill leaves: the files as they are while the store is open.
  void Kill() {
    CopyLiveFolder(scratch_.path() + "/original", folder_);
    logs_.clear();
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      if (entry.path().extension() == ".log") logs_.push_back(entry.path().string());
    }
    std::sort(logs_.begin(), logs_.end());
    ASSERT_FALSE(logs_.empty());
  }
  std::string LastLog() const { return ReadFile(logs_.back()); }
  void SetLastLog(std::string_view bytes) { WriteFile(logs_.back(), bytes); }
  // Where the value of commit i begins in the last log.
  size_t ValueOf(int i) const {
    // Key, length of the value as a varint of two bytes, value.
    const size_t at = LastLog().find(Key(i) + "\x88\x27");
    EXPECT_NE(at, std::string::npos);
    return at + Key(i).size() + 2;
  }
  void FlipByte(size_t offset) {
    std::string bytes = LastLog();
    bytes.at(offset) ^= 1;
    SetLastLog(bytes);
  }

  Result<std::unique_ptr<Store>> Reopen(Durability durability) {
    return Store::Open(OnDiskStoreOptions(folder_, durability));
  }
  // Exactly the commits 0 … n - 1, each whole.
  void ExpectCommits(const Store& store, int n) {
    EXPECT_EQ(ReadRange(store, PartitionFamily(0), {}).size(), static_cast<size_t>(n));
    EXPECT_EQ(ReadRange(store, kStreamsFamily, {}).size(), static_cast<size_t>(n));
    for (int i = 0; i < n; ++i) {
      ASSERT_TRUE(GetOne(store, PartitionFamily(0), Key(i)).has_value()) << i;
      ASSERT_TRUE(GetOne(store, kStreamsFamily, Key(i)).has_value()) << i;
    }
  }
  void ExpectOpensWith(Durability durability, int n) {
    auto store = MustOpen(Reopen(durability));
    ASSERT_NE(store, nullptr);
    ExpectCommits(*store, n);
    // And goes on from there.
    ASSERT_EQ(PutOne(store.get(), kCatalogFamily, "more", "v"), Code::kOk);
    store.reset();
    store = MustOpen(Reopen(Durability::kSync));
    ASSERT_NE(store, nullptr);
    ExpectCommits(*store, n);
    EXPECT_EQ(GetOne(*store, kCatalogFamily, "more"), "v");
  }
  void ExpectRefusedUntouched() {
    std::vector<std::string> before;
    for (const std::string& log : logs_) before.push_back(ReadFile(log));
    for (int attempt = 0; attempt < 2; ++attempt) {
      const Status status = Reopen(Durability::kSync).status();
      EXPECT_EQ(status.code(), Code::kCorruption) << status.message();
    }
    for (size_t i = 0; i < logs_.size(); ++i)
      EXPECT_TRUE(ReadFile(logs_[i]) == before[i]) << logs_[i];
  }

  const ScratchFolder scratch_;
  const std::string folder_ = scratch_.path() + "/copy";
  std::unique_ptr<Store> store_;
  std::vector<std::string> logs_;
};

TEST_F(LogRecovery, AKilledStoreHasEverything) {
  CommitAll();
  Kill();
  ExpectOpensWith(Durability::kSync, kCommits);
}

TEST_F(LogRecovery, ALogThatEndsWithinItsLastRecordIsAccepted) {
  CommitAll();
  Kill();
  const size_t last = ValueOf(kCommits - 1);
  // In the value, in the header of the record, and with one byte missing.
  for (const size_t end : {last + 10, last - 20, LastLog().size() - 1}) {
    SetLastLog(LastLog().substr(0, end));
    ExpectOpensWith(Durability::kSync, kCommits - 1);
    std::filesystem::remove_all(folder_);
    Kill();
  }
}

TEST_F(LogRecovery, ALastRecordWithMissingPagesIsDroppedUnderBothDurabilities) {
  for (const Durability durability : {Durability::kSync, Durability::kOs}) {
    if (durability == Durability::kSync) CommitAll();
    Kill();
    std::string bytes = LastLog();
    const size_t page = (ValueOf(kCommits - 1) / 4096 + 1) * 4096;
    std::fill(bytes.begin() + static_cast<ptrdiff_t>(page), bytes.end(), '\0');
    SetLastLog(bytes);
    ExpectOpensWith(durability, kCommits - 1);
    std::filesystem::remove_all(folder_);
  }
}

TEST_F(LogRecovery, DamageBeforeTheLastRecordIsRefusedUnderSync) {
  CommitAll();
  Kill();
  FlipByte(ValueOf(kCommits - 2) + 100);
  ExpectRefusedUntouched();
}

TEST_F(LogRecovery, DamageInTheFirstRecordIsRefusedUnderSync) {
  CommitAll();
  Kill();
  FlipByte(ValueOf(0) + 100);
  ExpectRefusedUntouched();
}

TEST_F(LogRecovery, ZeroedPagesBeforeTheLastRecordAreRefusedUnderSync) {
  CommitAll();
  Kill();
  std::string bytes = LastLog();
  const size_t begin = (ValueOf(10) / 4096 + 1) * 4096;
  std::fill_n(bytes.begin() + static_cast<ptrdiff_t>(begin), 3 * 4096, '\0');
  SetLastLog(bytes);
  ExpectRefusedUntouched();
}

TEST_F(LogRecovery, DamageLeavesAPrefixUnderOs) {
  CommitAll();
  Kill();
  FlipByte(ValueOf(20) + 100);
  ExpectOpensWith(Durability::kOs, 20);
}

// Fills another family until the engine starts new logs; the first one stays for the sake of the
// data that is still in memory. Commits 0 … 9 are in the first log, 10 … 19 in the last.
//
// Flushes are held up: where one has ended, all logs before it are on the disk for good, so a
// shorter one is damage under either durability. On a slow machine some had ended.
class SeveralLogs : public LogRecovery {
 protected:
  void SetUp() override {
    RocksSettings settings;
    settings.env = env_.get();
    store_ = MustOpen(OpenRocksStore(OnDiskStoreOptions(scratch_.path() + "/original"), settings));
    ASSERT_NE(store_, nullptr);
  }
  void TearDown() override { CloseOriginal(); }
  void CloseOriginal() {
    files_->LetGo();
    store_.reset();
  }
  void CommitOverThreeLogs() {
    for (int i = 0; i < 10; ++i) Commit(i);
    for (int i = 0; i < 200 && CountLogs() < 3; ++i) {
      ASSERT_EQ(PutOne(store_.get(), kHistoryFamily, std::to_string(i), std::string(50'000, 'h')),
                Code::kOk);
    }
    for (int i = 10; i < 20; ++i) Commit(i);
    Kill();
    CloseOriginal();  // its flushes hold the process's threads, which the copy needs
    ASSERT_EQ(logs_.size(), 3U);
  }
  int CountLogs() const {
    int n = 0;
    for (const auto& entry : std::filesystem::directory_iterator(scratch_.path() + "/original")) {
      n += entry.path().extension() == ".log" ? 1 : 0;
    }
    return n;
  }
  // Exactly after a record, where no checksum tells that something is missing.
  void CutFirstLogAfterRecords(int records) {
    const std::string bytes = ReadFile(logs_[0]);
    LogReader reader(bytes);
    for (int i = 0; i < records; ++i) ASSERT_TRUE(reader.Next());
    WriteFile(logs_[0], bytes.substr(0, reader.offset()));
  }

  const std::shared_ptr<HeldTableFiles> files_ = std::make_shared<HeldTableFiles>();
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
};

TEST_F(SeveralLogs, AreAllRead) {
  CommitOverThreeLogs();
  ExpectOpensWith(Durability::kSync, 20);
}

// The engine itself would read on in the second log and leave a hole.
TEST_F(SeveralLogs, AnEarlierLogThatEndsTooSoonIsRefusedUnderSync) {
  CommitOverThreeLogs();
  CutFirstLogAfterRecords(6);
  ExpectRefusedUntouched();
}

TEST_F(SeveralLogs, AnEarlierLogThatEndsTooSoonLeavesAPrefixUnderOs) {
  CommitOverThreeLogs();
  CutFirstLogAfterRecords(6);  // the format record and commits 0 … 4
  auto store = MustOpen(Reopen(Durability::kOs));
  ASSERT_NE(store, nullptr);
  ExpectCommits(*store, 5);
}

TEST_F(SeveralLogs, AMissingLogIsRefusedUnderSync) {
  CommitOverThreeLogs();
  std::filesystem::remove(logs_[1]);
  logs_.erase(logs_.begin() + 1);
  ExpectRefusedUntouched();
}

}  // namespace
}  // namespace stator
