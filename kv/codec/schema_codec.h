// Catalog records as bytes: tagged fields, so that later versions add fields which older readers of
// the same format version skip. Layout: kv/FORMAT.md.
#pragma once

#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator {

void AppendTableSchema(const TableSchema& schema, std::string* out);
// kCorruption for bytes that are not a table record.
Result<TableSchema> DecodeTableSchema(std::string_view bytes);

}  // namespace stator
