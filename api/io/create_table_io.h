#pragma once

#include "api/json/json.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// The structural check (api/validate) has passed.
Result<CreateTableRequest> DecodeCreateTable(const json::Node& body);
void EncodeCreateTable(const TableResponse& reply, json::Writer* writer);

}  // namespace stator::api
