// What reads of items by their keys touch.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/ops/access_element.h"
#include "api/types/item_ops.h"
#include "api/types/transact_ops.h"
#include "kv/codec/item.h"

namespace stator::api {

// What a read returns of each item, as the request puts it.
struct ReadProjection {
  const std::optional<std::string>* expression = nullptr;
  const std::optional<std::vector<std::string>>* names = nullptr;  // AttributesToGet
  ExpressionAttributes attributes{};

  bool all() const { return !*expression && (names == nullptr || !*names); }
};
ReadProjection ProjectionOf(const GetItemRequest& request);
ReadProjection ProjectionOf(const KeysAndAttributes& request);
ReadProjection ProjectionOf(const TransactGet& request);

void SetKeysOfReads(const AccessCollector& collector, std::span<const Item> keys,
                    const ReadProjection& projection, AccessElement* element);

}  // namespace stator::api
