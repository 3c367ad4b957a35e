// TableDescription: what four operations answer.
#pragma once

#include "api/json/json.h"
#include "api/types/table_ops.h"

namespace stator::api {

// The object itself, without a name.
void WriteTableDescription(const TableDescription& table, json::Writer* writer);

}  // namespace stator::api
