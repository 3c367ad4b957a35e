// The beginning of every operation on statements: parse them, check them alone, find the table.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "api/ops/op_context.h"
#include "api/partiql/ast.h"
#include "kv/base/status.h"
#include "kv/codec/value.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// kValidation for what is no statement, and for one that is too long: the structural check sees
// those of JSON, but not those of an embedding program.
Result<std::shared_ptr<const partiql::Statement>> ReadStatement(std::string_view text);

// What the statement tells without its table. kValidation for one that wants more parameters than
// there are, and for an UPDATE or DELETE without a WHERE, which names no key.
Status CheckBeforeTable(const partiql::Statement& statement, const std::vector<Value>& parameters);

// The schema of the table that the statement names, for planning; the handlers that run the plan
// look for the table again and check against what they find. Errors as FindUsableTable.
Result<std::shared_ptr<const TableSchema>> FindSchema(const OpContext& context,
                                                      const partiql::Statement& statement);

}  // namespace stator::api
