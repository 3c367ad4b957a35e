#include "api/ops/scan.h"

#include "api/expr/expression.h"
#include "api/expr/parameter_mixing.h"
#include "api/ops/page_reader.h"
#include "api/ops/parameter_rules.h"
#include "api/ops/read_plan.h"
#include "api/ops/start_key.h"
#include "kv/base/limits.h"
#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"

namespace stator::api {
namespace {

Status CheckSegments(const ScanRequest& request) {
  if (request.segment && !request.total_segments) {
    return ValidationError(
        "The TotalSegments parameter is required but was not present in the request when Segment "
        "parameter is present");
  }
  if (request.total_segments && !request.segment) {
    return ValidationError(
        "The Segment parameter is required but was not present in the request when parameter "
        "TotalSegments is present");
  }
  if (!request.segment) return OkStatus();
  STATOR_RETURN_IF_ERROR(CheckAtLeast("segment", *request.segment, 0));
  STATOR_RETURN_IF_ERROR(CheckAtLeast("totalSegments", *request.total_segments, 1));
  STATOR_RETURN_IF_ERROR(CheckAtMost("totalSegments", *request.total_segments,
                                     static_cast<int64_t>(limits::kScanSegments)));
  if (*request.segment >= *request.total_segments) {
    return ValidationError(
        "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
        "Segment: " +
        std::to_string(*request.segment) +
        " is not less than TotalSegments: " + std::to_string(*request.total_segments));
  }
  return OkStatus();
}

Status CheckParameters(const ScanRequest& request) {
  STATOR_RETURN_IF_ERROR(
      RefuseMixing({{"AttributesToGet", request.attributes_to_get.has_value()},
                    {"ScanFilter", request.scan_filter.has_value()},
                    {"ConditionalOperator", request.conditional_operator.has_value()}},
                   {{"ProjectionExpression", request.projection_expression.has_value()},
                    {"FilterExpression", request.filter_expression.has_value()}}));
  STATOR_RETURN_IF_ERROR(CheckPageParameters(request));
  return CheckSegments(request);
}

Result<expr::Condition> CompileFilter(expr::Binder* binder, const ScanRequest& request) {
  if (request.filter_expression) {
    return binder->CompileCondition("FilterExpression", *request.filter_expression);
  }
  if (request.scan_filter) {
    return expr::FromFilter(*request.scan_filter, request.conditional_operator);
  }
  STATOR_RETURN_IF_ERROR(expr::CheckConditionalOperator(request.conditional_operator, 0));
  return expr::Condition();
}

HashRange SegmentOf(const ScanRequest& request) {
  if (!request.segment) return {};
  return SegmentRange(static_cast<uint32_t>(*request.segment),
                      static_cast<uint32_t>(*request.total_segments));
}

Result<std::string> StartAfter(const ScanRequest& request, const ReadPlan& plan,
                               const HashRange& hashes, uint32_t partitions) {
  if (!request.exclusive_start_key) return std::string();
  STATOR_ASSIGN_OR_RETURN(Location start,
                          LocateStartKey(plan, request.exclusive_start_key->view(), partitions));
  if (start.hash < hashes.first || start.hash > hashes.last) {
    return ValidationError(
        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
        "ExclusiveStartKey with correct Segment. TotalSegments: " +
        std::to_string(*request.total_segments) + " Segment: " + std::to_string(*request.segment));
  }
  return std::move(start.key);
}

}  // namespace

Result<ReadPageResponse> Scan(const OpContext& context, const ScanRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckParameters(request));
  expr::Binder binder(request.attributes, {"FilterExpression", "ProjectionExpression"});
  ReadPlan plan;
  STATOR_ASSIGN_OR_RETURN(plan.filter, CompileFilter(&binder, request));
  STATOR_ASSIGN_OR_RETURN(plan.projection, CompileReadProjection(&binder, request));
  STATOR_RETURN_IF_ERROR(binder.Finish());
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, request.table_name));
  STATOR_RETURN_IF_ERROR(BindToTable(request, table, &plan));
  STATOR_RETURN_IF_ERROR(RequireDecided(context, plan));

  const Store& store = context.database->store();
  plan.state = ChooseState(context, *plan.schema, plan.index, plan.consistent);
  const HashRange hashes = SegmentOf(request);
  STATOR_ASSIGN_OR_RETURN(const std::string after,
                          StartAfter(request, plan, hashes, store.partitions()));
  const auto cursor =
      NewScanCursor(store, plan.source_id(), hashes, after, {.snapshot = plan.state.get()});
  std::string begin = after;
  if (begin.empty()) {
    AppendBigEndian32(plan.source_id(), &begin);
    AppendBigEndian64(hashes.first, &begin);
  }
  return ReadPage(context, plan, request.return_consumed_capacity, begin, cursor.get());
}

}  // namespace stator::api
