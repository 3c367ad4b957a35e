// The rules by which faults are injected, and how often each has hit. Threads: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/ops/fault_target.h"
#include "api/types/fault_ops.h"
#include "kv/base/clock.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/partition/throttle.h"

namespace stator::api {

// What becomes of one element.
struct ElementFault {
  FaultKind kind = FaultKind::kThrottle;
  Throttle throttle{};  // of kThrottle
};

// What becomes of a call before it is executed.
struct FaultDecision {
  std::optional<FaultKind> call;                      // of the call as a whole; then no elements
  std::vector<std::optional<ElementFault>> elements;  // as in the target, or none at all
};

class FaultRules {
 public:
  // random must outlive this object.
  explicit FaultRules(RandomSource* random) : random_(random) {}

  // Whether there is any rule: all that a request costs while there is none.
  bool active() const { return active_.load(std::memory_order_relaxed); }

  // kValidation for a rule that is malformed or can never hit.
  Result<AddFaultResponse> Add(const FaultRule& rule);
  ListFaultsResponse List() const;
  // kValidation: no such rule.
  Result<DeleteFaultsResponse> Delete(const DeleteFaultsRequest& request);

  // Each of these lets chance decide and counts hits.
  // How long to wait at that moment; rules add up, to kLongestLatencyMillis at most.
  int64_t DelayMicros(std::string_view operation, const FaultTarget& target, FaultMoment moment);
  FaultDecision Decide(std::string_view operation, const FaultTarget& target);
  bool DropsReply(std::string_view operation, const FaultTarget& target);

  // Waits on the caller's thread, in the machine's time: a client's time-outs go by it.
  void Wait(int64_t micros);
  // Waits end at once, those under way and all later ones: for a server that stops.
  void EndDelays();

 private:
  struct Rule {
    uint64_t id = 0;
    FaultRule rule{};
    std::optional<Throttle> throttle{};  // of kThrottle with a reason
    int64_t hits = 0;
    uint64_t chance = 0;  // state of the rule's own chance
  };

  bool Hits(Rule* rule) REQUIRES(mu_);
  bool HitsCall(std::string_view operation, const FaultTarget& target, Rule* rule) REQUIRES(mu_);

  RandomSource* const random_;
  std::atomic<bool> active_{false};
  mutable Mutex mu_;
  uint64_t last_id_ GUARDED_BY(mu_) = 0;
  std::vector<Rule> rules_ GUARDED_BY(mu_);
  Mutex delays_mu_;
  CondVar delays_end_;
  bool no_delays_ GUARDED_BY(delays_mu_) = false;
};

}  // namespace stator::api
