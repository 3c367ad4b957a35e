// The keys whose items a transaction has prepared and not committed yet, while it does not hold
// their locks (ConflictMode::kFail). Whoever locks a key in order to change its item, or an entry
// of it in an index, must ask. The question costs nothing while no key is prepared. Threads: any.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kv/base/hash.h"
#include "kv/base/mutex.h"

namespace stator {

// How long a background job that meets a prepared key waits before it looks again, in the machine's
// time.
inline constexpr int64_t kPreparedRetryMicros = 2'000;

class PreparedKeys {
 public:
  // Who holds the key's lock can rely on a "no" until he gives the lock back. For others it is the
  // news of a moment.
  bool Contains(std::string_view key) const { return !empty() && Find(key); }
  // The same of several, whose locks are held.
  bool ContainsAny(const std::vector<std::string>& keys) const;
  bool empty() const { return count_.load(std::memory_order_acquire) == 0; }

 private:
  friend class PreparedMarks;
  bool Find(std::string_view key) const;

  std::atomic<size_t> count_{0};
  mutable Mutex mu_;  // never held for longer than a look
  std::unordered_set<std::string, StringHash, std::equal_to<>> keys_ GUARDED_BY(mu_);
};

// The keys of one transaction, prepared until this object is gone.
class PreparedMarks {
 public:
  explicit PreparedMarks(PreparedKeys* prepared) : prepared_(prepared) {}
  ~PreparedMarks();
  PreparedMarks(const PreparedMarks&) = delete;
  PreparedMarks& operator=(const PreparedMarks&) = delete;

  // Once. The caller holds the locks of all keys, and none of them is prepared.
  void Mark(const std::vector<std::string_view>& keys);
  bool empty() const { return keys_.empty(); }

 private:
  PreparedKeys* const prepared_;
  std::vector<std::string> keys_;
};

}  // namespace stator
