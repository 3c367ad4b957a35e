#include "kv/table/split_job.h"

#include <utility>

#include "kv/table/partition_split.h"

namespace stator {
namespace {

constexpr int64_t kIntervalMicros = 1'000'000;

class SplitJob final : public BackgroundJob {
 public:
  SplitJob(Catalog* catalog, const Clock* clock) : catalog_(catalog), clock_(clock) {}

  Result<JobStep> Step() override {
    const int64_t now_micros = clock_->MonotonicMicros();
    Status first_error;  // one table's must not keep the others from being looked at
    for (const std::shared_ptr<Table>& table : catalog_->All()) {
      if (!table->capacity().TakeActivity()) continue;
      for (auto& wish : table->capacity().SplitWishes(now_micros)) {
        const Status status = Grant(std::move(wish), table.get());
        if (first_error.ok()) first_error = status;
      }
    }
    STATOR_RETURN_IF_ERROR(first_error);
    return JobStep::Again(now_micros + kIntervalMicros);
  }

 private:
  // A wish that does not fit any more, because the table or its map has changed meanwhile, is
  // dropped: if the load goes on, it comes back.
  Status Grant(TableCapacity::SplitWish wish, Table* table) {
    Status status;
    if (wish.hot) {
      SplitPoint point{wish.hot->partition_id, std::move(wish.hot->boundary),
                       std::move(wish.index_name)};
      status = SplitPartition(catalog_, table, point, {SplitReason::kHeat, clock_}).status();
    } else {
      status = GrowPartitionsFor(catalog_, table, wish.index_name, *wish.grown, *clock_);
    }
    const bool outdated = status.code() == Code::kNotFound || status.code() == Code::kValidation;
    return outdated ? OkStatus() : status;
  }

  Catalog* const catalog_;
  const Clock* const clock_;
};

}  // namespace

std::unique_ptr<BackgroundJob> NewSplitJob(Catalog* catalog, const Clock* clock) {
  return std::make_unique<SplitJob>(catalog, clock);
}

}  // namespace stator
