#include "api/ops/fault_rules.h"

#include <algorithm>
#include <utility>

#include "api/ops/fault_checks.h"

namespace stator::api {
namespace {

constexpr int64_t kMicrosPerMilli = 1'000;

bool IsOfWholeCall(FaultKind kind) {
  return kind == FaultKind::kInternalServerError || kind == FaultKind::kServiceUnavailable ||
         kind == FaultKind::kDropConnection;
}

// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): one word of state, and every seed is good.
uint64_t NextOf(uint64_t* state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// Evenly in [0, 1).
double Fraction(uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

bool IsAboutCall(const FaultRule& rule, std::string_view operation, const FaultTarget& target) {
  if (!IsAbout(rule, operation)) return false;
  if (!rule.table_name && !rule.partition_key) return true;
  return std::any_of(target.elements.begin(), target.elements.end(),
                     [&](const FaultElement& element) { return IsAbout(rule, element); });
}

}  // namespace

Result<AddFaultResponse> FaultRules::Add(const FaultRule& rule) {
  STATOR_RETURN_IF_ERROR(CheckFaultRule(rule));
  MutexLock lock(&mu_);
  if (rules_.size() >= kMostFaultRules) {
    return ValidationError("There are " + std::to_string(kMostFaultRules) + " rules already");
  }
  rules_.push_back({.id = ++last_id_,
                    .rule = rule,
                    .throttle = ThrottleOfReason(rule.reason),
                    .chance = rule.seed.value_or(0)});
  active_.store(true, std::memory_order_relaxed);
  return AddFaultResponse{last_id_};
}

ListFaultsResponse FaultRules::List() const {
  ListFaultsResponse response;
  MutexLock lock(&mu_);
  for (const Rule& rule : rules_) response.faults.push_back({rule.id, rule.rule, rule.hits});
  return response;
}

Result<DeleteFaultsResponse> FaultRules::Delete(const DeleteFaultsRequest& request) {
  MutexLock lock(&mu_);
  const size_t before = rules_.size();
  if (request.fault_id) {
    std::erase_if(rules_, [&](const Rule& rule) { return rule.id == *request.fault_id; });
    if (rules_.size() == before) return ValidationError("There is no such fault");
  } else {
    rules_.clear();
  }
  active_.store(!rules_.empty(), std::memory_order_relaxed);
  return DeleteFaultsResponse{static_cast<int64_t>(before - rules_.size())};
}

bool FaultRules::Hits(Rule* rule) {
  if (rule->rule.count && rule->hits >= *rule->rule.count) return false;
  if (rule->rule.probability < 1) {
    const uint64_t bits = rule->rule.seed ? NextOf(&rule->chance) : random_->Next64();
    if (Fraction(bits) >= rule->rule.probability) return false;
  }
  ++rule->hits;
  return true;
}

bool FaultRules::HitsCall(std::string_view operation, const FaultTarget& target, Rule* rule) {
  return IsAboutCall(rule->rule, operation, target) && Hits(rule);
}

int64_t FaultRules::DelayMicros(std::string_view operation, const FaultTarget& target,
                                FaultMoment moment) {
  int64_t millis = 0;
  MutexLock lock(&mu_);
  for (Rule& rule : rules_) {
    if (rule.rule.fault != FaultKind::kLatency || rule.rule.moment != moment) continue;
    if (HitsCall(operation, target, &rule)) millis += rule.rule.latency_millis;
  }
  return std::min(millis, kLongestLatencyMillis) * kMicrosPerMilli;
}

FaultDecision FaultRules::Decide(std::string_view operation, const FaultTarget& target) {
  FaultDecision decision;
  MutexLock lock(&mu_);
  for (Rule& rule : rules_) {
    if (!IsOfWholeCall(rule.rule.fault) || rule.rule.moment != FaultMoment::kBefore) continue;
    if (!HitsCall(operation, target, &rule)) continue;
    decision.call = rule.rule.fault;
    return decision;
  }
  if (!target.on_items) return decision;
  for (Rule& rule : rules_) {
    if (!IsAbout(rule.rule, operation)) continue;
    for (size_t i = 0; i < target.elements.size(); ++i) {
      const FaultElement& element = target.elements[i];
      if (i < decision.elements.size() && decision.elements[i]) continue;
      if (!IsAbout(rule.rule, element)) continue;
      if (!CanShow(rule.rule, rule.throttle, target.shape, element) || !Hits(&rule)) continue;
      decision.elements.resize(target.elements.size());
      ElementFault& fault = decision.elements[i].emplace(ElementFault{rule.rule.fault, {}});
      if (fault.kind == FaultKind::kThrottle) {
        fault.throttle = ThrottleFor(rule.throttle, rule.rule, element);
      }
    }
  }
  return decision;
}

bool FaultRules::DropsReply(std::string_view operation, const FaultTarget& target) {
  MutexLock lock(&mu_);
  for (Rule& rule : rules_) {
    if (rule.rule.fault != FaultKind::kDropConnection) continue;
    if (rule.rule.moment != FaultMoment::kAfter) continue;
    if (HitsCall(operation, target, &rule)) return true;
  }
  return false;
}

void FaultRules::Wait(int64_t micros) {
  const int64_t end = SystemClock()->MonotonicMicros() + micros;
  MutexLock lock(&delays_mu_);
  while (!no_delays_) {
    const int64_t left = end - SystemClock()->MonotonicMicros();
    if (left <= 0) return;
    delays_end_.WaitFor(&delays_mu_, left);
  }
}

void FaultRules::EndDelays() {
  {
    MutexLock lock(&delays_mu_);
    no_delays_ = true;
  }
  delays_end_.NotifyAll();
}

}  // namespace stator::api
