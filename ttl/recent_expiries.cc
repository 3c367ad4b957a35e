#include "ttl/recent_expiries.h"

#include <algorithm>

namespace stator::ttl {

void RecentExpiries::Note(uint32_t table_id, int64_t expiry_seconds, uint64_t number) {
  MutexLock lock(&mu_);
  Notes& notes = tables_[table_id].newer;
  notes.earliest_seconds = std::min(notes.earliest_seconds, expiry_seconds);
  notes.last_number = std::max(notes.last_number, number);
}

int64_t RecentExpiries::TakeEarliest(uint32_t table_id, uint64_t settled_below) {
  MutexLock lock(&mu_);
  const auto found = tables_.find(table_id);
  if (found == tables_.end()) return INT64_MAX;
  OfTable& table = found->second;
  const int64_t earliest = std::min(table.older.earliest_seconds, table.newer.earliest_seconds);
  if (table.older.last_number < settled_below) {
    table.older = table.newer;
    table.newer = {};
  }
  return earliest;
}

void RecentExpiries::Forget(uint32_t table_id) {
  MutexLock lock(&mu_);
  tables_.erase(table_id);
}

}  // namespace stator::ttl
