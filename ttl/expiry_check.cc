#include "ttl/expiry_check.h"

#include <memory>
#include <optional>
#include <string>

#include "kv/table/free_keys_job.h"
#include "kv/table/item_reader.h"
#include "ttl/expiry.h"
#include "ttl/expiry_index.h"
#include "ttl/expiry_key.h"

namespace stator::ttl {
namespace {

class Checker {
 public:
  Checker(Store* store, const TableSchema& schema, const Snapshot* snapshot)
      : store_(store), schema_(schema) {
    options_.snapshot = snapshot;
    options_.fill_cache = false;
  }

  Status Check() {
    if (schema_.ttl.status == TtlStatus::kEnabled) STATOR_RETURN_IF_ERROR(CheckItems());
    return CheckEntries();
  }

 private:
  Status Breach(const std::string& what) const {
    return CorruptionError("expiry index of table " + schema_.name + ": " + what);
  }

  Status CheckItems() const {
    const auto cursor = NewScanCursor(*store_, schema_.id, {}, {}, options_);
    for (; cursor->Valid(); cursor->Next()) {
      const auto expiry = ExpirySeconds(cursor->item(), schema_.ttl.attribute);
      if (!expiry.has_value()) continue;
      PinnedValue stored;
      const Status status =
          store_->Get(kTtlFamily, ExpiryKey(cursor->key(), *expiry), &stored, options_.snapshot);
      if (status.code() == Code::kNotFound) return Breach("an item's entry is missing");
      STATOR_RETURN_IF_ERROR(status);
    }
    return cursor->status();
  }

  Status CheckEntries() const {
    const auto cursor = store_->NewCursor(kTtlFamily, KeysOfId(schema_.id), options_);
    for (; cursor->Valid(); cursor->Next()) {
      if (!IsIndexed(schema_.ttl)) return Breach("there are entries without time to live");
      if (cursor->key() == IndexingProgressKey(schema_.id)) {
        if (schema_.ttl.status == TtlStatus::kEnabling) continue;
        return Breach("the record of a finished job is left");
      }
      STATOR_RETURN_IF_ERROR(CheckEntry(cursor->key()));
    }
    return cursor->status();
  }

  Status CheckEntry(std::string_view key) const {
    const std::optional<ExpiryEntry> entry = ReadExpiryKey(key);
    if (!entry.has_value()) return Breach("an entry does not decode");
    PinnedItem item;
    const Status status = ReadItemAt(*store_, entry->item_key, options_.snapshot, &item);
    if (status.code() == Code::kNotFound) return Breach("an entry has no item");
    STATOR_RETURN_IF_ERROR(status);
    const auto expiry = ExpirySeconds(item.view(), schema_.ttl.attribute);
    return expiry == entry->expiry_seconds ? OkStatus() : Breach("an entry is stale");
  }

  Store* const store_;
  const TableSchema& schema_;
  ReadOptions options_;
};

}  // namespace

Status CheckExpiryIndex(Store* store, const Catalog& catalog) {
  const std::unique_ptr<Snapshot> snapshot = store->NewSnapshot();
  for (const std::shared_ptr<Table>& table : catalog.All()) {
    const std::shared_ptr<const TableSchema> schema = table->schema();
    STATOR_RETURN_IF_ERROR(Checker(store, *schema, snapshot.get()).Check());
  }
  return OkStatus();
}

}  // namespace stator::ttl
