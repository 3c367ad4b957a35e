#include "txn/token_ledger.h"

#include <utility>

namespace stator::txn {
namespace {

Status InProgress() {
  return Status(Code::kTransactionInProgress,
                "The transaction with the given request token is already in progress.");
}

Status Mismatch() {
  return Status(Code::kIdempotentMismatch,
                "The request token was used before with other parameters.");
}

}  // namespace

TokenClaim::~TokenClaim() {
  if (ledger_ != nullptr) ledger_->Release(key_);
}

TokenClaim::TokenClaim(TokenClaim&& other) noexcept
    : ledger_(std::exchange(other.ledger_, nullptr)),
      key_(std::move(other.key_)),
      parameters_(other.parameters_),
      expired_(std::move(other.expired_)) {}

void TokenClaim::AddTo(const std::vector<uint64_t>& item_bytes, WriteBatch* batch) const {
  if (expired_) {
    batch->Delete(kCatalogFamily, TokenExpiryKey(expired_->expires_micros, key_));
  }
  TokenRecord record;
  record.parameters = parameters_;
  record.expires_micros = ledger_->clock_->WallMicros() + TokenLedger::kLifeMicros;
  record.item_bytes = item_bytes;
  batch->Put(kCatalogFamily, key_, EncodeTokenRecord(record));
  batch->Put(kCatalogFamily, TokenExpiryKey(record.expires_micros, key_), "");
}

Result<TokenLedger::Begun> TokenLedger::Begin(const TokenUse& use) {
  const std::string key = TokenRecordKey(use.space, use.token, use.caller);
  STATOR_RETURN_IF_ERROR(Claim(key, use.parameters));
  Begun begun{TokenClaim(this, key, use.parameters), std::nullopt};
  STATOR_ASSIGN_OR_RETURN(std::optional<TokenRecord> stored, Load(key));
  if (!stored) return begun;
  if (stored->expires_micros <= clock_->WallMicros()) {
    begun.claim.expired_ = std::move(stored);
    return begun;
  }
  if (stored->parameters != use.parameters) return Mismatch();
  begun.replay = std::move(stored);
  return begun;
}

Status TokenLedger::Claim(const std::string& key, uint64_t parameters) {
  MutexLock lock(&mu_);
  while (swept_.count(key) != 0) sweep_ended_.Wait(&mu_);
  const auto [running, claimed] = in_progress_.emplace(key, parameters);
  if (claimed) return OkStatus();
  return running->second == parameters ? InProgress() : Mismatch();
}

void TokenLedger::Release(const std::string& key) {
  MutexLock lock(&mu_);
  in_progress_.erase(key);
}

Result<std::optional<TokenRecord>> TokenLedger::Load(const std::string& key) const {
  PinnedValue value;
  const Status status = store_->Get(kCatalogFamily, key, &value);
  if (status.code() == Code::kNotFound) return std::optional<TokenRecord>();
  STATOR_RETURN_IF_ERROR(status);
  STATOR_ASSIGN_OR_RETURN(TokenRecord record, DecodeTokenRecord(value.bytes()));
  return std::optional<TokenRecord>(std::move(record));
}

bool TokenLedger::BeginToSweep(const std::string& key) {
  MutexLock lock(&mu_);
  if (in_progress_.count(key) != 0) return false;
  swept_.insert(key);
  return true;
}

void TokenLedger::EndSweep() {
  {
    MutexLock lock(&mu_);
    swept_.clear();
  }
  sweep_ended_.NotifyAll();
}

// The expiry of a token that was used again since is all that is left of its earlier use.
Result<bool> TokenLedger::SweepOne(std::string_view expiry_key, WriteBatch* batch) {
  STATOR_ASSIGN_OR_RETURN(const TokenExpiry expiry, DecodeTokenExpiryKey(expiry_key));
  if (!BeginToSweep(expiry.token_key)) return false;
  STATOR_ASSIGN_OR_RETURN(const auto stored, Load(expiry.token_key));
  if (stored && stored->expires_micros == expiry.expires_micros) {
    batch->Delete(kCatalogFamily, expiry.token_key);
  }
  batch->Delete(kCatalogFamily, expiry_key);
  return true;
}

Result<size_t> TokenLedger::Sweep(size_t limit, std::string* after) {
  const std::unique_ptr<WriteBatch> batch = store_->NewBatch();
  std::string position = *after;
  Result<size_t> seen = SweepInto(batch.get(), limit, &position);
  Status status = seen.status();
  if (status.ok() && !batch->empty()) status = store_->Commit(*batch).status();
  EndSweep();
  STATOR_RETURN_IF_ERROR(status);
  *after = std::move(position);
  return seen;
}

// Moves *position to the last expiry that was seen, or to the first one that was left.
Result<size_t> TokenLedger::SweepInto(WriteBatch* batch, size_t limit, std::string* position) {
  ReadOptions options;
  options.fill_cache = false;
  const auto cursor =
      store_->NewCursor(kCatalogFamily, TokenExpiriesBefore(clock_->WallMicros()), options);
  if (!position->empty()) cursor->Seek(*position);
  size_t seen = 0;
  bool left_one = false;
  for (; cursor->Valid() && seen < limit; cursor->Next(), ++seen) {
    if (!left_one) *position = cursor->key();
    STATOR_ASSIGN_OR_RETURN(const bool swept, SweepOne(cursor->key(), batch));
    left_one |= !swept;
  }
  STATOR_RETURN_IF_ERROR(cursor->status());
  return seen;
}

}  // namespace stator::txn
