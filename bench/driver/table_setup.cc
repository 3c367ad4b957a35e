#include "bench/driver/table_setup.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "kv/base/mutex.h"

namespace stator::bench {
namespace {

constexpr int kTries = 12;
constexpr std::chrono::milliseconds kFirstPause{20};  // doubled each time: 40 s in all

api::CreateTableRequest TableOf(const RunOptions& options, const Workload& workload) {
  api::CreateTableRequest request = workload.Table();
  request.table_name = options.table;
  request.billing_mode = options.billing;
  if (options.billing == BillingMode::kProvisioned) {
    const api::ThroughputSpec throughput = {options.read_units, options.write_units};
    request.throughput = throughput;
    if (request.global_indexes) {
      for (api::IndexSpec& index : *request.global_indexes) index.throughput = throughput;
    }
  }
  if (options.write_shards > 0) {
    request.tags = {{{"stator:write-shards", std::to_string(options.write_shards)}}};
  }
  return request;
}

Outcome Insist(const Request& request, Lane* lane) {
  Outcome outcome;
  auto pause = kFirstPause;
  for (int i = 0; i < kTries; ++i) {
    outcome = lane->Execute(request);
    if (outcome.kind != Outcome::Kind::kThrottled) return outcome;
    std::this_thread::sleep_for(pause);
    pause *= 2;
  }
  return outcome;
}

class Loader {
 public:
  Loader(const RunOptions& options, const Workload& workload, Target* target)
      : options_(options), workload_(workload), target_(target) {}

  Status Load() {
    std::vector<std::thread> threads;
    for (int i = 0; i < options_.workers; ++i) threads.emplace_back([this] { Work(); });
    for (std::thread& thread : threads) thread.join();
    MutexLock lock(&mu_);
    return status_;
  }

 private:
  void Work() {
    const std::unique_ptr<Lane> lane = target_->NewLane();
    for (;;) {
      const int64_t record = next_.fetch_add(1);
      if (record >= workload_.records()) return;
      // Negative numbers: other chances than those of the run's operations.
      Random random(options_.seed, -1 - record);
      const Outcome outcome = Insist(workload_.Record(record, &random), lane.get());
      if (outcome.kind == Outcome::Kind::kOk) continue;
      MutexLock lock(&mu_);
      status_ = ValidationError("loading failed: " + outcome.reason + ": " + outcome.message);
      next_ = workload_.records();
      return;
    }
  }

  const RunOptions& options_;
  const Workload& workload_;
  Target* const target_;
  std::atomic<int64_t> next_{0};
  Mutex mu_;
  Status status_ GUARDED_BY(mu_);
};

}  // namespace

Status SetUpTable(const RunOptions& options, const Workload& workload, Target* target) {
  STATOR_RETURN_IF_ERROR(target->CreateTable(TableOf(options, workload)));
  if (options.capacity) {
    STATOR_RETURN_IF_ERROR(target->SetCapacity(options.table, CapacityMode::kOff));
  }
  STATOR_RETURN_IF_ERROR(Loader(options, workload, target).Load());
  if (!options.capacity) return OkStatus();
  return target->SetCapacity(options.table, *options.capacity);
}

}  // namespace stator::bench
