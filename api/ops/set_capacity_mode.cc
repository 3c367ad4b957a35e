#include "api/ops/set_capacity_mode.h"

#include "api/ops/find_table.h"

namespace stator::api {

Result<EmptyResponse> SetCapacityMode(const OpContext& context,
                                      const SetCapacityModeRequest& request) {
  if (request.table_name) {
    STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                            FindTableInAnySpace(context, *request.table_name));
    table->capacity().set_mode(request.mode);
    return EmptyResponse{};
  }
  if (!request.mode) return ValidationError("A mode must be given where no table is");
  context.database->capacity().set_mode(*request.mode);
  return EmptyResponse{};
}

}  // namespace stator::api
