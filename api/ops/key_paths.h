// Key attributes are scalars, so no expression may look into them.
#pragma once

#include <string>
#include <vector>

#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// `names`: the attributes that an expression looks into (`a.b`, `a[0]`). kValidation when a key
// attribute of the table or of one of its indexes is among them.
Status RefusePathsIntoKeys(const TableSchema& schema, const std::vector<std::string>& names);

}  // namespace stator::api
