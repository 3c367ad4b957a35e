#include "api/ops/access_gate.h"

#include <utility>

#include "api/iam/evaluate.h"

namespace stator::api {
namespace {

iam::AccessRequest RequestOf(const OpContext& context) {
  iam::AccessRequest request;
  request.principal = context.principal;
  request.region = context.region;
  request.origin = context.origin;
  request.now_seconds = context.database->clock().WallSeconds();
  return request;
}

}  // namespace

CallAccess::CallAccess(const OpContext& context, AccessFacts facts)
    : context_(context), facts_(std::move(facts)) {
  context_.decided_ids = &facts_.ids;
}

Status CallAccess::DecideOn(const AccessElement& element) {
  iam::AccessRequest request = RequestOf(context_);
  request.action = element.action;
  request.resource = element.resource;
  request.resource_account = element.account;
  request.keys = &element.keys;
  request.resource_policy = element.resource_policy.get();
  request.work = &work_;
  return iam::StatusOf(request, iam::Evaluate(request), context_.decisions);
}

Status CallAccess::Decide() {
  STATOR_RETURN_IF_ERROR(facts_.undecidable);
  if (!facts_.by_statement) {
    for (const AccessElement& element : facts_.elements) {
      STATOR_RETURN_IF_ERROR(DecideOn(element));
    }
    return OkStatus();
  }
  denied_.resize(facts_.statement_count);
  for (size_t i = 0; i < facts_.elements.size(); ++i) {
    Status& denial = denied_[facts_.statements[i]];
    if (denial.ok()) denial = DecideOn(facts_.elements[i]);
  }
  context_.denied_elements = &denied_;
  return OkStatus();
}

Status Authorize(const OpContext& context, std::string_view action, std::string_view resource) {
  if (context.principal == nullptr) return OkStatus();
  iam::AccessRequest request = RequestOf(context);
  request.action = action;
  request.resource = resource;
  return iam::StatusOf(request, iam::EvaluateOperator(request), context.decisions);
}

}  // namespace stator::api
