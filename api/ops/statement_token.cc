#include "api/ops/statement_token.h"

#include "api/json/base64.h"
#include "api/partiql/messages.h"
#include "kv/base/hash.h"
#include "kv/codec/key_codec.h"
#include "kv/codec/varint.h"

namespace stator::api {
namespace {

constexpr char kVersion = 1;
constexpr size_t kFingerprintAt = 1;
constexpr size_t kQueryAt = kFingerprintAt + 8;
constexpr size_t kItemAt = kQueryAt + 4;
constexpr size_t kSealBytes = 8;

Status InvalidToken() { return ValidationError(std::string(partiql::messages::kInvalidToken)); }

}  // namespace

uint64_t FingerprintOf(const OpContext& context, std::string_view statement,
                       const std::vector<Value>& parameters) {
  std::string bytes;
  AppendLengthPrefixed(context.space, &bytes);
  AppendLengthPrefixed(statement, &bytes);
  for (const Value& parameter : parameters) AppendLengthPrefixed(parameter.encoded(), &bytes);
  return HashBytes(bytes);
}

std::string EncodeStatementToken(uint64_t fingerprint, const StatementPosition& position) {
  std::string payload(1, kVersion);
  AppendBigEndian64(fingerprint, &payload);
  AppendBigEndian32(position.query, &payload);
  if (position.start_after) payload.append(position.start_after->encoded());
  AppendBigEndian64(HashBytes(payload), &payload);
  std::string token;
  json::AppendBase64(payload, &token);
  return token;
}

Result<StatementPosition> DecodeStatementToken(std::string_view token, uint64_t fingerprint) {
  std::string payload;
  if (!json::AppendBase64Decoded(token, &payload).ok()) return InvalidToken();
  if (payload.size() < kItemAt + kSealBytes || payload.front() != kVersion) return InvalidToken();
  const std::string_view sealed = std::string_view(payload).substr(0, payload.size() - kSealBytes);
  const std::string_view seal = std::string_view(payload).substr(sealed.size());
  if (ReadBigEndian64(seal) != HashBytes(sealed)) return InvalidToken();
  if (ReadBigEndian64(sealed.substr(kFingerprintAt)) != fingerprint) {
    return ValidationError(std::string(partiql::messages::kForeignToken));
  }
  StatementPosition position;
  position.query = ReadBigEndian32(sealed.substr(kQueryAt));
  const std::string_view item = sealed.substr(kItemAt);
  if (item.empty()) return position;
  if (!CheckItem(item).ok()) return InvalidToken();
  position.start_after = Item::FromEncoded(std::string(item));
  return position;
}

}  // namespace stator::api
