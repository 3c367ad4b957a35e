#include "api/ops/manage_resource_policy.h"

#include <memory>
#include <string>
#include <string_view>

#include "api/ops/resource_arn.h"
#include "api/ops/resource_policy_rules.h"
#include "api/ops/stream_arn.h"
#include "api/ops/table_errors.h"
#include "streams/stream_policies.h"

namespace stator::api {
namespace {

constexpr std::string_view kNoPolicy = "NO_POLICY";
constexpr int64_t kMicrosPerMilli = 1'000;

Status NoSuchPolicy(std::string_view arn) {
  return Status(
      Code::kPolicyNotFound,
      "Resource-based policy not found for the provided ResourceArn: " + std::string(arn));
}

// Compared as text, as AWS asks its clients to.
Status CheckExpected(const std::optional<std::string>& expected, const ResourcePolicy& policy,
                     std::string_view arn) {
  if (!expected) return OkStatus();
  const bool matches =
      policy.attached() ? *expected == std::to_string(policy.revision) : *expected == kNoPolicy;
  return matches ? OkStatus() : NoSuchPolicy(arn);
}

// Null: there is none that the caller may mean.
std::shared_ptr<Table> FindTable(const OpContext& context, const ResourceName& resource) {
  std::shared_ptr<Table> table =
      context.database->catalog().Find(resource.table.space, resource.table.name);
  return table != nullptr && MayUse(context, *table) ? table : nullptr;
}

Result<ResourcePolicy> Read(const OpContext& context, const ResourceName& resource,
                            const std::string& arn) {
  if (resource.stream_label.empty()) {
    const std::shared_ptr<Table> table = FindTable(context, resource);
    if (table == nullptr) return NoSuchResource(arn);
    return table->schema()->policy;
  }
  const Result<StreamInfo> stream =
      context.streams->Find(resource.table.space, resource.table.name, resource.stream_label);
  if (stream.status().code() == Code::kNotFound) return NoSuchResource(arn);
  if (!stream.ok()) return stream.status();
  return stream->policy;
}

// Changes the policy in one step.
Status Change(const OpContext& context, const ResourceName& resource, const std::string& arn,
              const StreamPolicies::Change& change) {
  Status status;
  if (resource.stream_label.empty()) {
    const std::shared_ptr<Table> table = FindTable(context, resource);
    if (table == nullptr) return NoSuchResource(arn);
    status = context.database->catalog().Update(table.get(), [&](TableSchema* schema) -> Status {
      STATOR_RETURN_IF_ERROR(RequireSettled(*schema));
      return change(&schema->policy);
    });
  } else {
    const Result<StreamInfo> stream =
        context.streams->Find(resource.table.space, resource.table.name, resource.stream_label);
    status = stream.ok() ? context.stream_policies->Update(*stream, change) : stream.status();
  }
  return status.code() == Code::kNotFound ? NoSuchResource(arn) : status;
}

}  // namespace

Result<PutResourcePolicyResponse> PutResourcePolicy(const OpContext& context,
                                                    const PutResourcePolicyRequest& request) {
  const std::string& arn = request.resource_arn;
  STATOR_ASSIGN_OR_RETURN(const ResourceName resource, ParseResourceArn(context, arn));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<const iam::Policy> compiled,
                          CheckResourcePolicy(context, resource, request.policy));
  const int64_t now_millis = context.database->clock().WallMicros() / kMicrosPerMilli;
  PutResourcePolicyResponse reply;
  STATOR_RETURN_IF_ERROR(Change(context, resource, arn, [&](ResourcePolicy* policy) -> Status {
    STATOR_RETURN_IF_ERROR(CheckExpected(request.expected_revision_id, *policy, arn));
    if (!request.confirm_remove_self_resource_access) {
      STATOR_RETURN_IF_ERROR(CheckKeepsAccess(context, resource, *compiled));
    }
    // "Running it multiple times on the same resource using the same policy document will
    // return the same revision ID" (AWS: PutResourcePolicy).
    if (policy->document != request.policy) policy->Attach(request.policy, now_millis);
    reply.revision_id = std::to_string(policy->revision);
    return OkStatus();
  }));
  return reply;
}

Result<GetResourcePolicyResponse> GetResourcePolicy(const OpContext& context,
                                                    const GetResourcePolicyRequest& request) {
  const std::string& arn = request.resource_arn;
  STATOR_ASSIGN_OR_RETURN(const ResourceName resource, ParseResourceArn(context, arn));
  STATOR_ASSIGN_OR_RETURN(ResourcePolicy policy, Read(context, resource, arn));
  if (!policy.attached()) return NoSuchPolicy(arn);
  return GetResourcePolicyResponse{std::move(policy.document), std::to_string(policy.revision)};
}

// "Running it multiple times on the same resource doesn't result in an error response, unless you
// specify an ExpectedRevisionId" (AWS: DeleteResourcePolicy); so without a policy no id matches.
Result<DeleteResourcePolicyResponse> DeleteResourcePolicy(
    const OpContext& context, const DeleteResourcePolicyRequest& request) {
  const std::string& arn = request.resource_arn;
  STATOR_ASSIGN_OR_RETURN(const ResourceName resource, ParseResourceArn(context, arn));
  DeleteResourcePolicyResponse reply;
  STATOR_RETURN_IF_ERROR(Change(context, resource, arn, [&](ResourcePolicy* policy) -> Status {
    if (!policy->attached()) {
      return request.expected_revision_id ? NoSuchPolicy(arn) : OkStatus();
    }
    STATOR_RETURN_IF_ERROR(CheckExpected(request.expected_revision_id, *policy, arn));
    reply.revision_id = std::to_string(policy->revision);
    policy->Detach();
    return OkStatus();
  }));
  return reply;
}

}  // namespace stator::api
