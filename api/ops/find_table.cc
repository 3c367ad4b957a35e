#include "api/ops/find_table.h"

#include <string>

#include "api/ops/table_errors.h"

namespace stator::api {

Result<std::shared_ptr<Table>> FindTable(const OpContext& context, std::string_view name_or_arn) {
  STATOR_ASSIGN_OR_RETURN(const std::string name, ResolveTableName(context, name_or_arn));
  std::shared_ptr<Table> table = context.database->catalog().Find(context.space, name);
  if (table == nullptr) {
    STATOR_RETURN_IF_ERROR(RefuseShortName(name_or_arn));
    return NoSuchTable(name);
  }
  return table;
}

}  // namespace stator::api
