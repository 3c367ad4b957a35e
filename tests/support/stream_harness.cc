#include "tests/support/stream_harness.h"

namespace stator::testing {

std::shared_ptr<Table> StreamTest::CreateStreamed(StreamViewType view, std::string_view name,
                                                  int64_t partitions, bool with_range) {
  TableSchema schema = SimpleSchema(name, with_range);
  schema.throughput.write_units = 1'000 * partitions;
  schema.stream_view = view;
  return CreateTable(database_.get(), schema);
}

void StreamTest::SetView(const std::shared_ptr<Table>& table, StreamViewType view) {
  STATOR_EXPECT_OK(database_->catalog().Update(table.get(), [view](TableSchema* schema) {
    schema->stream_view = view;
    return OkStatus();
  }));
}

StreamInfo StreamTest::StreamOf(const std::shared_ptr<Table>& table) const {
  const auto schema = table->schema();
  Result<StreamInfo> stream = reader_->Find(schema->space, schema->name, schema->stream_label);
  STATOR_EXPECT_OK(stream.status());
  return stream.ok() ? *stream : StreamInfo();
}

std::vector<ShardInfo> StreamTest::ShardsOf(const std::shared_ptr<Table>& table) const {
  Result<std::vector<ShardInfo>> shards = reader_->Shards(StreamOf(table));
  STATOR_EXPECT_OK(shards.status());
  return shards.ok() ? *std::move(shards) : std::vector<ShardInfo>();
}

std::vector<StreamChange> StreamTest::Changes(const std::shared_ptr<Table>& table,
                                              uint32_t shard) const {
  PageLimits limits;
  limits.changes = SIZE_MAX;
  limits.bytes = SIZE_MAX;
  Result<ChangePage> page =
      reader_->Read(StreamOf(table), shard, StreamReader::kTrimHorizon, limits);
  STATOR_EXPECT_OK(page.status());
  return page.ok() ? std::move(page->changes) : std::vector<StreamChange>();
}

std::vector<StreamChange> StreamTest::AllChanges(const std::shared_ptr<Table>& table) const {
  std::vector<StreamChange> all;
  for (const ShardInfo& shard : ShardsOf(table)) {
    for (StreamChange& change : Changes(table, shard.number)) all.push_back(std::move(change));
  }
  return all;
}

PartitionSplit StreamTest::Split(const std::shared_ptr<Table>& table,
                                 std::optional<uint32_t> partition_id) {
  const Result<PartitionSplit> split = SplitPartition(
      &database_->catalog(), table.get(), {partition_id, ""}, {SplitReason::kRequest, &clock_});
  STATOR_EXPECT_OK(split.status());
  return split.ok() ? *split : PartitionSplit();
}

void StreamTest::RunKeeper() {
  const auto keeper = NewStreamKeeper(&database_->store(), &database_->catalog(), &clock_);
  for (int step = 0; step < 10'000; ++step) {
    const Result<JobStep> done = keeper->Step();
    STATOR_EXPECT_OK(done.status());
    if (!done.ok() || done->not_before_micros > 0) return;
  }
  FAIL() << "the round does not end";
}

size_t StreamTest::CountRecords() const {
  size_t count = 0;
  const auto cursor = database_->store().NewCursor(kStreamsFamily, {}, {});
  for (; cursor->Valid(); cursor->Next()) ++count;
  return count;
}

}  // namespace stator::testing
