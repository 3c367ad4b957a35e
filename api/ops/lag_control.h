// Which reads lag, and by how much: settings of a whole engine. Threads: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "api/types/lag_ops.h"
#include "kv/base/clock.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"
#include "kv/table/past_states.h"

namespace stator::api {

// A longer lag would keep what is written over from being removed for too long, and no application
// is tested by it: the service's replicas are usually less than a second behind.
inline constexpr int64_t kLongestLagMillis = 60'000;

class LagControl {
 public:
  // All must outlive this object.
  LagControl(PastStates* states, RandomSource* random) : states_(states), random_(random) {}

  // kValidation.
  Status Set(const SetLagRequest& request);
  DescribeLagResponse Describe() const;
  // Nothing lags any more.
  void Clear();

  // What a read that is not consistent shall see, of a table or of one of its indexes. Null: the
  // newest state.
  std::shared_ptr<const Snapshot> Choose(std::string_view table_name, const IndexSchema* index) {
    if (!active_.load(std::memory_order_relaxed)) return nullptr;
    return ChooseState(table_name, index);
  }

 private:
  std::shared_ptr<const Snapshot> ChooseState(std::string_view table_name,
                                              const IndexSchema* index);
  Lag LagOf(std::string_view table_name) const;
  void Follow() REQUIRES(mu_);

  PastStates* const states_;
  RandomSource* const random_;
  std::atomic<bool> active_{false};
  mutable Mutex mu_;
  Lag all_ GUARDED_BY(mu_);
  std::map<std::string, Lag, std::less<>> tables_ GUARDED_BY(mu_);
};

}  // namespace stator::api
