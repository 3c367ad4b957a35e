#include "kv/table/size_split_job.h"

#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kv/partition/partition_map.h"
#include "kv/table/partition_scan.h"
#include "kv/table/partition_sizes.h"
#include "kv/table/partition_split.h"

namespace stator {
namespace {

constexpr int64_t kIntervalMicros = 60'000'000;
constexpr size_t kEntriesPerStep = 2'000;
constexpr uint64_t kBytesPerStep = 4 << 20;
constexpr int64_t kPauseMicros = 1'000;  // between steps: others have work to do
// The estimates are rough: what they put so near the limit is counted.
constexpr double kSuspectShare = 0.75;
// How finely the middle is found.
constexpr uint64_t kMarks = 64;

class SizeSplitJob final : public BackgroundJob {
 public:
  explicit SizeSplitJob(const SizeSplitOptions& options)
      : options_(options), limit_(static_cast<uint64_t>(options.partition_bytes)) {}

  Result<JobStep> Step() override {
    if (suspects_.empty() && !FindSuspects()) {
      return JobStep::Again(options_.clock->MonotonicMicros() + kIntervalMicros);
    }
    const Result<bool> done =
        suspects_.front().scan.Read(*options_.store, {kEntriesPerStep, kBytesPerStep});
    if (!done.ok()) {
      suspects_.pop_front();  // so that others are looked at too
      return done.status();
    }
    if (*done) STATOR_RETURN_IF_ERROR(Decide());
    return JobStep::Pause(kPauseMicros);
  }

 private:
  // A table's or a global index's partition; ids are never used again.
  using Place = std::pair<uint32_t, uint32_t>;

  struct Suspect {
    std::shared_ptr<Table> table;
    std::string index_name;
    Place place;
    uint64_t estimated_bytes = 0;
    double scale = 1;  // with the entries of local indexes, which are not read
    PartitionScan scan;
  };

  // All that there are now, the largest first. Each has its turn before any is looked for again:
  // one that is written to faster than it can be split keeps nobody waiting.
  bool FindSuspects() {
    std::set<Place> seen;
    for (const std::shared_ptr<Table>& table : options_.catalog->All()) {
      const std::shared_ptr<const TableSchema> schema = table->schema();
      AddSuspects(table, *schema, nullptr, &seen);
      for (const IndexSchema& index : schema->indexes) {
        if (index.kind == IndexKind::kGlobal) AddSuspects(table, *schema, &index, &seen);
      }
    }
    suspects_.sort(
        [](const Suspect& a, const Suspect& b) { return a.estimated_bytes > b.estimated_bytes; });
    // What is gone need not be remembered.
    std::erase_if(look_again_, [&](const auto& one) { return !seen.contains(one.first); });
    return !suspects_.empty();
  }

  // seen: gets what is near the limit, suspect or known.
  void AddSuspects(const std::shared_ptr<Table>& table, const TableSchema& schema,
                   const IndexSchema* index, std::set<Place>* seen) {
    const uint32_t id = index == nullptr ? schema.id : index->id;
    const uint64_t own_bytes = BytesOf(*table, id);
    const uint64_t bytes = own_bytes + (index == nullptr ? LocalBytes(*table, schema) : 0);
    if (bytes < limit_) return;
    const std::string index_name = index == nullptr ? "" : index->name;
    std::vector<PartitionRange> partitions =
        index == nullptr ? schema.partitions : index->partitions;
    if (partitions.empty()) partitions.emplace_back();
    const std::vector<uint64_t> sizes = PartitionSizes(*options_.store, *table, index_name);
    if (sizes.size() != partitions.size()) return;  // split meanwhile: next time
    const double scale =
        static_cast<double>(bytes) / static_cast<double>(std::max<uint64_t>(own_bytes, 1));
    const bool keep_collections = index == nullptr && schema.HasLocalIndexes();
    for (size_t i = 0; i < sizes.size(); ++i) {
      const Place place{id, partitions[i].id};
      if (static_cast<double>(sizes[i]) < kSuspectShare * static_cast<double>(limit_)) continue;
      seen->insert(place);
      const auto known = look_again_.find(place);
      if (known != look_again_.end() && sizes[i] < known->second) continue;
      PartitionScan scan(id, partitions[i], EndOfPartition(partitions, i), limit_ / kMarks,
                         keep_collections);
      suspects_.push_back({table, index_name, place, sizes[i], scale, std::move(scan)});
    }
  }

  static uint64_t BytesOf(const Table& table, uint32_t id) {
    const auto counters = table.counters(id);
    if (counters == nullptr) return 0;
    const int64_t bytes = counters->size_bytes.load(std::memory_order_relaxed);
    return bytes < 0 ? 0 : static_cast<uint64_t>(bytes);
  }

  static uint64_t LocalBytes(const Table& table, const TableSchema& schema) {
    uint64_t bytes = 0;
    for (const IndexSchema& index : schema.indexes) {
      if (index.kind == IndexKind::kLocal) bytes += BytesOf(table, index.id);
    }
    return bytes;
  }

  // Splits the partition that was counted, or leaves it until so much more has been written that it
  // may have become too large; at least a sixteenth of the limit, so that counting stays cheap.
  Status Decide() {
    const Suspect suspect = std::move(suspects_.front());
    suspects_.pop_front();
    const auto bytes =
        static_cast<uint64_t>(static_cast<double>(suspect.scan.bytes()) * suspect.scale);
    const uint64_t room = bytes < limit_ ? limit_ - bytes : 0;
    look_again_[suspect.place] = suspect.estimated_bytes + std::max(room, limit_ / 16);
    if (bytes < limit_) return OkStatus();
    std::optional<std::string> middle = suspect.scan.Middle();
    if (!middle) return OkStatus();  // a single collection that has to stay whole, or a single item
    const SplitPoint point{suspect.place.second, *std::move(middle), suspect.index_name};
    const Status status = SplitPartition(options_.catalog, suspect.table.get(), point,
                                         {SplitReason::kSize, options_.clock})
                              .status();
    look_again_.erase(suspect.place);
    const bool outdated = status.code() == Code::kNotFound || status.code() == Code::kValidation;
    return outdated ? OkStatus() : status;
  }

  const SizeSplitOptions options_;
  const uint64_t limit_;
  std::list<Suspect> suspects_;  // the first is being counted
  // How large the store's estimate has to be before a partition is counted anew.
  std::map<Place, uint64_t> look_again_;
};

}  // namespace

std::unique_ptr<BackgroundJob> NewSizeSplitJob(const SizeSplitOptions& options) {
  return std::make_unique<SizeSplitJob>(options);
}

}  // namespace stator
