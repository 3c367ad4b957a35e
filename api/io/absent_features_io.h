// JSON of what is asked about features that Stator's tables have not.
#pragma once

#include "api/json/json.h"
#include "api/types/absent_feature_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<DescribeContinuousBackupsRequest> DecodeDescribeContinuousBackups(const json::Node& body);
Result<UpdateContinuousBackupsRequest> DecodeUpdateContinuousBackups(const json::Node& body);
void EncodeContinuousBackups(const ContinuousBackupsResponse& reply, json::Writer* writer);

Result<DescribeKinesisStreamingDestinationRequest> DecodeDescribeKinesisStreamingDestination(
    const json::Node& body);
void EncodeDescribeKinesisStreamingDestination(
    const DescribeKinesisStreamingDestinationResponse& reply, json::Writer* writer);

// The lists differ in the name of the member that is empty.
Result<ListAbsentRequest> DecodeListAbsent(const json::Node& body);
void EncodeListBackups(const ListAbsentResponse& reply, json::Writer* writer);
void EncodeListBulkOperations(const ListAbsentResponse& reply, json::Writer* writer);
void EncodeListExports(const ListAbsentResponse& reply, json::Writer* writer);
void EncodeListGlobalTables(const ListAbsentResponse& reply, json::Writer* writer);
void EncodeListImports(const ListAbsentResponse& reply, json::Writer* writer);

}  // namespace stator::api
