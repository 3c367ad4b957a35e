#include "api/ops/query.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/expr/expression.h"
#include "api/expr/parameter_mixing.h"
#include "api/ops/key_range.h"
#include "api/ops/page_reader.h"
#include "api/ops/parameter_rules.h"
#include "api/ops/read_plan.h"
#include "api/ops/start_key.h"

namespace stator::api {
namespace {

Status CheckParameters(const QueryRequest& request) {
  STATOR_RETURN_IF_ERROR(
      RefuseMixing({{"AttributesToGet", request.attributes_to_get.has_value()},
                    {"QueryFilter", request.query_filter.has_value()},
                    {"ConditionalOperator", request.conditional_operator.has_value()},
                    {"KeyConditions", request.key_conditions.has_value()}},
                   {{"ProjectionExpression", request.projection_expression.has_value()},
                    {"FilterExpression", request.filter_expression.has_value()},
                    {"KeyConditionExpression", request.key_condition_expression.has_value()}}));
  if (!request.key_conditions && !request.key_condition_expression) {
    return ValidationError(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
        "request.");
  }
  return CheckPageParameters(request);
}

Result<expr::Condition> CompileFilter(expr::Binder* binder, const QueryRequest& request) {
  if (request.filter_expression) {
    return binder->CompileCondition("FilterExpression", *request.filter_expression);
  }
  if (request.query_filter) {
    return expr::FromFilter(*request.query_filter, request.conditional_operator);
  }
  STATOR_RETURN_IF_ERROR(expr::CheckConditionalOperator(request.conditional_operator, 0));
  return expr::Condition();
}

Result<expr::KeyConditionList> CompileKeys(expr::Binder* binder, const QueryRequest& request) {
  if (request.key_condition_expression) {
    return binder->CompileKeyConditions(*request.key_condition_expression);
  }
  return expr::FromKeyConditions(*request.key_conditions);
}

Status RefuseKeysInFilter(const QueryRequest& request, const ReadPlan& plan) {
  if (request.attributes.from_statement) return OkStatus();
  for (const std::string& name : plan.filter.TopLevelNames()) {
    if (!plan.keys().Contains(name)) continue;
    const std::string_view kind = request.filter_expression ? "Filter Expression" : "QueryFilter";
    return ValidationError(
        std::string(kind) +
        " can only contain non-primary key attributes: Primary key attribute: " + name);
  }
  return OkStatus();
}

// The full key behind which the page starts; empty: at the beginning.
Result<std::string> StartAfter(const QueryRequest& request, const ReadPlan& plan,
                               const std::vector<CollectionRange>& ranges, uint32_t partitions) {
  if (!request.exclusive_start_key) return std::string();
  STATOR_ASSIGN_OR_RETURN(Location start,
                          LocateStartKey(plan, request.exclusive_start_key->view(), partitions));
  const auto holds_start = [&](const CollectionRange& range) {
    return start.key >= range.keys.begin && (range.keys.end.empty() || start.key < range.keys.end);
  };
  if (std::none_of(ranges.begin(), ranges.end(), holds_start)) {
    return ValidationError(
        "The provided starting key is outside query boundaries based on provided conditions");
  }
  return std::move(start.key);
}

}  // namespace

Result<ReadPageResponse> Query(const OpContext& context, const QueryRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckParameters(request));
  expr::Binder binder(request.attributes,
                      {"FilterExpression", "KeyConditionExpression", "ProjectionExpression"});
  ReadPlan plan;
  plan.access = KeyAccess::kPartitionKey;
  STATOR_ASSIGN_OR_RETURN(plan.filter, CompileFilter(&binder, request));
  STATOR_ASSIGN_OR_RETURN(plan.projection, CompileReadProjection(&binder, request));
  STATOR_ASSIGN_OR_RETURN(const expr::KeyConditionList conditions, CompileKeys(&binder, request));
  STATOR_RETURN_IF_ERROR(binder.Finish());
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, request.table_name));
  STATOR_RETURN_IF_ERROR(BindToTable(request, table, &plan));
  STATOR_RETURN_IF_ERROR(RequireDecided(context, plan));
  STATOR_ASSIGN_OR_RETURN(const expr::KeyCondition keys,
                          expr::MatchKeySchema(conditions, plan.keys()));
  STATOR_RETURN_IF_ERROR(RefuseKeysInFilter(request, plan));

  const Store& store = context.database->store();
  plan.state = ChooseState(context, *plan.schema, plan.index, plan.consistent);
  const std::vector<CollectionRange> ranges = RangesOf(plan, keys, store.partitions());
  STATOR_ASSIGN_OR_RETURN(const std::string after,
                          StartAfter(request, plan, ranges, store.partitions()));
  const auto cursor =
      NewCollectionCursor(store, ranges, !request.scan_index_forward, after, plan.state.get());
  const std::string_view begin = after.empty() ? ranges.front().keys.begin : after;
  return ReadPage(context, plan, request.return_consumed_capacity, begin, cursor.get());
}

}  // namespace stator::api
