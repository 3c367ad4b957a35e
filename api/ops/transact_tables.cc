#include "api/ops/transact_tables.h"

#include "api/ops/table_errors.h"
#include "kv/base/limits.h"

namespace stator::api {

Result<size_t> TransactTables::Find(const OpContext& context, std::string_view name_or_arn) {
  for (size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i].name_given == name_or_arn) return i;
  }
  STATOR_ASSIGN_OR_RETURN(std::shared_ptr<Table> table, FindUsableTable(context, name_or_arn));
  for (size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i].table->id() == table->id()) return i;
  }
  std::shared_ptr<const TableSchema> schema = table->schema();
  tables_.push_back({std::string(name_or_arn), std::move(table), std::move(schema)});
  return tables_.size() - 1;
}

TransactMeters::TransactMeters(const TransactTables& tables, ReturnConsumedCapacity mode,
                               CapacityMeter::Kind kind)
    : mode_(mode) {
  for (size_t i = 0; i < tables.size(); ++i) {
    meters_.emplace_back(mode, tables[i].schema->name, kind);
  }
}

std::optional<std::vector<ConsumedCapacity>> TransactMeters::Report() const {
  if (mode_ == ReturnConsumedCapacity::kNone) return std::nullopt;
  std::vector<ConsumedCapacity> reports;
  for (const CapacityMeter& meter : meters_) reports.push_back(*meter.Report());
  return reports;
}

Status CheckTransactionLength(size_t actions) {
  if (actions >= 1 && actions <= limits::kTransactionItems) return OkStatus();
  if (actions == 0) {
    return BrokenConstraint("[]", "transactItems", "have length greater than or equal to 1");
  }
  return BrokenConstraint("[...]", "transactItems", "have length less than or equal to 100");
}

}  // namespace stator::api
