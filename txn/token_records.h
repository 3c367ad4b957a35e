// The records of idempotency tokens, in the catalog family. Layout: kv/FORMAT.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/store/store.h"

namespace stator::txn {

// First byte of a key. On disk; never change.
enum class TokenRecordKind : uint8_t {
  kToken = 0x80,   // · namespace · token · caller, if any → TokenRecord
  kExpiry = 0x81,  // · expiry · namespace · token · caller, if any → nothing
};

// What is kept of a transaction that was committed with a token.
struct TokenRecord {
  uint64_t parameters = 0;           // hash of the request's parameters
  int64_t expires_micros = 0;        // Clock::WallMicros
  std::vector<uint64_t> item_bytes;  // of each action's item: what a replay is charged for
  bool operator==(const TokenRecord&) const = default;
};

// caller: empty for none, and then it is no part of the key.
std::string TokenRecordKey(std::string_view space, std::string_view token, std::string_view caller);
std::string EncodeTokenRecord(const TokenRecord& record);
Result<TokenRecord> DecodeTokenRecord(std::string_view bytes);

// Sorted by expiry. `token_key` is a TokenRecordKey.
std::string TokenExpiryKey(int64_t expires_micros, std::string_view token_key);
struct TokenExpiry {
  int64_t expires_micros = 0;
  std::string token_key;
};
Result<TokenExpiry> DecodeTokenExpiryKey(std::string_view key);
// Of all tokens that expire before that time.
KeyRange TokenExpiriesBefore(int64_t micros);

}  // namespace stator::txn
