// What the writes of one item touch, alone or as actions of a transaction: requests of either kind
// have members of the same names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/ops/access_element.h"
#include "api/ops/access_keys.h"
#include "api/types/item_ops.h"
#include "api/types/transact_ops.h"

namespace stator::api {

// The condition that a write has, if any, compiled by `binder`; what it says of older parameters.
template <typename Request>
void AddConditionOf(const Request& request, expr::Binder* binder, TouchedAttributes* attributes) {
  if constexpr (requires { request.expected; }) {
    if (request.expected) {
      attributes->AddCondition(expr::FromExpected(*request.expected, request.conditional_operator));
    }
  }
  const std::optional<std::string> text = request.condition_expression;
  if (text) attributes->AddCondition(binder->CompileCondition("ConditionExpression", *text));
}

// The item that a write names: the whole item of a put, the key of all others.
inline const Item& ItemOf(const PutItemRequest& request) { return request.item; }
inline const Item& ItemOf(const TransactPut& request) { return request.item; }
template <typename Request>
const Item& ItemOf(const Request& request) {
  return request.key;
}

template <typename Request>
void AddUpdateOf(const Request& request, expr::Binder* binder, TouchedAttributes* attributes) {
  if constexpr (requires { request.attribute_updates; }) {
    if (request.attribute_updates) {
      attributes->AddUpdate(expr::FromAttributeUpdates(*request.attribute_updates));
    }
  }
  if constexpr (requires { request.update_expression; }) {
    const std::optional<std::string> text = request.update_expression;
    if (text) attributes->AddUpdate(binder->CompileUpdate(*text));
  }
}

template <typename Request>
ReturnValues ReturnValuesOf(const Request& request) {
  if constexpr (requires { request.return_values; }) {
    return request.return_values;
  } else {
    return ReturnValues::kNone;
  }
}

// A put or a delete is of the item as a whole, but touches what the request names: who may not
// touch the other attributes is not to be given either of them (AWS: "Using IAM policy conditions
// for fine-grained access control", example 3).
template <typename Request>
void SetKeysOfWrite(const AccessCollector& collector, const Request& request,
                    AccessElement* element) {
  const ReturnValues values = ReturnValuesOf(request);
  if (WantsPartitionKeys(collector, *element)) {
    PartitionKeyValues keys;
    keys.AddItem(element->schema.get(), ItemOf(request).view());
    std::move(keys).SetOn(collector, element);
  }
  if (collector.Wants(*element, AccessKey::kAttributes)) {
    expr::Binder binder(request.attributes, {"UpdateExpression", "ConditionExpression"});
    TouchedAttributes attributes;
    attributes.AddItem(ItemOf(request).view());
    AddUpdateOf(request, &binder, &attributes);
    AddConditionOf(request, &binder, &attributes);
    if (ReturnsWholeItem(values, request.on_condition_failure)) attributes.AddAll();
    std::move(attributes).SetOn(collector, element);
  }
  collector.Set(AccessKey::kReturnValues, ReturnValuesText(values, request.on_condition_failure),
                element);
}

}  // namespace stator::api
