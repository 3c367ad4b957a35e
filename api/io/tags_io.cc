#include "api/io/tags_io.h"

#include "api/io/member.h"

namespace stator::api {
namespace {

// Both replies are empty bodies in AWS; an empty object is what every client takes for one.
void WriteEmptyObject(json::Writer* writer) {
  writer->BeginObject();
  writer->EndObject();
}

}  // namespace

std::vector<Tag> ReadTags(const json::Node& array) {
  std::vector<Tag> tags;
  tags.reserve(array.size());
  for (auto it = array.begin(); it.Valid(); it.Next()) {
    tags.push_back({RequiredString(it.value(), "Key"), RequiredString(it.value(), "Value")});
  }
  return tags;
}

Result<TagResourceRequest> DecodeTagResource(const json::Node& body) {
  TagResourceRequest request;
  request.resource_arn = RequiredString(body, "ResourceArn");
  if (const auto tags = Member(body, "Tags")) request.tags = ReadTags(*tags);
  return request;
}

Result<UntagResourceRequest> DecodeUntagResource(const json::Node& body) {
  UntagResourceRequest request;
  request.resource_arn = RequiredString(body, "ResourceArn");
  request.tag_keys = StringsMember(body, "TagKeys").value_or(std::vector<std::string>());
  return request;
}

Result<ListTagsOfResourceRequest> DecodeListTagsOfResource(const json::Node& body) {
  ListTagsOfResourceRequest request;
  request.resource_arn = RequiredString(body, "ResourceArn");
  request.next_token = StringMember(body, "NextToken");
  return request;
}

void EncodeTagResource(const EmptyResponse& /*reply*/, json::Writer* writer) {
  WriteEmptyObject(writer);
}

void EncodeUntagResource(const EmptyResponse& /*reply*/, json::Writer* writer) {
  WriteEmptyObject(writer);
}

void EncodeListTagsOfResource(const ListTagsOfResourceResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Tags");
  writer->BeginArray();
  for (const Tag& tag : reply.tags) {
    writer->BeginObject();
    writer->Name("Key");
    writer->String(tag.key);
    writer->Name("Value");
    writer->String(tag.value);
    writer->EndObject();
  }
  writer->EndArray();
  if (reply.next_token) {
    writer->Name("NextToken");
    writer->String(*reply.next_token);
  }
  writer->EndObject();
}

}  // namespace stator::api
