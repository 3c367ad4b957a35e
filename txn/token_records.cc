#include "txn/token_records.h"

#include "kv/codec/key_codec.h"
#include "kv/codec/value.h"
#include "kv/codec/varint.h"

namespace stator::txn {
namespace {

constexpr char kVersion = 1;
constexpr size_t kKindBytes = 1;
constexpr size_t kMicrosBytes = 8;

std::string KeyOfKind(TokenRecordKind kind) {
  return std::string(1, static_cast<char>(static_cast<uint8_t>(kind)));
}

std::string ExpiryPrefix(int64_t micros) {
  std::string key = KeyOfKind(TokenRecordKind::kExpiry);
  AppendBigEndian64(static_cast<uint64_t>(micros), &key);
  return key;
}

Status Corrupt() { return CorruptionError("a token record does not decode"); }

}  // namespace

std::string TokenRecordKey(std::string_view space, std::string_view token,
                           std::string_view caller) {
  std::string key = KeyOfKind(TokenRecordKind::kToken);
  AppendKeyPart(ValueView(AttributeType::kString, space), &key);
  AppendKeyPart(ValueView(AttributeType::kString, token), &key);
  if (!caller.empty()) AppendKeyPart(ValueView(AttributeType::kString, caller), &key);
  return key;
}

std::string EncodeTokenRecord(const TokenRecord& record) {
  std::string bytes(1, kVersion);
  AppendBigEndian64(record.parameters, &bytes);
  AppendBigEndian64(static_cast<uint64_t>(record.expires_micros), &bytes);
  AppendVarint(record.item_bytes.size(), &bytes);
  for (const uint64_t size : record.item_bytes) AppendVarint(size, &bytes);
  return bytes;
}

Result<TokenRecord> DecodeTokenRecord(std::string_view bytes) {
  if (bytes.size() < 1 + 2 * sizeof(uint64_t) || bytes.front() != kVersion) return Corrupt();
  bytes.remove_prefix(1);
  TokenRecord record;
  record.parameters = ReadBigEndian64(bytes);
  bytes.remove_prefix(sizeof(uint64_t));
  record.expires_micros = static_cast<int64_t>(ReadBigEndian64(bytes));
  bytes.remove_prefix(sizeof(uint64_t));
  uint64_t count = 0;
  if (!ConsumeCanonicalVarint(&bytes, &count) || count > bytes.size()) return Corrupt();
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t size = 0;
    if (!ConsumeCanonicalVarint(&bytes, &size)) return Corrupt();
    record.item_bytes.push_back(size);
  }
  if (!bytes.empty()) return Corrupt();
  return record;
}

std::string TokenExpiryKey(int64_t expires_micros, std::string_view token_key) {
  return ExpiryPrefix(expires_micros).append(token_key.substr(kKindBytes));
}

Result<TokenExpiry> DecodeTokenExpiryKey(std::string_view key) {
  if (key.size() < kKindBytes + kMicrosBytes) return Corrupt();
  key.remove_prefix(kKindBytes);
  TokenExpiry expiry;
  expiry.expires_micros = static_cast<int64_t>(ReadBigEndian64(key));
  expiry.token_key = KeyOfKind(TokenRecordKind::kToken).append(key.substr(kMicrosBytes));
  return expiry;
}

KeyRange TokenExpiriesBefore(int64_t micros) {
  return {KeyOfKind(TokenRecordKind::kExpiry), ExpiryPrefix(micros)};
}

}  // namespace stator::txn
