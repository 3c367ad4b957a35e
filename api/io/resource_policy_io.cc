#include "api/io/resource_policy_io.h"

#include "api/io/member.h"

namespace stator::api {

Result<PutResourcePolicyRequest> DecodePutResourcePolicy(const json::Node& body) {
  PutResourcePolicyRequest request;
  request.resource_arn = RequiredString(body, "ResourceArn");
  request.policy = RequiredString(body, "Policy");
  request.expected_revision_id = StringMember(body, "ExpectedRevisionId");
  request.confirm_remove_self_resource_access =
      BoolMember(body, "ConfirmRemoveSelfResourceAccess").value_or(false);
  return request;
}

Result<GetResourcePolicyRequest> DecodeGetResourcePolicy(const json::Node& body) {
  return GetResourcePolicyRequest{RequiredString(body, "ResourceArn")};
}

Result<DeleteResourcePolicyRequest> DecodeDeleteResourcePolicy(const json::Node& body) {
  return DeleteResourcePolicyRequest{RequiredString(body, "ResourceArn"),
                                     StringMember(body, "ExpectedRevisionId")};
}

void EncodePutResourcePolicy(const PutResourcePolicyResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("RevisionId");
  writer->String(reply.revision_id);
  writer->EndObject();
}

void EncodeGetResourcePolicy(const GetResourcePolicyResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Policy");
  writer->String(reply.policy);
  writer->Name("RevisionId");
  writer->String(reply.revision_id);
  writer->EndObject();
}

void EncodeDeleteResourcePolicy(const DeleteResourcePolicyResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  if (reply.revision_id) {
    writer->Name("RevisionId");
    writer->String(*reply.revision_id);
  }
  writer->EndObject();
}

}  // namespace stator::api
