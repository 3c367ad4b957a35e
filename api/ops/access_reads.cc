#include "api/ops/access_reads.h"

#include <utility>

#include "api/ops/access_keys.h"

namespace stator::api {

ReadProjection ProjectionOf(const GetItemRequest& request) {
  return {&request.projection_expression, &request.attributes_to_get, request.attributes};
}
ReadProjection ProjectionOf(const KeysAndAttributes& request) {
  return {&request.projection_expression, &request.attributes_to_get, {.names = request.names}};
}
ReadProjection ProjectionOf(const TransactGet& request) {
  return {&request.projection_expression, nullptr, {.names = request.names}};
}

void SetKeysOfReads(const AccessCollector& collector, std::span<const Item> keys,
                    const ReadProjection& projection, AccessElement* element) {
  if (WantsPartitionKeys(collector, *element)) {
    PartitionKeyValues values;
    for (const Item& key : keys) values.AddItem(element->schema.get(), key.view());
    std::move(values).SetOn(collector, element);
  }
  if (collector.Wants(*element, AccessKey::kAttributes)) {
    TouchedAttributes attributes;
    for (const Item& key : keys) attributes.AddItem(key.view());
    expr::Binder binder(projection.attributes, {"ProjectionExpression"});
    if (projection.all()) attributes.AddAll();
    if (*projection.expression) {
      attributes.AddProjection(binder.CompileProjection(**projection.expression));
    }
    if (projection.names != nullptr && *projection.names) attributes.Add(**projection.names);
    std::move(attributes).SetOn(collector, element);
  }
  collector.Set(AccessKey::kSelect, projection.all() ? "ALL_ATTRIBUTES" : "SPECIFIC_ATTRIBUTES",
                element);
}

}  // namespace stator::api
