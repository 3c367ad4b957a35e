// Reading the members that requests about items share. As in member.h, the structural check has
// passed before: what is left to refuse is the inside of attribute values.
#pragma once

#include <optional>
#include <string_view>

#include "api/json/json.h"
#include "api/types/common.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"

namespace stator::api {

// An item member (Item, Key); absent: no attributes.
Result<Item> ItemMember(const json::Node& object, std::string_view name);
Result<std::optional<Item>> OptionalItem(const json::Node& object, std::string_view name);

ReturnConsumedCapacity ReadReturnConsumedCapacity(const json::Node& body);
ReturnItemCollectionMetrics ReadReturnItemCollectionMetrics(const json::Node& body);
ReturnValues ReadReturnValues(const json::Node& body);
ReturnValuesOnConditionCheckFailure ReadOnConditionFailure(const json::Node& body);
std::optional<ConditionalOperator> ReadConditionalOperator(const json::Node& body);

}  // namespace stator::api
