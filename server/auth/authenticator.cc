#include "server/auth/authenticator.h"

#include <atomic>
#include <charconv>
#include <utility>

#include "server/auth/canonical_request.h"
#include "server/auth/sha256.h"
#include "server/auth/signing_key.h"
#include "server/auth/signing_time.h"

namespace stator::server {
namespace {

constexpr int64_t kSkewSeconds = 300;
constexpr int64_t kMaxExpirySeconds = 604'800;  // 7 days
constexpr size_t kDateChars = 8;                // YYYYMMDD
constexpr std::string_view kPayloadHeader = "x-amz-content-sha256";
constexpr std::string_view kTokenParameter = "X-Amz-Security-Token";

AuthError Invalid(std::string message) { return {kInvalidSignature, std::move(message)}; }

AuthError Unrecognized() {
  return {kUnrecognizedClient, "The security token included in the request is invalid."};
}

AuthError MustBeSigned(std::string_view header) {
  return Invalid(std::string(header).append(" must be a 'SignedHeader' in the AWS Authorization."));
}

// "(20150830T124100Z - 5 min.)": AWS counts in minutes.
std::string Window(int64_t now, std::string_view sign, int64_t seconds) {
  std::string text = "(" + BasicTime(now);
  text.append(" ").append(sign).append(" ");
  const bool minutes = seconds % 60 == 0;
  text.append(std::to_string(minutes ? seconds / 60 : seconds)).append(minutes ? " min.)" : " s.)");
  return text;
}

std::string ScopeHasAnotherDate(std::string_view date, std::string_view time) {
  std::string text =
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '";
  text.append(date).append("' != '").append(time.substr(0, kDateChars)).append("', from '");
  return text.append(time).append("'.");
}

// text: the time as it was sent.
std::optional<AuthError> CheckWindow(std::string_view text, int64_t time, int64_t expiry_seconds,
                                     int64_t now) {
  if (time < now - expiry_seconds) {
    return Invalid("Signature expired: " + std::string(text) + " is now earlier than " +
                   BasicTime(now - expiry_seconds) + " " + Window(now, "-", expiry_seconds));
  }
  if (time > now + kSkewSeconds) {
    return Invalid("Signature not yet current: " + std::string(text) + " is still later than " +
                   BasicTime(now + kSkewSeconds) + " " + Window(now, "+", kSkewSeconds));
  }
  return std::nullopt;
}

// How long a pre-signed query lasts; the ordinary time when it does not say. Null: nonsense.
std::optional<int64_t> ExpirySeconds(const Signature& signature, std::string_view query) {
  const std::string_view text =
      signature.in_query ? QueryValue(query, "X-Amz-Expires") : std::string_view();
  if (text.empty()) return kSkewSeconds;
  int64_t seconds = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc() && stop == text.data() + text.size();
  if (!whole || seconds < 1 || seconds > kMaxExpirySeconds) return std::nullopt;
  return seconds;
}

// The body is what X-Amz-Content-SHA256 says, where that is sent. *digest_hex: its SHA-256.
std::optional<AuthError> CheckPayload(const HttpRequest& request, bool in_query,
                                      std::string* digest_hex) {
  digest_hex->clear();
  AppendHex(Sha256(request.body), digest_hex);
  std::string_view said = request.headers.Find(kPayloadHeader);
  if (said.empty() && in_query) said = QueryValue(QueryOf(request.target), "X-Amz-Content-Sha256");
  if (said.empty() || said == *digest_hex) return std::nullopt;
  if (said == "UNSIGNED-PAYLOAD" || said.starts_with("STREAMING-")) {
    return Invalid(
        "The payload of this request must be signed: 'x-amz-content-sha256' has to be the SHA-256 "
        "of the body, or absent. Unsigned and streaming payloads are not supported.");
  }
  return Invalid("The provided 'x-amz-content-sha256' header does not match what was computed.");
}

std::optional<AuthError> CheckCoverage(const HeaderCoverage& coverage) {
  if (!coverage.host_signed) return MustBeSigned("'Host' or ':authority'");
  if (coverage.unsigned_header.empty()) return std::nullopt;
  return MustBeSigned("'" + std::string(coverage.unsigned_header) + "'");
}

// Of X-Amz-Date: many requests of one second follow each other.
std::optional<int64_t> RecentTime(std::string_view text) {
  struct Read {
    std::string text{};
    std::optional<int64_t> time{};
  };
  static thread_local Read latest;
  if (latest.text == text) return latest.time;
  const std::optional<int64_t> time = ParseBasicTime(text);
  if (time) latest = {std::string(text), time};
  return time;
}

AuthError Mismatch(std::string_view canonical, std::string_view to_sign) {
  std::string text =
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n"
      "The Canonical String for this request should have been\n'";
  text.append(canonical).append("'\n\nThe String-to-Sign should have been\n'");
  text.append(to_sign).append("'\n");
  return Invalid(std::move(text));
}

// The two texts of a signature, and how it is compared. The strings are used again by each request
// of the thread.
struct Texts {
  std::string payload_hex;
  std::string canonical;
  std::string to_sign;
  std::string expected;
};

Texts& ThreadTexts() {
  static thread_local Texts texts;
  return texts;
}

// Everything but the query differs in nothing between a query with the session's token signed and
// one that got it afterwards.
struct CanonicalParts {
  const HttpRequest& request;
  const Signature& signature;
  std::string_view payload_hex;
};

HeaderCoverage BuildCanonical(const CanonicalParts& parts, std::string_view without,
                              std::string* text) {
  const bool in_query = parts.signature.in_query;
  text->assign(parts.request.method_name).push_back('\n');
  AppendCanonicalPath(PathOf(parts.request.target), text);
  text->push_back('\n');
  AppendCanonicalQuery(QueryOf(parts.request.target), in_query ? "X-Amz-Signature" : "", without,
                       text);
  text->push_back('\n');
  const HeaderCoverage coverage =
      AppendCanonicalHeaders(parts.request.headers, parts.signature.signed_headers, text);
  text->append("\n").append(parts.payload_hex);
  return coverage;
}

bool SignatureIsOf(const HmacKey& key, const Signature& signature, std::string_view signed_at,
                   Texts* texts) {
  std::string& to_sign = texts->to_sign;
  to_sign.assign(signature.algorithm).append("\n").append(signed_at).append("\n");
  to_sign.append(signature.date).append("/").append(signature.region).append("/");
  to_sign.append(signature.service).append("/aws4_request\n");
  AppendHex(Sha256(texts->canonical), &to_sign);
  texts->expected.clear();
  AppendHex(key.Sign(to_sign), &texts->expected);
  return EqualInConstantTime(texts->expected, signature.signature);
}

uint64_t NextNumber() {
  static std::atomic<uint64_t> last = 0;
  return ++last;
}

HmacKey SigningKeyOf(const Credential& credential, const Signature& signature) {
  return HmacKey(BytesOf(DeriveSigningKey(credential.secret_key,
                                          {signature.date, signature.region, signature.service})));
}

}  // namespace

Authenticator::Authenticator(const CredentialSource* credentials, const Clock* machine,
                             const Clock* clock)
    : credentials_(credentials), machine_(machine), clock_(clock), number_(NextNumber()) {}

// Of this authenticator's callers only: others have other secrets.
RecentCallers& Authenticator::ThreadCallers() const {
  struct OfAuthenticator {
    uint64_t number = 0;
    RecentCallers callers{};
  };
  static thread_local OfAuthenticator latest;
  if (latest.number != number_) latest = {number_, {}};
  return latest.callers;
}

std::optional<AuthError> Authenticator::CheckTime(const HttpRequest& request,
                                                  const Signature& signature,
                                                  SigningTime* signed_at) const {
  const std::string_view query = QueryOf(request.target);
  std::string_view& text = signed_at->text;
  text = signature.in_query ? QueryValue(query, "X-Amz-Date") : request.headers.Find("x-amz-date");
  std::optional<int64_t> time = RecentTime(text);
  if (text.empty() && !signature.in_query) {
    text = request.headers.Find("date");
    time = ParseDateHeader(text);
    if (time) text = signed_at->converted = BasicTime(*time);
  }
  if (!time) {
    return AuthError{kIncompleteSignature, "Date must be in ISO-8601 'basic format'. Got '" +
                                               std::string(text) +
                                               "'. See http://en.wikipedia.org/wiki/ISO_8601"};
  }
  const std::string_view date = text.substr(0, signature.date.size());
  if (signature.date.size() != kDateChars || date != signature.date) {
    return Invalid(ScopeHasAnotherDate(signature.date, text));
  }
  const std::optional<int64_t> expiry = ExpirySeconds(signature, query);
  if (!expiry) {
    return Invalid("X-Amz-Expires must be a whole number of seconds from 1 to 604800 (a week).");
  }
  return CheckWindow(text, *time, *expiry, machine_->WallSeconds());
}

// credential: of the access key; null when nobody has it.
std::optional<AuthError> Authenticator::CheckCredential(const HttpRequest& request,
                                                        const Signature& signature,
                                                        const Credential* credential) const {
  // An empty secret would be known to everybody.
  if (!credential || !credential->principal || credential->secret_key.empty()) {
    return Unrecognized();
  }
  std::string decoded;
  std::string_view token = request.headers.Find("x-amz-security-token");
  if (signature.in_query && token.empty()) {
    decoded = PercentDecode(QueryValue(QueryOf(request.target), kTokenParameter));
    token = decoded;
  }
  if (!EqualInConstantTime(token, credential->session_token)) return Unrecognized();
  if (clock_->WallSeconds() >= credential->expires_seconds) {
    return AuthError{kExpiredToken, "The security token included in the request is expired"};
  }
  return std::nullopt;
}

// Before the body is hashed, so that strangers cannot have that done.
std::optional<AuthError> Authenticator::FindSigner(const HttpRequest& request,
                                                   const Signature& signature,
                                                   Signer* signer) const {
  RecentCallers& callers = ThreadCallers();
  const RecentCaller* const known = callers.Find(signature.credential);
  signer->version = credentials_->version();
  signer->is_known = known != nullptr && known->version == signer->version;
  signer->credential =
      signer->is_known ? known->credential : credentials_->Find(signature.access_key_id);
  if (auto error = CheckCredential(request, signature, signer->credential.get())) {
    if (!signer->is_known) callers.Forget(signature.credential);
    return error;
  }
  const Credential& credential = *signer->credential;
  // His policies may be others and his secret the same.
  const bool has_key = known != nullptr && known->credential->secret_key == credential.secret_key;
  signer->key = has_key ? known->key : SigningKeyOf(credential, signature);
  return std::nullopt;
}

std::optional<AuthError> Authenticator::Authenticate(const HttpRequest& request,
                                                     std::string_view service,
                                                     Caller* caller) const {
  Signature signature;
  if (auto error = ReadSignature(request, service, &signature)) return error;
  SigningTime signed_at;
  if (auto error = CheckTime(request, signature, &signed_at)) return error;
  Signer signer;
  if (auto error = FindSigner(request, signature, &signer)) return error;
  Texts& texts = ThreadTexts();
  if (auto error = CheckPayload(request, signature.in_query, &texts.payload_hex)) return error;

  const CanonicalParts parts{request, signature, texts.payload_hex};
  const HeaderCoverage coverage = BuildCanonical(parts, {}, &texts.canonical);
  if (auto error = CheckCoverage(coverage)) return error;
  bool right = SignatureIsOf(*signer.key, signature, signed_at.text, &texts);
  if (!right && signature.in_query) {
    // The token may have been put to a query that was signed without it.
    Texts without_token;
    BuildCanonical(parts, kTokenParameter, &without_token.canonical);
    right = SignatureIsOf(*signer.key, signature, signed_at.text, &without_token);
  }
  if (!right || !coverage.all_present) return Mismatch(texts.canonical, texts.to_sign);
  if (!signer.is_known) {
    RecentCaller known{std::move(signer.credential), signer.version, *signer.key};
    signer.credential = ThreadCallers().Keep(signature.credential, std::move(known)).credential;
  }
  caller->credential = std::move(signer.credential);
  caller->region.assign(signature.region);
  return std::nullopt;
}

}  // namespace stator::server
