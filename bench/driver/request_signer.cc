#include "bench/driver/request_signer.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <cstdlib>
#include <ctime>

#include "kv/base/hex.h"

namespace stator::bench {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kService = "dynamodb";
// By it Stator and DynamoDB Local tell whose tables are meant.
constexpr std::string_view kUnsignedKeyId = "statorbench";

std::string Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string HexSha256(std::string_view text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(Bytes(text), text.size(), digest);
  return ToHex({reinterpret_cast<const char*>(digest), sizeof digest});
}

std::string HmacSha256(std::string_view key, std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(text), text.size(), digest,
       &size);
  return {reinterpret_cast<const char*>(digest), size};
}

// "20261122T141000Z"
std::string TimeText(int64_t wall_seconds) {
  const auto seconds = static_cast<std::time_t>(wall_seconds);
  std::tm parts = {};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return text;
}

std::string Line(std::string_view name, std::string_view value) {
  return std::string(name) + ":" + std::string(value) + "\n";
}

}  // namespace

std::optional<Credentials> Credentials::FromEnvironment() {
  Credentials credentials = {Variable("AWS_ACCESS_KEY_ID"), Variable("AWS_SECRET_ACCESS_KEY"),
                             Variable("AWS_SESSION_TOKEN")};
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) return {};
  return credentials;
}

std::string RegionFromEnvironment() {
  for (const char* const name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (std::string region = Variable(name); !region.empty()) return region;
  }
  return "us-east-1";
}

RequestSigner::Headers RequestSigner::Sign(const Message& message, int64_t wall_seconds) const {
  const std::string time = TimeText(wall_seconds);
  const std::string date = time.substr(0, 8);
  const bool has_token = credentials_ && !credentials_->session_token.empty();
  const std::string scope = date + "/" + region_ + "/" + std::string(kService) + "/aws4_request";
  const std::string names = has_token
                                ? "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"
                                : "content-type;host;x-amz-date;x-amz-target";
  std::string signature(64, '0');
  if (credentials_) {
    // Method, path, query, headers in the order of their names, these names, the body's digest.
    std::string canonical = "POST\n/\n\n" + Line("content-type", kContentType) +
                            Line("host", message.host) + Line("x-amz-date", time);
    if (has_token) canonical += Line("x-amz-security-token", credentials_->session_token);
    canonical += Line("x-amz-target", message.target) + "\n" + names + "\n";
    canonical += HexSha256(message.body);
    signature = Signature(
        std::string(kAlgorithm) + "\n" + time + "\n" + scope + "\n" + HexSha256(canonical), date);
  }
  const std::string key_id =
      credentials_ ? credentials_->access_key_id : std::string(kUnsignedKeyId);
  Headers headers = {
      {"X-Amz-Date", time},
      {"Authorization", std::string(kAlgorithm) + " Credential=" + key_id + "/" + scope +
                            ", SignedHeaders=" + names + ", Signature=" + signature}};
  if (has_token) headers.emplace_back("X-Amz-Security-Token", credentials_->session_token);
  return headers;
}

std::string RequestSigner::Signature(const std::string& text_to_sign,
                                     const std::string& date) const {
  std::string key = HmacSha256("AWS4" + credentials_->secret_access_key, date);
  key = HmacSha256(key, region_);
  key = HmacSha256(key, kService);
  key = HmacSha256(key, "aws4_request");
  return ToHex(HmacSha256(key, text_to_sign));
}

}  // namespace stator::bench
