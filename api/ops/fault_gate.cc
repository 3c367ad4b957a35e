#include "api/ops/fault_gate.h"

#include <string_view>

#include "api/ops/statement_write.h"
#include "api/ops/write_action.h"
#include "kv/table/atomic_write.h"
#include "kv/table/item_reader.h"

namespace stator::api {
namespace {

// What an embedding program gets in place of a connection that is closed.
Status DroppedBefore() {
  return Status(Code::kUnavailable, "The connection was closed before the request was executed");
}
Status DroppedAfter() {
  return Status(Code::kUnknown, "The connection was closed before the reply came");
}

}  // namespace

Status CallFaults::Begin() {
  FaultRules* const rules = context_.fault_rules;
  FaultEffects* const effects = context_.fault_effects;
  if (effects == nullptr || !effects->delayed) {
    const int64_t micros = rules->DelayMicros(context_.operation, target_, FaultMoment::kBefore);
    if (micros > 0 && effects != nullptr) {
      effects->delay_micros = micros;
      effects->again = true;
      return DroppedBefore();  // nobody sees it
    }
    if (micros > 0) rules->Wait(micros);
  }
  const FaultDecision decision = rules->Decide(context_.operation, target_);
  if (decision.call) return RefuseCall(*decision.call);
  if (decision.elements.empty()) return OkStatus();
  elements_.resize(target_.elements.size());
  for (size_t i = 0; i < elements_.size(); ++i) {
    if (!decision.elements[i]) continue;
    elements_[i] = StatusOf(*decision.elements[i], target_.elements[i]);
  }
  if (target_.shape == FaultShape::kOne) return elements_.front();
  context_.element_faults = &elements_;
  return OkStatus();
}

Status CallFaults::End() {
  FaultRules* const rules = context_.fault_rules;
  FaultEffects* const effects = context_.fault_effects;
  const int64_t micros = rules->DelayMicros(context_.operation, target_, FaultMoment::kAfter);
  const bool drops = rules->DropsReply(context_.operation, target_);
  if (effects != nullptr) {
    effects->delay_micros = micros;
    effects->drop = drops;
    return OkStatus();
  }
  if (micros > 0) rules->Wait(micros);
  return drops ? DroppedAfter() : OkStatus();
}

// The first text is what clients of the service have reported; of the second no capture is known.
Status CallFaults::RefuseCall(FaultKind kind) {
  switch (kind) {
    case FaultKind::kInternalServerError: return InternalError("Internal server error");
    case FaultKind::kServiceUnavailable:
      return Status(Code::kUnavailable, "DynamoDB is currently unavailable.");
    default: break;
  }
  if (context_.fault_effects != nullptr) context_.fault_effects->drop = true;
  return DroppedBefore();
}

Status CallFaults::StatusOf(const ElementFault& fault, const FaultElement& element) const {
  switch (fault.kind) {
    case FaultKind::kThrottle: return Throttled(fault.throttle);
    case FaultKind::kConditionalCheckFailed: return ConditionFailure(element);
    // Of a batch's element either means that it is left: there is no error of it.
    case FaultKind::kTransactionConflict:
    case FaultKind::kUnprocessed: return TransactionConflict();
    default: return InternalError("no fault of an element");
  }
}

// With the item as it stands, where the request wants to see it.
Status CallFaults::ConditionFailure(const FaultElement& element) const {
  std::string shown;
  PinnedItem item;
  if (element.key_of_shown && element.partition_key &&
      ReadItem(context_.database->store(), *element.schema, element.key_of_shown->view(), &item)
          .ok()) {
    shown = std::string(item.view().encoded());
  }
  Status failure = ConditionFailed(std::move(shown));
  // Transactions name those of an INSERT themselves.
  const bool names_it = target_.shape != FaultShape::kTransaction;
  return element.inserts && names_it ? ToDuplicateItem(failure) : failure;
}

}  // namespace stator::api
