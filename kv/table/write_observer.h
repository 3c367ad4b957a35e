// What takes part in every write: the stream, the expiry index and the history archive each
// implement this and add their records to the batch of the item itself, so that a change and its
// records are committed together or not at all.
#pragma once

#include <cstdint>

#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"
#include "kv/table/table_key.h"

namespace stator {

// Who asked for a change.
enum class WriteOrigin : uint8_t { kUser, kTimeToLive };

// A change of one item. The references live until OnChange returns.
struct ItemChange {
  const TableSchema& schema;
  const Location& location;
  const ItemView* old_item;  // null: there was none
  const ItemView* new_item;  // null: deleted
  // Orders the changes of one item, and no two changes have the same one (change_numbers.h).
  uint64_t number;
  int64_t micros;  // Clock::WallMicros when the number was taken
  WriteOrigin origin;
};

class WriteObserver {
 public:
  virtual ~WriteObserver() = default;
  // Whether this observer has anything to do for items of such a table.
  virtual bool Observes(const TableSchema& schema) const = 0;
  // Called while the item is locked and its batch is open, once the write is accepted, and only for
  // real changes: not for a write that leaves the item's bytes as they are. It may be called more
  // than once for one change, when the batch has to be built anew, and the commit can still fail:
  // so its only effect are records added to `batch`. An error refuses the write, which then leaves
  // nothing. Threads: called by many at once.
  virtual Status OnChange(const ItemChange& change, WriteBatch* batch) = 0;
};

}  // namespace stator
