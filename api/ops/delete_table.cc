#include "api/ops/delete_table.h"

#include <algorithm>
#include <memory>

#include "api/ops/find_table.h"
#include "api/ops/table_description.h"
#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

// Deletion protection is the store's to enforce (kv/table/table_lifecycle.h), in one step with the
// deletion.
Status CheckNotInUse(const TableSchema& schema) {
  STATOR_RETURN_IF_ERROR(RequireSettled(schema));
  if (schema.status == ResourceStatus::kUpdating) {
    return StillInUse("Table: " + schema.name + " is in the process of being updated.");
  }
  if (std::any_of(schema.indexes.begin(), schema.indexes.end(), [](const IndexSchema& index) {
        return index.status != ResourceStatus::kActive;
      })) {
    return StillInUse("Cannot delete table while indexes are being created, updated, or deleted.");
  }
  return OkStatus();
}

// AWS shows an empty shell of the table.
TableDescription DescribeDeleted(const OpContext& context, const Table& table,
                                 const TableSchema& schema) {
  TableSchema shown = ShownSchema(schema, context.database->clock().WallSeconds());
  shown.status = ResourceStatus::kDeleting;
  shown.warm.reset();
  TableDescription description = DescribeAs(context, table, std::move(shown));
  description.brief = true;
  return description;
}

}  // namespace

Result<TableResponse> DeleteTable(const OpContext& context, const DeleteTableRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTable(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  STATOR_RETURN_IF_ERROR(CheckNotInUse(*schema));
  TableResponse reply{.table = DescribeDeleted(context, *table, *schema)};
  STATOR_RETURN_IF_ERROR(context.database->lifecycle().DeleteTable(table));
  return reply;
}

}  // namespace stator::api
