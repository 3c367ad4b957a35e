// The JSON of injected faults and of reads that lag (docs/faults.md):
//   POST   /_stator/faults  a rule → {"FaultId": 1}
//   GET    /_stator/faults  (asked as {}) → {"Faults": [rules with FaultId and Hits]}
//   DELETE /_stator/faults  (asked as {} or {"FaultId": 1}) → {"Deleted": 1}
//   POST   /_stator/lag     {"ReadMillis": 300, "IndexMillis": 800, "Reads": "oldest",
//                            "TableName": "t"} → {}
//   GET    /_stator/lag     (asked as {}), DELETE /_stator/lag likewise
// No structural check goes before: the node may be anything. Errors: kValidation.
#pragma once

#include "api/json/json.h"
#include "api/types/fault_ops.h"
#include "api/types/lag_ops.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<FaultRule> DecodeFaultRule(const json::Node& body);
void EncodeAddFault(const AddFaultResponse& reply, json::Writer* writer);

Result<ListFaultsRequest> DecodeListFaults(const json::Node& body);
void EncodeListFaults(const ListFaultsResponse& reply, json::Writer* writer);

Result<DeleteFaultsRequest> DecodeDeleteFaults(const json::Node& body);
void EncodeDeleteFaults(const DeleteFaultsResponse& reply, json::Writer* writer);

Result<SetLagRequest> DecodeSetLag(const json::Node& body);
void EncodeSetLag(const EmptyResponse& reply, json::Writer* writer);

Result<DescribeLagRequest> DecodeDescribeLag(const json::Node& body);
void EncodeDescribeLag(const DescribeLagResponse& reply, json::Writer* writer);

}  // namespace stator::api
