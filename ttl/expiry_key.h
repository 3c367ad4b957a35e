// The keys of the expiry index (kTtlFamily). Layout: kv/FORMAT.md, "Expiry index".
//
//   table id (4, big endian) · expiry in seconds (8, big endian) · the item's key without the id
//
// so what is due in a table is one range, the longest overdue first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kv/store/store.h"

namespace stator::ttl {

// The key of the entry for the item with that full key.
std::string ExpiryKey(std::string_view item_key, int64_t expiry_seconds);

struct ExpiryEntry {
  int64_t expiry_seconds = 0;
  std::string item_key;  // full
};
// None: the bytes are not the key of an entry.
std::optional<ExpiryEntry> ReadExpiryKey(std::string_view key);

// The table's entries with times from first_second to last_second, both inclusive.
KeyRange ExpiryRange(uint32_t table_id, int64_t first_second, int64_t last_second);
// All of the table's entries.
KeyRange AllExpiries(uint32_t table_id);

// Where the indexing of the table's older items stands: the full key of the last one that was
// looked at. Lies behind the table's entries, and goes with them.
std::string IndexingProgressKey(uint32_t table_id);

}  // namespace stator::ttl
