// The items that every benchmark of this folder uses: ten attributes, about 900 bytes as DynamoDB
// counts them, so that figures can be set side by side.
#pragma once

#include <cstdint>
#include <string>

#include "kv/codec/item.h"

namespace stator::bench {

inline constexpr int kKeys = 10'000;

std::string KeyText(int64_t key);  // "user#0000000042"
AttributeMap KeyAttributes(int64_t key);
// The same key and version always give the same item; another version differs in one attribute.
AttributeMap ItemAttributes(int64_t key, int64_t version);

}  // namespace stator::bench
