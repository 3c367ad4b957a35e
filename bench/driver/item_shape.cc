#include "bench/driver/item_shape.h"

namespace stator::bench {
namespace {

std::string FieldName(int64_t field) { return "field" + std::to_string(field); }

}  // namespace

ItemShape ItemShape::Of(const RunOptions& options, ItemShape usual) {
  return {options.fields.value_or(usual.fields), options.field_bytes.value_or(usual.field_bytes)};
}

void ItemShape::Fill(Random* random, AttributeMap* item) const {
  for (int64_t field = 0; field < fields; ++field) {
    item->Set(FieldName(field), random->Text(field_bytes));
  }
}

api::UpdateItemRequest ItemShape::Update(const std::string& table, const AttributeMap& key,
                                         Random* random) const {
  api::UpdateItemRequest request;
  request.table_name = table;
  request.key = Item(key);
  request.update_expression = "SET " + FieldName(random->Below(fields)) + " = :value";
  request.attributes.values = {{":value", AttributeValue(random->Text(field_bytes))}};
  request.return_consumed_capacity = api::ReturnConsumedCapacity::kTotal;
  return request;
}

api::PutItemRequest PutOf(const std::string& table, const AttributeMap& item) {
  api::PutItemRequest request;
  request.table_name = table;
  request.item = Item(item);
  request.return_consumed_capacity = api::ReturnConsumedCapacity::kTotal;
  return request;
}

api::GetItemRequest GetOf(const std::string& table, const AttributeMap& key) {
  api::GetItemRequest request;
  request.table_name = table;
  request.key = Item(key);
  request.return_consumed_capacity = api::ReturnConsumedCapacity::kTotal;
  return request;
}

}  // namespace stator::bench
