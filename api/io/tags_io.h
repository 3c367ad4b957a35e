// TagResource, UntagResource and ListTagsOfResource.
#pragma once

#include <vector>

#include "api/json/json.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Here and below the structural check (api/validate) has passed: each tag has a key and a value.
std::vector<Tag> ReadTags(const json::Node& array);

Result<TagResourceRequest> DecodeTagResource(const json::Node& body);
Result<UntagResourceRequest> DecodeUntagResource(const json::Node& body);
Result<ListTagsOfResourceRequest> DecodeListTagsOfResource(const json::Node& body);

void EncodeTagResource(const EmptyResponse& reply, json::Writer* writer);
void EncodeUntagResource(const EmptyResponse& reply, json::Writer* writer);
void EncodeListTagsOfResource(const ListTagsOfResourceResponse& reply, json::Writer* writer);

}  // namespace stator::api
