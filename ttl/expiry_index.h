// Keeps the expiry index equal to the items: an entry is put or deleted in the batch of the item's
// own change, and the whole index of a table goes in the batch that switches time to live off.
// Threads: any.
#pragma once

#include "kv/model/table_schema.h"
#include "kv/table/schema_observer.h"
#include "kv/table/write_observer.h"
#include "ttl/recent_expiries.h"

namespace stator::ttl {

// Whether the items of such a table have entries.
bool IsIndexed(const TtlSetting& setting);
// Whether both are the same period of time to live: not switched off, or to another attribute, in
// between.
bool IsSamePeriod(const TtlSetting& a, const TtlSetting& b);

class ExpiryIndex final : public WriteObserver, public SchemaObserver {
 public:
  bool Observes(const TableSchema& schema) const override { return IsIndexed(schema.ttl); }
  Status OnChange(const ItemChange& change, WriteBatch* batch) override;
  // The entries of a dropped table are freed with its other keys (kv/table/free_keys_job.h).
  Status OnSchemaChange(const TableSchema* before, TableSchema* after, WriteBatch* batch) override;

  RecentExpiries& recent() { return recent_; }

 private:
  RecentExpiries recent_;
};

}  // namespace stator::ttl
