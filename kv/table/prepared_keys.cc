#include "kv/table/prepared_keys.h"

#include <algorithm>

namespace stator {

bool PreparedKeys::Find(std::string_view key) const {
  MutexLock lock(&mu_);
  return keys_.find(key) != keys_.end();
}

bool PreparedKeys::ContainsAny(const std::vector<std::string>& keys) const {
  return std::any_of(keys.begin(), keys.end(),
                     [this](const std::string& key) { return Contains(key); });
}

void PreparedMarks::Mark(const std::vector<std::string_view>& keys) {
  keys_.assign(keys.begin(), keys.end());
  MutexLock lock(&prepared_->mu_);
  for (const std::string& key : keys_) prepared_->keys_.insert(key);
  prepared_->count_.store(prepared_->keys_.size(), std::memory_order_release);
}

PreparedMarks::~PreparedMarks() {
  if (keys_.empty()) return;
  MutexLock lock(&prepared_->mu_);
  for (const std::string& key : keys_) prepared_->keys_.erase(key);
  prepared_->count_.store(prepared_->keys_.size(), std::memory_order_release);
}

}  // namespace stator
