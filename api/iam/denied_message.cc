// The words of a denial: IAM User Guide, "Troubleshoot access denied error messages".
#include <string>

#include "api/iam/evaluate.h"

namespace stator::api::iam {

namespace {

std::string_view DenyingPolicy(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::kBoundary: return "a permissions boundary";
    case PolicyKind::kSession: return "a session policy";
    case PolicyKind::kResource: return "a resource-based policy";
    case PolicyKind::kTrust: return "the role trust policy";
    case PolicyKind::kIdentity:
    case PolicyKind::kNone: break;
  }
  return "an identity-based policy";
}

std::string_view MissingPolicy(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::kBoundary: return "permissions boundary";
    case PolicyKind::kSession: return "session policy";
    case PolicyKind::kResource: return "resource-based policy";
    case PolicyKind::kTrust: return "role trust policy";
    case PolicyKind::kIdentity:
    case PolicyKind::kNone: break;
  }
  return "identity-based policy";
}

}  // namespace

std::string DeniedMessage(const AccessRequest& request, const Decision& decision) {
  const std::string action(request.action);
  // A token's bearer is nobody yet.
  if (request.principal == nullptr) return "Not authorized to perform " + action;
  std::string message =
      "User: " + request.principal->arn + " is not authorized to perform: " + action;
  if (!request.resource.empty()) {
    message += " on resource: ";
    message += request.resource;
  }
  if (decision.too_much_work) {
    message += " because its policies are too costly to evaluate for this request";
  } else if (decision.explicit_deny) {
    message += " with an explicit deny in ";
    message += DenyingPolicy(decision.kind);
  } else {
    message += " because no ";
    message += MissingPolicy(decision.kind);
    message += " allows the " + action + " action";
  }
  return message;
}

Status StatusOf(const AccessRequest& request, const Decision& decision,
                const DecisionListener* decisions) {
  if (decisions != nullptr) {
    (*decisions)({request.principal->arn, request.action, request.resource, decision});
  }
  if (decision.allowed) return OkStatus();
  return Status(Code::kAccessDenied, DeniedMessage(request, decision));
}

}  // namespace stator::api::iam
