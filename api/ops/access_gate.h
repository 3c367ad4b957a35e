// The one place where it is decided whether a call is allowed: every operation passes through it,
// from JSON or from a typed call, before a fault is injected and before its handler sees it.
//
// What is decided is what is done: the handler gets the same request, and the ids of the tables and
// indexes that were looked at (OpContext::decided_ids), so that one that has taken another's place
// in between is not found.
#pragma once

#include <string_view>
#include <vector>

#include "api/iam/match_work.h"
#include "api/ops/access_facts.h"
#include "api/ops/fault_gate.h"
#include "api/ops/op_context.h"
#include "kv/base/status.h"

namespace stator::api {

// Of a call that has a principal.
class CallAccess {
 public:
  CallAccess(const OpContext& context, AccessFacts facts);
  CallAccess(const CallAccess&) = delete;
  CallAccess& operator=(const CallAccess&) = delete;

  // kAccessDenied unless all of the request is allowed, or each denial has a place of its own in
  // the reply.
  Status Decide();
  // What the handler gets.
  const OpContext& context() const { return context_; }

 private:
  Status DecideOn(const AccessElement& element);

  OpContext context_;
  const AccessFacts facts_;
  iam::MatchWork work_;         // of all decisions together
  std::vector<Status> denied_;  // by_statement: one for each statement
};

// For what is no operation of DynamoDB's. OK without a principal.
Status Authorize(const OpContext& context, std::string_view action, std::string_view resource);

template <auto Handle, typename Request>
auto WithAccess(const OpContext& context, const Request& request)
    -> decltype(Handle(context, request)) {
  if (context.principal == nullptr) return WithFaults<Handle>(context, request);
  CallAccess access(context, AccessOf(context, request));
  STATOR_RETURN_IF_ERROR(access.Decide());
  return WithFaults<Handle>(access.context(), request);
}

}  // namespace stator::api
