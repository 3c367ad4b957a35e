#pragma once

#include "api/json/json.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// The structural check (api/validate) has passed.
Result<ListTablesRequest> DecodeListTables(const json::Node& body);
void EncodeListTables(const ListTablesResponse& reply, json::Writer* writer);

}  // namespace stator::api
