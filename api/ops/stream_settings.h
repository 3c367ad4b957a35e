// StreamSpecification of CreateTable and UpdateTable, with AWS's rules in AWS's words.
#pragma once

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Status SetStreamAtCreation(const StreamSpec& stream, TableSchema* schema);
Status ChangeStream(const StreamSpec& stream, TableSchema* schema);

}  // namespace stator::api
