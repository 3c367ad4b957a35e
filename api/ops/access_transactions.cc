// What transactions touch: what their actions touch. They have no actions of their own (AWS: "Using
// IAM with DynamoDB transactions").
#include <utility>

#include "api/ops/access_facts.h"
#include "api/ops/access_reads.h"
#include "api/ops/access_writes.h"

namespace stator::api {
namespace {

template <typename Request>
void AddElement(std::string_view action, const std::optional<Request>& request,
                ReturnConsumedCapacity capacity, AccessCollector* collector) {
  if (!request) return;
  AccessElement element = collector->OnTable(action, request->table_name);
  SetKeysOfWrite(*collector, *request, &element);
  collector->Set(AccessKey::kReturnConsumedCapacity, ReturnConsumedCapacityText(capacity),
                 &element);
  collector->Set(AccessKey::kEnclosingOperation, "TransactWriteItems", &element);
  collector->Add(std::move(element));
}

}  // namespace

AccessFacts AccessOf(const OpContext& context, const TransactWriteItemsRequest& request) {
  AccessCollector collector(context);
  const ReturnConsumedCapacity capacity = request.return_consumed_capacity;
  for (const TransactWriteItem& item : request.transact_items) {
    AddElement("dynamodb:ConditionCheckItem", item.condition_check, capacity, &collector);
    AddElement("dynamodb:PutItem", item.put, capacity, &collector);
    AddElement("dynamodb:DeleteItem", item.erase, capacity, &collector);
    AddElement("dynamodb:UpdateItem", item.update, capacity, &collector);
  }
  return std::move(collector).Take();
}

AccessFacts AccessOf(const OpContext& context, const TransactGetItemsRequest& request) {
  AccessCollector collector(context);
  for (const TransactGet& get : request.transact_items) {
    AccessElement element = collector.OnTable("dynamodb:GetItem", get.table_name);
    SetKeysOfReads(collector, {&get.key, 1}, ProjectionOf(get), &element);
    collector.Set(AccessKey::kReturnConsumedCapacity,
                  ReturnConsumedCapacityText(request.return_consumed_capacity), &element);
    collector.Set(AccessKey::kEnclosingOperation, "TransactGetItems", &element);
    collector.Add(std::move(element));
  }
  return std::move(collector).Take();
}

}  // namespace stator::api
