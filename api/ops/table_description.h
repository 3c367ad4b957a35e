// How a table is shown to clients.
#pragma once

#include <cstdint>

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"

namespace stator::api {

// The schema as DescribeTable shows it: definitions and projected names sorted, warm throughput
// always there, the day's decreases of today only, UPDATING while an index comes or goes.
TableSchema ShownSchema(const TableSchema& schema, int64_t now_seconds);

// Warm throughput in force: what was asked for or reached before, else the natural one.
WarmThroughput CurrentWarmThroughput(const TableSchema& schema);
WarmThroughput CurrentWarmThroughput(const TableSchema& schema, const IndexSchema& index);

// Decreases of provisioned throughput since midnight UTC.
int64_t DecreasesToday(const ProvisionedThroughput& throughput, int64_t now_seconds);

// A shown schema with the table's live figures.
TableDescription DescribeAs(const OpContext& context, const Table& table, TableSchema shown);
// The table as it is.
TableDescription Describe(const OpContext& context, const Table& table);

}  // namespace stator::api
