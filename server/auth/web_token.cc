#include "server/auth/web_token.h"

#include <algorithm>

#include "server/auth/base64url.h"
#include "server/auth/identity_names.h"
#include "server/auth/placed_json.h"
#include "server/auth/sts_errors.h"
#include "server/auth/sts_parameters.h"
#include "server/text.h"

namespace stator::server {

namespace json = api::json;

namespace {

constexpr size_t kSubjectMinChars = 6;  // STS API Reference, SubjectFromWebIdentityToken
constexpr size_t kSubjectMaxChars = 255;
constexpr size_t kSourceIdentityMinChars = 2;
constexpr size_t kSourceIdentityMaxChars = 64;
constexpr std::string_view kTagsClaim = "https://aws.amazon.com/tags";
constexpr std::string_view kSourceIdentityClaim = "https://aws.amazon.com/source_identity";
constexpr std::string_view kNotAToken =
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
    "Token)";

Status Invalid(std::string_view message) {
  return StsError(sts::kInvalidIdentityToken, std::string(message));
}
Status Rejected(std::string message) { return StsError(sts::kRejectedClaim, std::move(message)); }

// Of an object of a token; a name that stands twice makes it another token for another reader.
bool HasUniqueNames(const json::Node& object) { return PlacedNode(object, "").AllMembers().ok(); }

std::optional<std::string> TextOf(const json::Node& object, std::string_view name) {
  const auto node = object.Find(name);
  if (!node || !node->is(json::Kind::kString)) return std::nullopt;
  return std::string(node->string());
}

// A string, or the strings of a list; none for anything else.
std::optional<std::vector<std::string>> TextsOf(const json::Node& node) {
  if (node.is(json::Kind::kString)) return std::vector{std::string(node.string())};
  if (!node.is(json::Kind::kArray)) return std::nullopt;
  std::vector<std::string> texts;
  for (auto it = node.begin(); it.Valid(); it.Next()) {
    if (!it.value().is(json::Kind::kString)) return std::nullopt;
    texts.emplace_back(it.value().string());
  }
  return texts;
}

// NumericDate: seconds since the epoch, perhaps with a fraction (RFC 7519, section 2).
std::optional<int64_t> SecondsOf(const json::Node& claims, std::string_view name) {
  const auto node = claims.Find(name);
  if (!node || !node->is(json::Kind::kNumber)) return std::nullopt;
  const std::optional<int64_t> seconds = node->integer();
  constexpr int64_t kLast = 253'402'300'799;  // the year 9999
  if (!seconds || *seconds < 0 || *seconds > kLast) return std::nullopt;
  return seconds;
}

// Google's tokens name their issuer with and without its scheme.
std::string_view WithoutScheme(std::string_view issuer) {
  constexpr std::string_view kScheme = "https://";
  if (issuer.starts_with(kScheme)) issuer.remove_prefix(kScheme.size());
  return issuer;
}

// A claim as values of a condition key.
std::vector<std::string> KeyValues(const json::Node& node) {
  if (node.is(json::Kind::kBool)) return {node.boolean() ? "true" : "false"};
  if (node.is(json::Kind::kNumber)) return {node.number_text()};
  return TextsOf(node).value_or(std::vector<std::string>());
}

}  // namespace

Result<WebToken> WebToken::Parse(std::string_view text) {
  if (std::count(text.begin(), text.end(), '.') != 2) return Invalid(kNotAToken);
  WebToken token;
  token.signed_text_ = text.substr(0, text.rfind('.'));
  std::string_view rest = text;
  const auto header = DecodeBase64Url(CutAt('.', &rest));
  const auto claims = DecodeBase64Url(CutAt('.', &rest));
  auto signature = DecodeBase64Url(rest);
  if (!header || !claims || !signature) return Invalid(kNotAToken);
  token.signature_ = *std::move(signature);
  STATOR_RETURN_IF_ERROR(token.ReadHeader(*header));
  STATOR_RETURN_IF_ERROR(token.ReadClaims(*claims));
  return token;
}

Status WebToken::ReadHeader(const std::string& text) {
  json::Document document;
  const Result<json::Node> header = document.Parse(text);
  if (!header.ok() || !header->is(json::Kind::kObject) || !HasUniqueNames(*header)) {
    return Invalid(kNotAToken);
  }
  // Extensions that must be understood (RFC 7515, 4.1.11); there are none that are.
  if (header->Find("crit")) return Invalid("The token has critical header parameters.");
  algorithm_ = TextOf(*header, "alg").value_or("");
  key_id_ = TextOf(*header, "kid").value_or("");
  return OkStatus();
}

Status WebToken::ReadClaims(const std::string& text) {
  claims_document_ = std::make_unique<json::Document>();
  const Result<json::Node> claims = claims_document_->Parse(text);
  if (!claims.ok() || !claims->is(json::Kind::kObject) || !HasUniqueNames(*claims)) {
    return Invalid(kNotAToken);
  }
  claims_ = *claims;
  for (const std::string_view name : {"iss", "sub", "aud", "exp", "iat"}) {
    if (!claims->Find(name)) {
      return Invalid("Missing a required claim: " + std::string(name));
    }
  }
  issuer_ = TextOf(*claims, "iss").value_or("");
  subject_ = TextOf(*claims, "sub").value_or("");
  auto audiences = TextsOf(*claims->Find(claims->Find("azp") ? "azp" : "aud"));
  if (issuer_.empty() || subject_.empty() || !audiences || audiences->empty()) {
    return Invalid(kNotAToken);
  }
  audiences_ = *std::move(audiences);
  return OkStatus();
}

Status WebToken::Verify(const IdentityProvider& provider, int64_t now_seconds) const {
  if (WithoutScheme(issuer_) != WithoutScheme(provider.issuer)) {
    return Invalid("Issuer must match the identity provider");
  }
  if (!IsTokenAlgorithm(algorithm_)) {
    return Invalid(
        "The signature algorithm of the token is not one of RS256, RS384, RS512, ES256, "
        "ES384, ES512");
  }
  switch (provider.keys->Verify(algorithm_, key_id_, signed_text_, signature_)) {
    case KeySet::Verdict::kValid: break;
    case KeySet::Verdict::kNoSuchKey:
    case KeySet::Verdict::kWrongKeyType:
      return Invalid(
          "Couldn't retrieve verification key from your identity provider, please reference "
          "AssumeRoleWithWebIdentity documentation for requirements");
    case KeySet::Verdict::kUnknownAlgorithm:
    case KeySet::Verdict::kInvalid: return Invalid("The signature of the token is invalid");
  }
  STATOR_RETURN_IF_ERROR(CheckTimes(now_seconds));
  STATOR_RETURN_IF_ERROR(CheckAudience(provider));
  if (subject_.size() < kSubjectMinChars || subject_.size() > kSubjectMaxChars) {
    return Rejected("The claim sub must have 6 to 255 characters");
  }
  return OkStatus();
}

Status WebToken::CheckTimes(int64_t now_seconds) const {
  const auto expires = SecondsOf(*claims_, "exp");
  const auto issued = SecondsOf(*claims_, "iat");
  if (!expires || !issued) return Invalid(kNotAToken);
  if (now_seconds >= *expires + kTokenLeewaySeconds) {
    return StsError(sts::kExpiredToken,
                    "Token expired: current date/time " + std::to_string(now_seconds) +
                        " must be before the expiration date/time " + std::to_string(*expires));
  }
  if (now_seconds < *issued - kTokenLeewaySeconds) {
    return Invalid("The token was issued in the future");
  }
  if (!claims_->Find("nbf")) return OkStatus();
  const auto begins = SecondsOf(*claims_, "nbf");
  if (!begins) return Invalid(kNotAToken);
  if (now_seconds < *begins - kTokenLeewaySeconds) {
    return Invalid("The token is not valid yet");
  }
  return OkStatus();
}

Status WebToken::CheckAudience(const IdentityProvider& provider) const {
  for (const std::string& audience : audiences_) {
    if (std::find(provider.audiences.begin(), provider.audiences.end(), audience) !=
        provider.audiences.end()) {
      return OkStatus();
    }
  }
  return Invalid("Incorrect token audience");
}

std::vector<std::pair<std::string, std::vector<std::string>>> WebToken::ConditionKeys(
    const IdentityProvider& provider) const {
  std::vector<std::pair<std::string, std::vector<std::string>>> keys;
  for (const auto& [key, claim] : provider.condition_keys) {
    const auto node = claims_->Find(claim);
    std::vector<std::string> values;
    if (claim == "azp") {
      values = audiences_;
    } else if (node) {
      values = KeyValues(*node);
    }
    if (!values.empty()) keys.emplace_back(key, std::move(values));
  }
  return keys;
}

Result<WebToken::SessionTags> WebToken::ReadSessionTags() const {
  SessionTags read;
  const auto claim = claims_->Find(kTagsClaim);
  if (!claim) return read;
  const Status malformed = Rejected("The claim " + std::string(kTagsClaim) + " is malformed");
  if (!claim->is(json::Kind::kObject) || !HasUniqueNames(*claim)) return malformed;
  if (const auto tags = claim->Find("principal_tags")) {
    if (!tags->is(json::Kind::kObject)) return malformed;
    for (auto it = tags->begin(); it.Valid(); it.Next()) {
      const auto values = TextsOf(it.value());
      if (!values || values->size() != 1) return malformed;
      read.tags.emplace_back(it.name(), values->front());
    }
  }
  if (const auto keys = claim->Find("transitive_tag_keys")) {
    auto names = TextsOf(*keys);
    if (!names) return malformed;
    read.transitive_keys = *std::move(names);
  }
  const Status checked = CheckSessionTags(read.tags, read.transitive_keys);
  if (!checked.ok()) return Rejected(checked.message());
  return read;
}

Result<std::string> WebToken::ReadSourceIdentity() const {
  const auto claim = claims_->Find(kSourceIdentityClaim);
  if (!claim) return std::string();
  std::string text = TextOf(*claims_, kSourceIdentityClaim).value_or("");
  if (text.size() >= kSourceIdentityMinChars && text.size() <= kSourceIdentityMaxChars &&
      IsNameText(text)) {
    return text;
  }
  return Rejected("The claim " + std::string(kSourceIdentityClaim) + " is malformed");
}

}  // namespace stator::server
