// Requests of the driver as DynamoDB JSON. Only the members that the driver's own requests have are
// written: the workloads, and the tables that they need.
#pragma once

#include <string>
#include <string_view>

#include "api/types/table_ops.h"
#include "bench/driver/target.h"

namespace stator::bench {

// "PutItem"
std::string_view OperationOf(const Request& request);
std::string RequestJson(const Request& request);
std::string CreateTableJson(const api::CreateTableRequest& request);

}  // namespace stator::bench
