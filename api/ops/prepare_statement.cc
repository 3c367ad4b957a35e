#include "api/ops/prepare_statement.h"

#include <string>

#include "api/partiql/messages.h"

namespace stator::api {

Status CheckParameters(const partiql::Statement& statement, const std::vector<Value>& parameters) {
  if (statement.parameters <= parameters.size()) return OkStatus();
  return ValidationError(std::string(partiql::messages::kParameterCount));
}

Result<std::shared_ptr<const TableSchema>> FindSchema(const OpContext& context,
                                                      const partiql::Statement& statement) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, statement.table().table));
  return table->schema();
}

}  // namespace stator::api
