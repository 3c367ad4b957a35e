// One row per operation of the API: the only list of operations there is. Dispatch, access rules
// and the completeness test read it. A new operation is a types struct, a codec in api/io, a
// handler in api/ops and its row here.
#pragma once

#include <span>
#include <string_view>

#include "api/json/json.h"
#include "api/ops/op_context.h"
#include "kv/base/status.h"

namespace stator::api {

enum class OpKind { kRead, kWrite, kControl };
enum class OpService { kTables, kStreams };  // target prefix DynamoDB_… or DynamoDBStreams_…

// Decodes the body (whose structure has been checked), runs the handler and encodes its reply.
using Invoke = Status (*)(const OpContext& context, const json::Node& body, json::Writer* reply);

struct OpRow {
  std::string_view name;  // as in X-Amz-Target and in IAM ("dynamodb:" + name)
  OpService service = OpService::kTables;
  OpKind kind = OpKind::kControl;
  bool throttled = false;   // consumes the capacity of a table
  Invoke invoke = nullptr;  // null: not served, which is said once the request is well-formed
};

// All rows, sorted by name.
std::span<const OpRow> OpTable();
// Null: no such operation.
const OpRow* FindOp(std::string_view name);
// The place of a row in the table: its number where operations are counted.
size_t OpNumber(const OpRow* row);

}  // namespace stator::api
