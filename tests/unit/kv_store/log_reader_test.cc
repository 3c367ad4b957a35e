// The log reader against logs that the engine wrote.
#include "kv/store/log_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "kv/store/log_continuity.h"
#include "kv/store/store.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test

// The log of a new store after a commit of each of these sizes.
std::string LogAfterCommits(const std::vector<size_t>& value_bytes) {
  const ScratchFolder scratch;
  StoreOptions options = OnDiskStoreOptions(scratch.path());
  options.write_buffer_bytes = 64 << 20;  // so that there is one log only
  const auto store = MustOpen(Store::Open(options));
  if (store == nullptr) return {};
  for (const size_t bytes : value_bytes) {
    EXPECT_EQ(PutOne(store.get(), kCatalogFamily, "key", std::string(bytes, 'v')), Code::kOk);
  }
  for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) {
    if (entry.path().extension() != ".log") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  ADD_FAILURE() << "there is no log";
  return {};
}

size_t CountRecords(LogReader* reader) {
  size_t n = 0;
  while (reader->Next()) ++n;
  return n;
}

TEST(LogReader, ReadsEveryRecordOfTheEngine) {
  // The format record comes first. 32,768 and around: records that end at the edge of a block.
  const std::vector<size_t> sizes = {0, 1, 100, 32'000, 700, 32'768, 40'000, 100'000, 5, 32'700, 3};
  const std::string log = LogAfterCommits(sizes);
  LogReader reader(log);
  SequenceRun run;
  size_t records = 0;
  while (const std::optional<LogRecord> record = reader.Next()) {
    EXPECT_EQ(record->writes, 1U);
    EXPECT_TRUE(run.Continues(record->first_sequence, record->writes));
    ++records;
  }
  EXPECT_EQ(records, sizes.size() + 1);
  EXPECT_FALSE(reader.FindLaterRecord(0));
}

// A log in which records end at each of the last places of a block: 0 … 12 bytes before its end,
// where the next header fits, fits without any payload, or does not fit.
class RecordsAtTheEndOfABlock : public ::testing::Test {
 protected:
  static constexpr size_t kBlockBytes = 32'768;
  static constexpr size_t kHeaderBytes = 7;
  static constexpr size_t kMaxDistance = 12;
  // Of a batch with one put: its header, tag, length of the key, key.
  static constexpr size_t kBatchBytes = 12 + 1 + 1 + 3;
  static constexpr size_t kSmallValueBytes =
      100;  // its length takes one byte, that of a large value three

  void SetUp() override {
    std::vector<size_t> sizes;
    size_t begin = LogAfterCommits({}).size();  // in its block
    for (size_t distance = 0; distance <= kMaxDistance; ++distance) {
      sizes.push_back(kBlockBytes - distance - begin - kHeaderBytes - kBatchBytes - 3);
      sizes.push_back(kSmallValueBytes);
      const size_t in_this_block = distance > kHeaderBytes ? distance - kHeaderBytes : 0;
      begin = kHeaderBytes + kBatchBytes + 1 + kSmallValueBytes - in_this_block;
    }
    log_ = LogAfterCommits(sizes);
    LogReader reader(log_);
    while (reader.Next()) ends_.push_back(reader.offset());
  }

  std::string log_;
  std::vector<size_t> ends_;
};

TEST_F(RecordsAtTheEndOfABlock, AreRead) {
  ASSERT_EQ(ends_.size(), 1 + 2 * (kMaxDistance + 1));
  for (size_t distance = 0; distance <= kMaxDistance; ++distance) {
    EXPECT_EQ(ends_[1 + 2 * distance], (distance + 1) * kBlockBytes - distance);
  }
}

TEST_F(RecordsAtTheEndOfABlock, AreNothingButATornEndWhenTorn) {
  for (const size_t end : ends_) {
    for (const size_t missing : {1, 40, 110, 20'000}) {
      if (missing >= end) continue;
      LogReader reader(std::string_view(log_).substr(0, end - missing));
      CountRecords(&reader);
      ASSERT_FALSE(reader.FindLaterRecord(0)) << end << " less " << missing;
    }
  }
}

TEST(LogReader, AnEmptyLogHasNoRecords) {
  LogReader reader("");
  EXPECT_FALSE(reader.Next());
  EXPECT_FALSE(reader.FindLaterRecord(0));
}

TEST(LogReader, StopsAtDamageAndFindsWhatLiesBehindIt) {
  const std::string log = LogAfterCommits({500, 500, 500, 500});
  for (size_t offset = 40; offset < log.size(); ++offset) {
    std::string damaged = log;
    damaged[offset] ^= 0x20;
    LogReader reader(damaged);
    const size_t sound = CountRecords(&reader);
    ASSERT_LT(sound, 5U) << offset;
    // Only behind the last record there is nothing.
    ASSERT_EQ(reader.FindLaterRecord(0), sound < 4) << offset;
  }
}

TEST(LogReader, AnyTornEndIsNothingButATornEnd) {
  const std::string log = LogAfterCommits({500, 500, 40'000});
  for (size_t size = 0; size < log.size(); size += 7) {
    LogReader reader(std::string_view(log).substr(0, size));
    CountRecords(&reader);
    ASSERT_FALSE(reader.FindLaterRecord(0)) << size;
  }
}

TEST(LogReader, TheRestOfATornLongRecordIsNotALaterRecord) {
  std::string log = LogAfterCommits({500, 100'000});
  log[1000] ^= 1;  // in the first of the fragments of the long record
  LogReader reader(log);
  EXPECT_EQ(CountRecords(&reader), 2U);
  EXPECT_FALSE(reader.FindLaterRecord(0));
}

TEST(SequenceRun, EachRecordBeginsWhereTheOneBeforeEnded) {
  SequenceRun run;
  EXPECT_TRUE(run.Continues(7, 2));
  EXPECT_TRUE(run.Continues(9, 1));
  EXPECT_FALSE(run.Continues(11, 1));
  EXPECT_FALSE(run.Continues(9, 1));
  EXPECT_TRUE(run.Continues(10, 3));
}

TEST(SequenceRun, ARecordWithoutWritesAllowsAJump) {
  SequenceRun run;
  EXPECT_TRUE(run.Continues(7, 2));
  EXPECT_TRUE(run.Continues(9, 0));
  EXPECT_TRUE(run.Continues(100, 1));
  EXPECT_FALSE(run.Continues(102, 1));
}

}  // namespace
}  // namespace stator
