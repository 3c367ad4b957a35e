// Any bytes as a key of the expiry index and as an item's key: what is accepted must come back.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "kv/codec/item.h"
#include "kv/codec/key_codec.h"
#include "kv/table/table_key.h"
#include "ttl/expiry.h"
#include "ttl/expiry_key.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

stator::TableSchema SchemaOf(stator::AttributeType hash, stator::AttributeType range) {
  stator::TableSchema schema;
  schema.id = 7;
  schema.keys.hash = {{"h", hash}};
  schema.keys.range = {{"r", range}};
  return schema;
}

// An item of the key that was read has that key again. (The hash in the bytes may be any.)
void CheckItemKey(std::string_view key) {
  using enum stator::AttributeType;
  for (const auto hash : {kString, kNumber, kBinary}) {
    for (const auto range : {kString, kNumber, kBinary}) {
      const stator::TableSchema schema = SchemaOf(hash, range);
      const std::optional<stator::Item> item = stator::ItemOfKey(schema, key);
      if (!item.has_value()) continue;
      // Key parts do not tell whether an S is UTF-8; the store has checked that.
      if (hash != kString && range != kString) Require(stator::CheckItem(item->encoded()).ok());
      const std::string again = stator::LocateItem(schema, item->view(), 8).key;
      Require(again.substr(stator::kKeyPrefixBytes) == key.substr(stator::kKeyPrefixBytes));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto entry = stator::ttl::ReadExpiryKey(bytes);
  if (entry.has_value()) {
    Require(entry->expiry_seconds >= 0 && entry->expiry_seconds <= stator::ttl::kLastSecond);
    Require(stator::ttl::ExpiryKey(entry->item_key, entry->expiry_seconds) == bytes);
    CheckItemKey(entry->item_key);
  }
  CheckItemKey(bytes);
  return 0;
}
