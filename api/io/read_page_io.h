// JSON forms of Query and Scan.
#pragma once

#include "api/json/json.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<QueryRequest> DecodeQuery(const json::Node& body);
Result<ScanRequest> DecodeScan(const json::Node& body);
void EncodeReadPage(const ReadPageResponse& reply, json::Writer* writer);

}  // namespace stator::api
