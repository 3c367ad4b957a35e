#include "api/ops/prepare_statement.h"

#include <string>

#include "api/ops/table_errors.h"
#include "api/partiql/lexer.h"
#include "api/partiql/messages.h"
#include "api/partiql/statement_parser.h"
#include "kv/base/limits.h"

namespace stator::api {

Result<std::shared_ptr<const partiql::Statement>> ReadStatement(std::string_view text) {
  if (partiql::CharactersIn(text) > limits::kStatementCharacters) {
    return BrokenConstraint("...", "statement", "have length less than or equal to 8192");
  }
  return partiql::ParsedStatement(text);
}

Status CheckBeforeTable(const partiql::Statement& statement, const std::vector<Value>& parameters) {
  if (statement.parameters > parameters.size()) {
    return ValidationError(std::string(partiql::messages::kParameterCount));
  }
  const auto* update = std::get_if<partiql::UpdateStatement>(&statement.body);
  const auto* erase = std::get_if<partiql::DeleteStatement>(&statement.body);
  if ((update != nullptr && !update->where) || (erase != nullptr && !erase->where)) {
    return ValidationError(std::string(partiql::messages::kKeyNotGiven));
  }
  return OkStatus();
}

Result<std::shared_ptr<const TableSchema>> FindSchema(const OpContext& context,
                                                      const partiql::Statement& statement) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, statement.table().table));
  return table->schema();
}

}  // namespace stator::api
