// What is true of every key in every family, so that "to the end of the family" can be written
// down.
#pragma once

#include <string_view>

namespace stator {

// Greater than every key: no key starts with 16 bytes 0xFF (kv/FORMAT.md). RocksDB can delete and
// compact only up to a key, not up to the end.
inline constexpr std::string_view kEndOfKeys =
    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";
static_assert(kEndOfKeys.size() == 16);

// Bytes of id and hash in the keys of partition families (kv/codec/key_codec.h): all keys of one
// partition key share them, so bloom filters know them.
inline constexpr size_t kCollectionPrefixBytes = 12;

}  // namespace stator
