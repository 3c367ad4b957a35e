#include "api/ops/describe_table.h"

#include <memory>

#include "api/ops/find_table.h"
#include "api/ops/table_description.h"

namespace stator::api {

Result<TableResponse> DescribeTable(const OpContext& context, const DescribeTableRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTable(context, request.table_name));
  return TableResponse{.table = Describe(context, *table)};
}

}  // namespace stator::api
