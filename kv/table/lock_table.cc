#include "kv/table/lock_table.h"

#include <algorithm>
#include <functional>

#include "kv/base/hash.h"

namespace stator {

LockTable::LockTable() : stripes_(new Stripe[kStripes]) {}

size_t LockTable::StripeOf(std::string_view key) const { return HashBytes(key) % kStripes; }

bool LockTable::Stripe::HasMark(std::string_view key) const {
  return std::find(prepared.begin(), prepared.end(), key) != prepared.end();
}

KeyLock::KeyLock(LockTable* table, std::string_view key) NO_THREAD_SAFETY_ANALYSIS
    : stripe_(table->Find(key)) {
  stripe_->mutex.Lock();
}

KeyLock::~KeyLock() NO_THREAD_SAFETY_ANALYSIS { stripe_->mutex.Unlock(); }

KeyLocks::KeyLocks(LockTable* table,
                   const std::vector<std::string_view>& keys) NO_THREAD_SAFETY_ANALYSIS
    : table_(table) {
  stripes_.reserve(keys.size());
  for (const std::string_view key : keys) stripes_.push_back(table->Find(key));
  std::sort(stripes_.begin(), stripes_.end(), std::less<>());
  stripes_.erase(std::unique(stripes_.begin(), stripes_.end()), stripes_.end());
  for (LockTable::Stripe* stripe : stripes_) stripe->mutex.Lock();
}

KeyLocks::~KeyLocks() NO_THREAD_SAFETY_ANALYSIS {
  for (LockTable::Stripe* stripe : stripes_) stripe->mutex.Unlock();
}

bool KeyLocks::IsPrepared(std::string_view key) const {
  const LockTable::Stripe* stripe = table_->Find(key);
  return !stripe->prepared.empty() && stripe->HasMark(key);
}

PreparedMarks::~PreparedMarks() {
  for (const std::string& key : keys_) {
    LockTable::Stripe* stripe = table_->Find(key);
    MutexLock lock(&stripe->mutex);
    std::erase(stripe->prepared, key);
  }
}

void PreparedMarks::Mark(const KeyLocks&, const std::vector<std::string_view>& keys) {
  keys_.assign(keys.begin(), keys.end());
  for (const std::string& key : keys_) table_->Find(key)->prepared.push_back(key);
}

}  // namespace stator
