// Web identity tokens: JSON Web Tokens (RFC 7519) signed by an identity provider, verified.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json/json.h"
#include "kv/base/status.h"
#include "server/auth/identities.h"

namespace stator::server {

// Clocks of providers and of this machine differ so much at the most.
inline constexpr int64_t kTokenLeewaySeconds = 60;

// A token taken apart and not yet verified: nothing in it may be believed, but for whom to ask.
class WebToken {
 public:
  // InvalidIdentityToken for what is no signed token. `text` must outlive it.
  static Result<WebToken> Parse(std::string_view text);

  std::string_view issuer() const { return issuer_; }

  // The signature, by the provider's keys, and the claims: iss, aud or azp, exp, iat, nbf, sub.
  // InvalidIdentityToken, ExpiredTokenException or IDPRejectedClaim.
  Status Verify(const IdentityProvider& provider, int64_t now_seconds) const;

  // The rest only of a token that has been verified.
  const std::string& subject() const { return subject_; }
  // azp where there is one, otherwise aud.
  const std::vector<std::string>& audiences() const { return audiences_; }
  // The values of the provider's condition keys that the token brings.
  std::vector<std::pair<std::string, std::vector<std::string>>> ConditionKeys(
      const IdentityProvider& provider) const;

  struct SessionTags {
    Tags tags{};
    std::vector<std::string> transitive_keys{};
  };
  // The claim https://aws.amazon.com/tags, {"principal_tags": {"key": ["value"]},
  // "transitive_tag_keys": ["key"]}; the values may be plain strings. IDPRejectedClaim.
  Result<SessionTags> ReadSessionTags() const;
  // The claim https://aws.amazon.com/source_identity; empty: none.
  Result<std::string> ReadSourceIdentity() const;

 private:
  WebToken() = default;
  Status ReadHeader(const std::string& text);
  Status ReadClaims(const std::string& text);
  Status CheckTimes(int64_t now_seconds) const;
  Status CheckAudience(const IdentityProvider& provider) const;

  std::string_view signed_text_;
  std::string signature_;
  std::string algorithm_;
  std::string key_id_;
  // Behind a pointer, so that nodes stay valid when the token is moved.
  std::unique_ptr<api::json::Document> claims_document_;
  std::optional<api::json::Node> claims_;
  std::string issuer_;
  std::string subject_;
  std::vector<std::string> audiences_;
};

}  // namespace stator::server
