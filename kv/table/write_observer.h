// What takes part in every write: the stream, the expiry index and the history archive each
// implement this and add their records to the batch of the item itself, so that a change and its
// records are committed together or not at all.
#pragma once

#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"
#include "kv/table/table_key.h"

namespace stator {

// A change of one item. The references live until OnChange returns.
struct ItemChange {
  const TableSchema& schema;
  const Location& location;
  const ItemView* old_item;  // null: there was none
  const ItemView* new_item;  // null: deleted
};

class WriteObserver {
 public:
  virtual ~WriteObserver() = default;
  // Called while the item is locked and its batch is open, once the write is accepted, and only for
  // real changes: not for a write that leaves the item's bytes as they are. It may be called more
  // than once for one change, when the batch has to be built anew, and the commit can still fail:
  // so its only effect are records added to `batch`. An error refuses the write, which then leaves
  // nothing. Threads: called by many at once.
  virtual Status OnChange(const ItemChange& change, WriteBatch* batch) = 0;
};

}  // namespace stator
