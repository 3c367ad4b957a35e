// Whether an item or key that came with a request fits the table's key schema. Texts are AWS's.
#pragma once

#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// For a Key member: exactly the table's key attributes, of the right types, neither empty nor too
// large.
Status CheckKey(const TableSchema& schema, const ItemView& key);

// For an item to put: it has the table's key attributes; those of indexes that it has are of the
// right types, neither empty nor too large.
Status CheckItemKeys(const TableSchema& schema, const ItemView& item);

// For an item to put in a batch: the same, but what is wrong with the table's own key is told as
// CheckKey tells it (captured).
Status CheckBatchItemKeys(const TableSchema& schema, const ItemView& item);

// Refuses a key attribute of the table or of an index that is there and empty. In a transaction
// this refuses the request as a whole, where all else about keys is a reason to cancel (captured).
Status RefuseEmptyKeys(const TableSchema& schema, const ItemView& item);

// The index half of CheckItemKeys, for an item made by an update.
Status CheckIndexKeys(const TableSchema& schema, const ItemView& item);

// "Item size has exceeded the maximum allowed size" for an item over 400 KB.
Status CheckItemSize(const ItemView& item);

}  // namespace stator::api
