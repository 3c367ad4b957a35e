// The one place where faults are injected: every operation passes through it, from JSON or from a
// typed call.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "api/ops/fault_rules.h"
#include "api/ops/fault_target.h"
#include "api/ops/op_context.h"
#include "kv/base/status.h"

namespace stator::api {

// What a fault asks of a caller that waits and drops connections itself, as the server does: its
// threads must not sleep.
struct FaultEffects {
  bool delayed = false;      // in: the wait that an earlier call asked for is over
  int64_t delay_micros = 0;  // wait for so long, then answer
  bool again = false;        // or then call again, `delayed` set: nothing has been done
  bool drop = false;         // answer nothing, and close the connection
};

// The faults of one call.
class CallFaults {
 public:
  CallFaults(const OpContext& context, FaultTarget target)
      : context_(context), target_(std::move(target)) {}
  CallFaults(const CallFaults&) = delete;
  CallFaults& operator=(const CallFaults&) = delete;

  // Before the operation: not OK when it is not to be executed.
  Status Begin();
  // What the handler gets: it has the faults of elements.
  const OpContext& context() const { return context_; }
  // After it, whatever it gave: not OK when its reply is lost.
  Status End();

 private:
  Status RefuseCall(FaultKind kind);
  Status StatusOf(const ElementFault& fault, const FaultElement& element) const;
  Status ConditionFailure(const FaultElement& element) const;

  OpContext context_;
  const FaultTarget target_;
  std::vector<Status> elements_;
};

template <auto Handle, typename Request>
auto WithFaults(const OpContext& context, const Request& request)
    -> decltype(Handle(context, request)) {
  if (context.fault_rules == nullptr || !context.fault_rules->active()) {
    return Handle(context, request);
  }
  CallFaults faults(context, TargetOf(context, request));
  STATOR_RETURN_IF_ERROR(faults.Begin());
  auto reply = Handle(faults.context(), request);
  STATOR_RETURN_IF_ERROR(faults.End());
  return reply;
}

}  // namespace stator::api
