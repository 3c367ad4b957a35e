#include "api/io/item_members.h"

#include "api/io/member.h"
#include "api/json/item_json.h"

namespace stator::api {

Result<Item> ItemMember(const json::Node& object, std::string_view name) {
  const auto member = Member(object, name);
  if (!member) return Item();
  return json::ReadItem(*member);
}

Result<std::optional<Item>> OptionalItem(const json::Node& object, std::string_view name) {
  const auto member = Member(object, name);
  if (!member) return std::optional<Item>();
  STATOR_ASSIGN_OR_RETURN(Item item, json::ReadItem(*member));
  return std::optional<Item>(std::move(item));
}

ReturnConsumedCapacity ReadReturnConsumedCapacity(const json::Node& body) {
  const auto member = Member(body, "ReturnConsumedCapacity");
  if (!member || member->string() == "NONE") return ReturnConsumedCapacity::kNone;
  return member->string() == "TOTAL" ? ReturnConsumedCapacity::kTotal
                                     : ReturnConsumedCapacity::kIndexes;
}

ReturnItemCollectionMetrics ReadReturnItemCollectionMetrics(const json::Node& body) {
  const auto member = Member(body, "ReturnItemCollectionMetrics");
  const bool size = member && member->string() == "SIZE";
  return size ? ReturnItemCollectionMetrics::kSize : ReturnItemCollectionMetrics::kNone;
}

ReturnValues ReadReturnValues(const json::Node& body) {
  const auto member = Member(body, "ReturnValues");
  if (!member) return ReturnValues::kNone;
  const std::string_view text = member->string();
  if (text == "ALL_OLD") return ReturnValues::kAllOld;
  if (text == "UPDATED_OLD") return ReturnValues::kUpdatedOld;
  if (text == "ALL_NEW") return ReturnValues::kAllNew;
  if (text == "UPDATED_NEW") return ReturnValues::kUpdatedNew;
  return ReturnValues::kNone;
}

ReturnValuesOnConditionCheckFailure ReadOnConditionFailure(const json::Node& body) {
  const auto member = Member(body, "ReturnValuesOnConditionCheckFailure");
  const bool all_old = member && member->string() == "ALL_OLD";
  return all_old ? ReturnValuesOnConditionCheckFailure::kAllOld
                 : ReturnValuesOnConditionCheckFailure::kNone;
}

std::optional<ConditionalOperator> ReadConditionalOperator(const json::Node& body) {
  const auto member = Member(body, "ConditionalOperator");
  if (!member) return std::nullopt;
  return member->string() == "OR" ? ConditionalOperator::kOr : ConditionalOperator::kAnd;
}

}  // namespace stator::api
