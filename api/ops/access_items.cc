// What the operations on single items and batches of them touch.
#include <utility>
#include <vector>

#include "api/ops/access_facts.h"
#include "api/ops/access_keys.h"
#include "api/ops/access_reads.h"
#include "api/ops/access_writes.h"

namespace stator::api {
namespace {

template <typename Request>
AccessFacts OneWrite(const OpContext& context, std::string_view action, const Request& request) {
  AccessCollector collector(context);
  AccessElement element = collector.OnTable(action, request.table_name);
  SetKeysOfWrite(collector, request, &element);
  collector.Set(AccessKey::kReturnConsumedCapacity,
                ReturnConsumedCapacityText(request.return_consumed_capacity), &element);
  collector.Add(std::move(element));
  return std::move(collector).Take();
}

void SetKeysOfBatch(const AccessCollector& collector, const std::vector<WriteRequest>& writes,
                    AccessElement* element) {
  PartitionKeyValues keys;
  TouchedAttributes attributes;
  for (const WriteRequest& write : writes) {
    for (const std::optional<Item>* item : {&write.put, &write.delete_key}) {
      if (!*item) continue;
      keys.AddItem(element->schema.get(), (*item)->view());
      attributes.AddItem((*item)->view());
    }
  }
  std::move(keys).SetOn(collector, element);
  std::move(attributes).SetOn(collector, element);
}

}  // namespace

AccessFacts AccessOf(const OpContext& context, const GetItemRequest& request) {
  AccessCollector collector(context);
  AccessElement element = collector.OnTable("dynamodb:GetItem", request.table_name);
  SetKeysOfReads(collector, {&request.key, 1}, ProjectionOf(request), &element);
  collector.Set(AccessKey::kReturnConsumedCapacity,
                ReturnConsumedCapacityText(request.return_consumed_capacity), &element);
  collector.Add(std::move(element));
  return std::move(collector).Take();
}

AccessFacts AccessOf(const OpContext& context, const PutItemRequest& request) {
  return OneWrite(context, "dynamodb:PutItem", request);
}
AccessFacts AccessOf(const OpContext& context, const UpdateItemRequest& request) {
  return OneWrite(context, "dynamodb:UpdateItem", request);
}
AccessFacts AccessOf(const OpContext& context, const DeleteItemRequest& request) {
  return OneWrite(context, "dynamodb:DeleteItem", request);
}

// Batches are actions of their own: one for each table, with the keys of all its items.
AccessFacts AccessOf(const OpContext& context, const BatchGetItemRequest& request) {
  AccessCollector collector(context);
  for (const auto& [table, keys] : request.request_items) {
    AccessElement element = collector.OnTable("dynamodb:BatchGetItem", table);
    SetKeysOfReads(collector, keys.keys, ProjectionOf(keys), &element);
    collector.Set(AccessKey::kReturnConsumedCapacity,
                  ReturnConsumedCapacityText(request.return_consumed_capacity), &element);
    collector.Add(std::move(element));
  }
  return std::move(collector).Take();
}

AccessFacts AccessOf(const OpContext& context, const BatchWriteItemRequest& request) {
  AccessCollector collector(context);
  for (const auto& [table, writes] : request.request_items) {
    AccessElement element = collector.OnTable("dynamodb:BatchWriteItem", table);
    if (collector.WantsAny(element)) SetKeysOfBatch(collector, writes, &element);
    collector.Set(AccessKey::kReturnConsumedCapacity,
                  ReturnConsumedCapacityText(request.return_consumed_capacity), &element);
    collector.Add(std::move(element));
  }
  return std::move(collector).Take();
}

}  // namespace stator::api
