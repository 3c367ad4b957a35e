#include "api/ops/read_plan.h"

#include <vector>

#include "api/ops/key_paths.h"
#include "kv/table/table_key.h"

namespace stator::api {
namespace {

constexpr std::string_view kInvalid = "One or more parameter values were invalid: ";

std::string_view SelectName(Select select) {
  switch (select) {
    case Select::kAllAttributes: return "ALL_ATTRIBUTES";
    case Select::kAllProjectedAttributes: return "ALL_PROJECTED_ATTRIBUTES";
    case Select::kSpecificAttributes: return "SPECIFIC_ATTRIBUTES";
    case Select::kCount: return "COUNT";
  }
  return "";
}

// Names that the projection asks for and the index does not hold.
std::vector<std::string> Unprojected(const TableSchema& schema, const IndexSchema& index,
                                     const std::vector<std::string>& names) {
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    if (!IndexProjects(schema, index, name)) missing.push_back(name);
  }
  return missing;
}

std::string Join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

Status CheckGlobalIndexRead(const ReadPageRequest& request, const ReadPlan& plan) {
  if (request.consistent_read) {
    return ValidationError("Consistent reads are not supported on global secondary indexes");
  }
  if (plan.index->projection.type == ProjectionType::kAll) return OkStatus();
  if (request.select == Select::kAllAttributes) {
    return ValidationError(
        std::string(kInvalid) +
        "Select type ALL_ATTRIBUTES is not supported for global secondary index " +
        plan.index->name + " because its projection type is not ALL");
  }
  const auto missing = Unprojected(*plan.schema, *plan.index, plan.projection.TopLevelNames());
  if (missing.empty()) return OkStatus();
  return ValidationError(std::string(kInvalid) + "Global secondary index " + plan.index->name +
                         " does not project [" + Join(missing) + "]");
}

// A local index can serve any attribute: what it lacks is read from the item.
bool NeedsItems(const ReadPageRequest& request, const ReadPlan& plan) {
  if (plan.index->projection.type == ProjectionType::kAll) return false;
  if (request.select == Select::kAllAttributes) return true;
  return !Unprojected(*plan.schema, *plan.index, plan.projection.TopLevelNames()).empty() ||
         !Unprojected(*plan.schema, *plan.index, plan.filter.TopLevelNames()).empty();
}

Status BrokenConstraint(std::string_view member, int64_t value, std::string_view constraint) {
  return ValidationError("1 validation error detected: Value '" + std::to_string(value) + "' at '" +
                         std::string(member) +
                         "' failed to satisfy constraint: " + std::string(constraint));
}

Status NoSuchIndex(const std::string& name) {
  return ValidationError("The table does not have the specified index: " + name);
}

Status BindIndex(const std::string& name, ReadPlan* plan) {
  plan->index = plan->schema->FindIndex(name);
  if (plan->index == nullptr || plan->index->status == ResourceStatus::kDeleting) {
    return NoSuchIndex(name);
  }
  if (plan->index->status == ResourceStatus::kCreating) {
    return ValidationError("Cannot read from backfilling global secondary index: " + name);
  }
  return OkStatus();
}

Status CheckSelect(const ReadPageRequest& request) {
  const bool by_names = request.attributes_to_get.has_value();
  const bool projected = by_names || request.projection_expression.has_value();
  const std::string parameter = by_names ? "AttributesToGet" : "ProjectionExpression";
  if (request.select == Select::kSpecificAttributes && !projected) {
    return ValidationError(
        "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
        "SPECIFIC_ATTRIBUTES");
  }
  if (request.select && request.select != Select::kSpecificAttributes && projected) {
    return ValidationError("Cannot specify the " + parameter + " when choosing to get " +
                           std::string(SelectName(*request.select)));
  }
  if (request.select == Select::kAllProjectedAttributes && !request.index_name) {
    return ValidationError(
        "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
  return OkStatus();
}

}  // namespace

Status CheckAtLeast(std::string_view member, int64_t value, int64_t least) {
  if (value >= least) return OkStatus();
  return BrokenConstraint(
      member, value, "Member must have value greater than or equal to " + std::to_string(least));
}

Status CheckAtMost(std::string_view member, int64_t value, int64_t most) {
  if (value <= most) return OkStatus();
  return BrokenConstraint(member, value,
                          "Member must have value less than or equal to " + std::to_string(most));
}

Status CheckPageParameters(const ReadPageRequest& request) {
  if (request.limit) STATOR_RETURN_IF_ERROR(CheckAtLeast("limit", *request.limit, 1));
  return CheckSelect(request);
}

Result<expr::Projection> CompileReadProjection(expr::Binder* binder,
                                               const ReadPageRequest& request) {
  if (request.projection_expression) {
    return binder->CompileProjection(*request.projection_expression);
  }
  if (request.attributes_to_get) return expr::FromAttributeNames(*request.attributes_to_get);
  return expr::Projection();
}

Status BindToTable(const ReadPageRequest& request, std::shared_ptr<Table> table, ReadPlan* plan) {
  plan->table = std::move(table);
  plan->schema = plan->table->schema();
  plan->consistent = request.consistent_read;
  plan->count_only = request.select == Select::kCount;
  plan->limit = request.limit;
  if (request.index_name) STATOR_RETURN_IF_ERROR(BindIndex(*request.index_name, plan));
  STATOR_RETURN_IF_ERROR(RefusePathsIntoKeys(*plan->schema, plan->filter.DereferencedNames()));
  STATOR_RETURN_IF_ERROR(RefusePathsIntoKeys(*plan->schema, plan->projection.DereferencedNames()));
  if (plan->index == nullptr) return OkStatus();
  if (plan->index->kind == IndexKind::kGlobal) return CheckGlobalIndexRead(request, *plan);
  plan->fetch_items = NeedsItems(request, *plan);
  plan->fetch_for_filter = request.select != Select::kAllAttributes && plan->projection.all();
  return OkStatus();
}

Status RequireDecided(const OpContext& context, const ReadPlan& plan) {
  if (plan.index == nullptr || WasDecidedOn(context, plan.index->id)) return OkStatus();
  return NoSuchIndex(plan.index->name);
}

}  // namespace stator::api
