#include "api/ops/get_item.h"

#include "api/expr/expression.h"
#include "api/ops/capacity.h"
#include "api/ops/item_key.h"
#include "api/ops/key_paths.h"
#include "api/ops/parameter_rules.h"
#include "api/ops/read_capacity.h"
#include "kv/table/item_reader.h"
#include "kv/table/table_key.h"

namespace stator::api {
namespace {

Result<expr::Projection> Compile(const GetItemRequest& request) {
  STATOR_RETURN_IF_ERROR(
      RefuseMixing({{"AttributesToGet", request.attributes_to_get.has_value()}},
                   {{"ProjectionExpression", request.projection_expression.has_value()}}));
  expr::Binder binder(request.attributes, {"ProjectionExpression"});
  expr::Projection projection;
  if (request.projection_expression) {
    STATOR_ASSIGN_OR_RETURN(projection, binder.CompileProjection(*request.projection_expression));
  } else if (request.attributes_to_get) {
    STATOR_ASSIGN_OR_RETURN(projection, expr::FromAttributeNames(*request.attributes_to_get));
  }
  STATOR_RETURN_IF_ERROR(binder.Finish());
  return projection;
}

}  // namespace

Result<GetItemResponse> GetItem(const OpContext& context, const GetItemRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const expr::Projection projection, Compile(request));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  STATOR_RETURN_IF_ERROR(RefusePathsIntoKeys(*schema, projection.DereferencedNames()));
  const ItemView key = request.key.view();
  STATOR_RETURN_IF_ERROR(CheckKey(*schema, key));

  const Store& store = context.database->store();
  thread_local Location location;  // keeps its memory
  LocateItemInto(*schema, key, store.partitions(), &location);
  ReadCapacity capacity(context, *table);
  STATOR_RETURN_IF_ERROR(capacity.Admit(location.key));
  GetItemResponse response;
  size_t bytes = 0;
  PinnedItem found;
  const auto state = ChooseState(context, *schema, nullptr, request.consistent_read);
  const Status status = ReadItemAt(store, location.key, state.get(), &found);
  if (status.ok()) {
    bytes = found.view().SizeBytes();
    response.item = projection.all() ? Item(found.view()) : projection.Apply(found.view());
  } else if (status.code() != Code::kNotFound) {
    return status;
  }
  CapacityMeter meter(request.return_consumed_capacity, schema->name);
  const double units = ReadUnits(bytes, request.consistent_read);
  capacity.Charge(location.key, units);
  meter.AddTable(units);
  response.consumed_capacity = meter.Report();
  return response;
}

}  // namespace stator::api
