#include "api/ops/lag_control.h"

#include <algorithm>

namespace stator::api {
namespace {

constexpr int64_t kMicrosPerMilli = 1'000;
// How exact a lag is, and how many snapshots there may be because of very different lags.
constexpr int64_t kPartsOfLag = 8;
constexpr int64_t kMostSnapshots = 256;
constexpr size_t kMostTables = 1'000;
constexpr uint64_t kReplicas = 3;

Status CheckMillis(std::string_view member, int64_t millis) {
  if (millis >= 0 && millis <= kLongestLagMillis) return OkStatus();
  return ValidationError(std::string(member) + " must be between 0 and " +
                         std::to_string(kLongestLagMillis));
}

}  // namespace

Status LagControl::Set(const SetLagRequest& request) {
  if (!request.lag && !request.table_name) {
    return ValidationError("A lag must be given where no table is");
  }
  if (request.lag) {
    STATOR_RETURN_IF_ERROR(CheckMillis("ReadMillis", request.lag->read_millis));
    STATOR_RETURN_IF_ERROR(CheckMillis("IndexMillis", request.lag->index_millis));
  }
  if (request.table_name && request.table_name->empty()) {
    return ValidationError("TableName must not be empty");
  }
  MutexLock lock(&mu_);
  if (!request.table_name) {
    all_ = *request.lag;
  } else if (!request.lag) {
    tables_.erase(*request.table_name);
  } else {
    if (tables_.size() >= kMostTables && tables_.find(*request.table_name) == tables_.end()) {
      return ValidationError("There are lags of " + std::to_string(kMostTables) +
                             " tables already");
    }
    tables_[*request.table_name] = *request.lag;
  }
  Follow();
  return OkStatus();
}

DescribeLagResponse LagControl::Describe() const {
  MutexLock lock(&mu_);
  return {all_, {tables_.begin(), tables_.end()}};
}

void LagControl::Clear() {
  MutexLock lock(&mu_);
  all_ = {};
  tables_.clear();
  Follow();
}

// Has the states kept that the settings need.
void LagControl::Follow() {
  int64_t longest = 0;
  int64_t shortest = kLongestLagMillis;
  const auto look_at = [&](const Lag& lag) {
    for (const int64_t millis : {lag.read_millis, lag.index_millis}) {
      longest = std::max(longest, millis);
      if (millis > 0) shortest = std::min(shortest, millis);
    }
  };
  look_at(all_);
  for (const auto& [name, lag] : tables_) look_at(lag);
  const int64_t interval_micros = std::max(shortest * kMicrosPerMilli / kPartsOfLag,
                                           longest * kMicrosPerMilli / kMostSnapshots);
  states_->Keep(longest * kMicrosPerMilli, interval_micros);
  active_.store(longest > 0, std::memory_order_relaxed);
}

Lag LagControl::LagOf(std::string_view table_name) const {
  MutexLock lock(&mu_);
  const auto own = tables_.find(table_name);
  return own == tables_.end() ? all_ : own->second;
}

std::shared_ptr<const Snapshot> LagControl::ChooseState(std::string_view table_name,
                                                        const IndexSchema* index) {
  const Lag lag = LagOf(table_name);
  const bool global = index != nullptr && index->kind == IndexKind::kGlobal;
  if (global && lag.index_millis > 0) {
    return states_->At(lag.index_millis * kMicrosPerMilli, PastStates::Age::kAtLeast);
  }
  int64_t micros = lag.read_millis * kMicrosPerMilli;
  if (lag.mode == LagMode::kReplicas && micros > 0) {
    const uint64_t replica = random_->Next64() % kReplicas;
    micros = micros * static_cast<int64_t>(replica) / static_cast<int64_t>(kReplicas - 1);
  }
  return micros == 0 ? nullptr : states_->At(micros, PastStates::Age::kAtMost);
}

}  // namespace stator::api
