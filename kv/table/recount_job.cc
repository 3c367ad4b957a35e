#include "kv/table/recount_job.h"

#include <string>
#include <utility>
#include <vector>

#include "kv/table/item_reader.h"

namespace stator {
namespace {

constexpr size_t kEntriesPerStep = 10'000;

class RecountJob final : public BackgroundJob {
 public:
  RecountJob(Store* store, const Catalog& catalog, std::atomic<bool>* counted)
      : store_(store), counted_(counted), snapshot_(store->NewSnapshot()) {
    for (const std::shared_ptr<Table>& table : catalog.All()) {
      const std::shared_ptr<const TableSchema> schema = table->schema();
      left_.push_back({table->id(), table->counters(table->id())});
      for (const IndexSchema& index : schema->indexes) {
        left_.push_back({index.id, table->counters(index.id)});
      }
    }
  }

  Result<JobStep> Step() override {
    size_t budget = kEntriesPerStep;
    while (!left_.empty() && budget > 0) STATOR_RETURN_IF_ERROR(CountSome(&budget));
    if (!left_.empty()) return JobStep::Again();
    snapshot_.reset();
    *counted_ = true;
    return JobStep::Done();
  }

 private:
  struct Part {
    uint32_t id = 0;
    std::shared_ptr<SizeCounters> counters;
  };

  Status CountSome(size_t* budget) {
    ReadOptions options;
    options.snapshot = snapshot_.get();
    options.fill_cache = false;
    const auto cursor = NewScanCursor(*store_, left_.back().id, {}, after_, options);
    int64_t items = 0;
    int64_t bytes = 0;
    std::string last;
    for (; cursor->Valid() && *budget > 0; cursor->Next(), --*budget) {
      ++items;
      bytes += static_cast<int64_t>(cursor->item().SizeBytes());
      if (*budget == 1) last = cursor->key();
    }
    STATOR_RETURN_IF_ERROR(cursor->status());
    left_.back().counters->Add(items, bytes);
    after_ = std::move(last);
    if (!cursor->Valid()) {
      left_.pop_back();
      after_.clear();
    }
    return OkStatus();
  }

  Store* const store_;
  std::atomic<bool>* const counted_;
  std::unique_ptr<Snapshot> snapshot_;
  std::vector<Part> left_;
  std::string after_;  // in the last of left_: the key of the last entry that was counted
};

}  // namespace

std::unique_ptr<BackgroundJob> NewRecountJob(Store* store, const Catalog& catalog,
                                             std::atomic<bool>* counted) {
  return std::make_unique<RecountJob>(store, catalog, counted);
}

}  // namespace stator
