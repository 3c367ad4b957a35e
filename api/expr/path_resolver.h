// Follows a path through an item's bytes.
#pragma once

#include <optional>

#include "kv/codec/item.h"
#include "kv/model/document_path.h"

namespace stator::api::expr {

// No value: the path leads nowhere. The view points into the item's bytes.
std::optional<ValueView> Resolve(const DocumentPath& path, const ItemView& item);

}  // namespace stator::api::expr
