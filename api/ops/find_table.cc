#include "api/ops/find_table.h"

#include <string>

#include "api/ops/table_errors.h"

namespace stator::api {

Result<std::shared_ptr<Table>> FindTable(const OpContext& context, std::string_view name_or_arn) {
  STATOR_ASSIGN_OR_RETURN(const TableReference named, ResolveTable(context, name_or_arn));
  std::shared_ptr<Table> table = context.database->catalog().Find(named.space, named.name);
  if (table == nullptr || !MayUse(context, *table)) {
    STATOR_RETURN_IF_ERROR(RefuseShortName(name_or_arn));
    return NoSuchTable(named.name);
  }
  return table;
}

Result<std::shared_ptr<Table>> FindTableInAnySpace(const OpContext& context,
                                                   std::string_view name) {
  const Catalog& catalog = context.database->catalog();
  if (std::shared_ptr<Table> table = catalog.Find(context.space, name)) return table;
  std::shared_ptr<Table> found;
  for (std::shared_ptr<Table>& table : catalog.All()) {
    if (table->schema()->name != name) continue;
    if (found != nullptr) {
      return ValidationError("Several accounts or regions have a table of that name: " +
                             std::string(name));
    }
    found = std::move(table);
  }
  if (found == nullptr) return NoSuchTable(std::string(name));
  return found;
}

}  // namespace stator::api
