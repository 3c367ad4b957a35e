// The records of the catalog family that belong to tables, as bytes. Layout: kv/FORMAT.md. Keys
// that start with 0x00 are kv/store's own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/store/store.h"

namespace stator {

// First byte of a key. On disk; never change.
enum class CatalogRecord : uint8_t {
  kTable = 0x01,             // · table id → schema (kv/codec/schema_codec.h)
  kNextId = 0x02,            // → first id that is not reserved
  kDropped = 0x03,           // · id of the table or index that was dropped → ids to free
  kBackfillProgress = 0x04,  // · index id → full key of the last item that was indexed
  kCounters = 0x05,          // → counters at the last clean close
  kNextChange = 0x06,        // → first change number that is not reserved
};

std::string TableRecordKey(uint32_t table_id);
std::string NextIdRecordKey();
std::string DroppedRecordKey(uint32_t id);
std::string BackfillProgressKey(uint32_t index_id);
std::string CountersRecordKey();
std::string NextChangeRecordKey();
// All records of that kind.
KeyRange CatalogRecordRange(CatalogRecord kind);

// One id, as kNextId's value.
std::string EncodeId(uint32_t id);
Result<uint32_t> DecodeId(std::string_view bytes);

// One change number (change_numbers.h), as kNextChange's value.
std::string EncodeChangeNumber(uint64_t number);
Result<uint64_t> DecodeChangeNumber(std::string_view bytes);

// What is left of a dropped table or index: the ids whose keys are to be deleted.
struct DroppedIds {
  uint32_t id = 0;  // names the record
  std::vector<uint32_t> ids;
};
std::string EncodeDroppedIds(const std::vector<uint32_t>& ids);
Result<DroppedIds> DecodeDropped(std::string_view key, std::string_view value);

struct SavedCounters {
  uint32_t id = 0;
  uint64_t item_count = 0;
  uint64_t size_bytes = 0;
  bool operator==(const SavedCounters&) const = default;
};
std::string EncodeCounters(const std::vector<SavedCounters>& counters);
Result<std::vector<SavedCounters>> DecodeCounters(std::string_view bytes);

}  // namespace stator
