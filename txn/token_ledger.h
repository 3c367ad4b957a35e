// The idempotency tokens of transactions (ClientRequestToken): a token that was committed answers
// the same request again, for 10 minutes, without writing. What was committed is in the store, in
// the transaction's own batch, and so survives with it; what is running is in memory.
//
// Threads: any. Tokens belong to a namespace (the catalog's) and, where callers are known, to one
// caller: nobody else learns from an answer that a token was used, or stands in its way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "kv/base/clock.h"
#include "kv/base/hash.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/store/store.h"
#include "txn/token_records.h"

namespace stator::txn {

class TokenLedger;

// A token and what it was sent with.
struct TokenUse {
  std::string_view space;
  std::string_view token;
  uint64_t parameters = 0;  // hash: the same for requests that mean the same
  // Whose token it is: any text, the same for all uses of one caller. Empty: everybody's who has
  // none.
  std::string caller{};
};

// A token in progress. While it lives nobody else can begin with the token.
class TokenClaim {
 public:
  ~TokenClaim();
  TokenClaim(TokenClaim&& other) noexcept;
  TokenClaim& operator=(TokenClaim&&) = delete;

  // Adds the record of its success to the transaction's batch.
  void AddTo(const std::vector<uint64_t>& item_bytes, WriteBatch* batch) const;

 private:
  friend class TokenLedger;
  TokenClaim(TokenLedger* ledger, std::string key, uint64_t parameters)
      : ledger_(ledger), key_(std::move(key)), parameters_(parameters) {}
  TokenLedger* ledger_;
  std::string key_;
  uint64_t parameters_;
  std::optional<TokenRecord> expired_;  // what is stored and not swept yet
};

class TokenLedger {
 public:
  static constexpr int64_t kLifeMicros = 600LL * 1'000'000;  // from the commit on

  // Both must outlive this object's use.
  TokenLedger(Store* store, const Clock* clock) : store_(store), clock_(clock) {}
  TokenLedger(const TokenLedger&) = delete;
  TokenLedger& operator=(const TokenLedger&) = delete;

  struct Begun {
    TokenClaim claim;
    std::optional<TokenRecord> replay;  // the token has succeeded: there is nothing to do
  };
  // kTransactionInProgress when the token is in progress, kIdempotentMismatch when it was or is
  // used with other parameters.
  Result<Begun> Begin(const TokenUse& use);

  // Removes up to `limit` tokens that have expired, the oldest first, beginning at *after (the key
  // of an expiry, or empty), and moves *after on. Returns how many were looked at. A token in
  // progress is left to whoever uses it. Not by two threads at once.
  Result<size_t> Sweep(size_t limit, std::string* after);

 private:
  friend class TokenClaim;
  Status Claim(const std::string& key, uint64_t parameters);
  void Release(const std::string& key);
  Result<std::optional<TokenRecord>> Load(const std::string& key) const;
  // False: the token is in progress.
  bool BeginToSweep(const std::string& key);
  void EndSweep();
  Result<size_t> SweepInto(WriteBatch* batch, size_t limit, std::string* position);
  Result<bool> SweepOne(std::string_view expiry_key, WriteBatch* batch);

  Store* const store_;
  const Clock* const clock_;
  Mutex mu_;
  std::unordered_map<std::string, uint64_t, StringHash, std::equal_to<>> in_progress_
      GUARDED_BY(mu_);                                     // by token key: the parameters
  std::unordered_set<std::string> swept_ GUARDED_BY(mu_);  // until the sweep's commit is done
  CondVar sweep_ended_;
};

}  // namespace stator::txn
