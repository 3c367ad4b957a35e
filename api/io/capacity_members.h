// ConsumedCapacity and ItemCollectionMetrics in replies.
#pragma once

#include <optional>
#include <vector>

#include "api/json/json.h"
#include "api/types/common.h"

namespace stator::api {

void WriteConsumedCapacity(const ConsumedCapacity& capacity, json::Writer* writer);
// The member "ConsumedCapacity" of a batch's reply, if asked for.
void WriteConsumedCapacities(const std::optional<std::vector<ConsumedCapacity>>& capacities,
                             json::Writer* writer);
// The member "ItemCollectionMetrics" of a batch's reply, if there are any.
void WriteCollectionMetricsByTable(const CollectionMetricsByTable& metrics, json::Writer* writer);
void WriteItemCollectionMetrics(const ItemCollectionMetrics& metrics, json::Writer* writer);

}  // namespace stator::api
