#include "server/auth/admin_access.h"

#include "api/iam/evaluate.h"

namespace stator::server {

Status MayAdminister(const api::CallContext& context, std::string_view action, const Clock* clock) {
  if (context.principal == nullptr) {
    return Status(Code::kAccessDenied, "Nobody is known to ask for this.");
  }
  const api::iam::ConditionKeys no_keys;
  api::iam::AccessRequest request;
  request.principal = context.principal.get();
  request.action = action;
  request.resource = "*";
  request.resource_account = context.principal->account;
  request.region = context.region;
  request.origin = context.origin;
  request.now_seconds = clock->WallSeconds();
  request.keys = &no_keys;
  const api::iam::Decision decision = api::iam::EvaluateOperator(request);
  if (context.decisions != nullptr) {
    (*context.decisions)({context.principal->arn, action, request.resource, decision});
  }
  if (decision.allowed) return OkStatus();
  return Status(Code::kAccessDenied, api::iam::DeniedMessage(request, decision));
}

}  // namespace stator::server
