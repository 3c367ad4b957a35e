// What is asked about features that Stator's tables have not (api/types/absent_feature_ops.h). To
// switch one on is refused by name; to switch it off is done already.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/absent_feature_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// kTableNotFound for a table that is not there.
Result<ContinuousBackupsResponse> DescribeContinuousBackups(
    const OpContext& context, const DescribeContinuousBackupsRequest& request);
Result<ContinuousBackupsResponse> UpdateContinuousBackups(
    const OpContext& context, const UpdateContinuousBackupsRequest& request);

// kNotFound for a table that is not there.
Result<DescribeKinesisStreamingDestinationResponse> DescribeKinesisStreamingDestination(
    const OpContext& context, const DescribeKinesisStreamingDestinationRequest& request);

Result<ListAbsentResponse> ListAbsent(const OpContext& context, const ListAbsentRequest& request);

}  // namespace stator::api
