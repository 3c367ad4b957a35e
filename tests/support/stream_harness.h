// A database with a change log, on a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "kv/table/partition_split.h"
#include "streams/stream_keeper.h"
#include "streams/stream_log.h"
#include "streams/stream_reader.h"
#include "tests/support/table_harness.h"

namespace stator::testing {

inline constexpr int64_t kMillis = 1'000;
inline constexpr int64_t kSeconds = 1'000'000;
inline constexpr int64_t kHours = 3'600 * kSeconds;

class StreamTest : public ::testing::Test {
 protected:
  // Saturday, May 9, 2026, 12:34:56.789 UTC.
  static constexpr int64_t kStartMicros = 1'778'330'096'789'000;

  StreamTest() { Open(InMemoryOptions()); }
  void Open(DatabaseOptions options) {
    database_.reset();
    options.clock = &clock_;
    options.write_observers = {&log_};
    options.schema_observers = {&log_};
    database_ = OpenDatabase(options);
    reader_.emplace(&database_->store(), &database_->change_numbers(), &clock_);
  }

  // HASH "pk", RANGE "sk" if asked for; `partitions` from the table's provisioned units.
  std::shared_ptr<Table> CreateStreamed(StreamViewType view, std::string_view name = "t",
                                        int64_t partitions = 1, bool with_range = false);
  void SetView(const std::shared_ptr<Table>& table, StreamViewType view);
  // The table's newest stream.
  StreamInfo StreamOf(const std::shared_ptr<Table>& table) const;
  std::vector<ShardInfo> ShardsOf(const std::shared_ptr<Table>& table) const;
  // All changes of a shard that can be read.
  std::vector<StreamChange> Changes(const std::shared_ptr<Table>& table, uint32_t shard) const;
  // Over all shards, in their order.
  std::vector<StreamChange> AllChanges(const std::shared_ptr<Table>& table) const;
  PartitionSplit Split(const std::shared_ptr<Table>& table,
                       std::optional<uint32_t> partition_id = {});
  // One round of the keeper.
  void RunKeeper();
  size_t CountRecords() const;  // in the streams family

  static Item Make(std::string_view pk, int64_t v) {
    return Item{{"pk", pk}, {"v", AttributeValue(v)}};
  }

  ManualClock clock_{kStartMicros};
  StreamLog log_{&clock_};
  std::unique_ptr<Database> database_;
  std::optional<StreamReader> reader_;
};

}  // namespace stator::testing
