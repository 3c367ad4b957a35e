#include "server/auth/admin_access.h"

#include "api/iam/evaluate.h"

namespace stator::server {

Status MayAdminister(const api::CallContext& context, std::string_view action, const Clock* clock) {
  if (context.principal == nullptr) {
    return Status(Code::kAccessDenied, "Nobody is known to ask for this.");
  }
  api::iam::AccessRequest request;
  request.principal = context.principal.get();
  request.action = action;
  request.resource = "*";
  request.region = context.region;
  request.origin = context.origin;
  request.now_seconds = clock->WallSeconds();
  return api::iam::StatusOf(request, api::iam::EvaluateOperator(request), context.decisions);
}

}  // namespace stator::server
