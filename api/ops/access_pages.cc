// What Query and Scan touch.
#include <utility>

#include "api/ops/access_facts.h"
#include "api/ops/access_keys.h"
#include "api/ops/read_plan.h"

namespace stator::api {
namespace {

// What the service takes where the request does not say.
Select SelectOf(const ReadPageRequest& request) {
  if (request.select) return *request.select;
  if (request.projection_expression || request.attributes_to_get) {
    return Select::kSpecificAttributes;
  }
  return request.index_name ? Select::kAllProjectedAttributes : Select::kAllAttributes;
}

// What is returned of each item. A local index gets what it does not project from the table, so
// only ALL_PROJECTED_ATTRIBUTES confines a read to what an index has.
void AddReturned(const ReadPageRequest& request, const AccessElement& element, expr::Binder* binder,
                 TouchedAttributes* attributes) {
  if (request.projection_expression || request.attributes_to_get) {
    attributes->AddProjection(CompileReadProjection(binder, request));
  }
  switch (SelectOf(request)) {
    case Select::kCount:
    case Select::kSpecificAttributes: return;
    case Select::kAllAttributes: return attributes->AddAll();
    case Select::kAllProjectedAttributes: break;
  }
  if (element.index == nullptr || element.index->projection.type == ProjectionType::kAll) {
    return attributes->AddAll();
  }
  if (element.index->projection.type == ProjectionType::kInclude) {
    attributes->Add(element.index->projection.non_key_attributes);
  }
}

// Keys are touched by every page: it is read by them, and LastEvaluatedKey shows them.
void AddKeysOfPage(const ReadPageRequest& request, const AccessElement& element,
                   TouchedAttributes* attributes) {
  const bool no_such_index = request.index_name && element.index == nullptr;
  if (element.schema == nullptr || no_such_index) return attributes->AddAll();
  attributes->AddKeys(element.schema->keys);
  if (element.index != nullptr) attributes->AddKeys(element.index->keys);
}

void AddFilter(const ReadPageRequest& request, const std::optional<LegacyConditions>& older,
               expr::Binder* binder, TouchedAttributes* attributes) {
  if (request.filter_expression) {
    attributes->AddCondition(
        binder->CompileCondition("FilterExpression", *request.filter_expression));
  }
  if (older) attributes->AddCondition(expr::FromFilter(*older, request.conditional_operator));
}

Result<expr::KeyConditionList> KeyConditionsOf(const QueryRequest& request, expr::Binder* binder) {
  if (request.key_condition_expression) {
    return binder->CompileKeyConditions(*request.key_condition_expression);
  }
  if (request.key_conditions) return expr::FromKeyConditions(*request.key_conditions);
  return ValidationError("no key conditions");
}

// Null: the table or the index is not there.
const KeySchema* KeysOf(const QueryRequest& request, const AccessElement& element) {
  if (element.index != nullptr) return &element.index->keys;
  if (request.index_name || element.schema == nullptr) return nullptr;
  return &element.schema->keys;
}

void SetPartitionKey(const AccessCollector& collector, const QueryRequest& request,
                     const Result<expr::KeyConditionList>& conditions, AccessElement* element) {
  PartitionKeyValues values;
  const KeySchema* keys = KeysOf(request, *element);
  if (keys == nullptr || !conditions.ok()) {
    values.AddUnknown();
  } else {
    const auto matched = expr::MatchKeySchema(*conditions, *keys);
    values.Add(matched.ok() ? matched->hash : std::vector<Value>());
  }
  std::move(values).SetOn(collector, element);
}

void SetPlainKeys(const AccessCollector& collector, const ReadPageRequest& request,
                  AccessElement* element) {
  collector.Set(AccessKey::kSelect, SelectText(SelectOf(request)), element);
  collector.Set(AccessKey::kReturnConsumedCapacity,
                ReturnConsumedCapacityText(request.return_consumed_capacity), element);
}

}  // namespace

AccessFacts AccessOf(const OpContext& context, const QueryRequest& request) {
  AccessCollector collector(context);
  AccessElement element =
      collector.OnTableOrIndex("dynamodb:Query", request.table_name, request.index_name);
  const bool wants_attributes = collector.Wants(element, AccessKey::kAttributes);
  if (wants_attributes || WantsPartitionKeys(collector, element)) {
    expr::Binder binder(request.attributes, {"KeyConditionExpression"});
    const Result<expr::KeyConditionList> conditions = KeyConditionsOf(request, &binder);
    SetPartitionKey(collector, request, conditions, &element);
    if (wants_attributes) {
      TouchedAttributes attributes;
      AddKeysOfPage(request, element, &attributes);
      if (conditions.ok()) {
        for (const expr::SortCondition& one : *conditions) attributes.Add(one.name);
      } else {
        attributes.AddAll();
      }
      AddFilter(request, request.query_filter, &binder, &attributes);
      AddReturned(request, element, &binder, &attributes);
      std::move(attributes).SetOn(collector, &element);
    }
  }
  SetPlainKeys(collector, request, &element);
  collector.Add(std::move(element));
  return std::move(collector).Take();
}

// A Scan has no partition keys: conditions on them find nothing to compare, and ForAllValues holds
// for nothing. So AWS leaves Scan out of the policies that confine a caller to his own items.
AccessFacts AccessOf(const OpContext& context, const ScanRequest& request) {
  AccessCollector collector(context);
  AccessElement element =
      collector.OnTableOrIndex("dynamodb:Scan", request.table_name, request.index_name);
  if (collector.Wants(element, AccessKey::kAttributes)) {
    expr::Binder binder(request.attributes, {"FilterExpression"});
    TouchedAttributes attributes;
    AddKeysOfPage(request, element, &attributes);
    AddFilter(request, request.scan_filter, &binder, &attributes);
    AddReturned(request, element, &binder, &attributes);
    std::move(attributes).SetOn(collector, &element);
  }
  SetPlainKeys(collector, request, &element);
  collector.Add(std::move(element));
  return std::move(collector).Take();
}

}  // namespace stator::api
