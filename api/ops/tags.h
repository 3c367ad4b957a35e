// TagResource, UntagResource and ListTagsOfResource. What they change is in force at once.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<EmptyResponse> TagResource(const OpContext& context, const TagResourceRequest& request);
Result<EmptyResponse> UntagResource(const OpContext& context, const UntagResourceRequest& request);
// Ten tags a page, by rising key.
Result<ListTagsOfResourceResponse> ListTagsOfResource(const OpContext& context,
                                                      const ListTagsOfResourceRequest& request);

}  // namespace stator::api
