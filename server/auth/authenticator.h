// Who sends a request: its signature (AWS Signature Version 4) is computed again with the secret of
// the access key that it names, and must be the same.
//
// The rules, in the order in which they are checked; the texts of the refusals are AWS's where it
// has one:
//   - the form of the Authorization header or of the X-Amz-* query parameters
//   - the time of the signature is within 5 minutes of the machine's clock, or, for a pre-signed
//     query with X-Amz-Expires, not longer ago than that; the scope has the same date
//   - somebody has the access key; temporary ones come with their session token and are not over
//   - the body is what X-Amz-Content-SHA256 says, where that is sent. No operation of DynamoDB has
//     an unsigned or streamed payload (the API model has none of the traits for them), so
//     UNSIGNED-PAYLOAD and STREAMING-… are refused
//   - Host and every header that begins with X-Amz- are signed
//   - the signature
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/clock.h"
#include "server/auth/auth_error.h"
#include "server/auth/credentials.h"
#include "server/auth/recent_callers.h"
#include "server/auth/signature.h"
#include "server/http_request.h"

namespace stator::server {

// Threads: any. Each remembers those whose signatures were right (RecentCallers).
class Authenticator {
 public:
  // machine: the clock that clients sign by. clock: the one that sessions and policies go by; it
  // may be moved (docs/time.md). All must outlive it.
  Authenticator(const CredentialSource* credentials, const Clock* machine, const Clock* clock);
  Authenticator(const CredentialSource* credentials, const Clock* clock)
      : Authenticator(credentials, clock, clock) {}

  const Clock* clock() const { return clock_; }

  struct Caller {
    std::shared_ptr<const Credential> credential;
    std::string region;  // of the scope
  };
  // `request` must hold all its headers (RequestParser). service: what the credential must be
  // scoped to, "dynamodb" or "sts".
  std::optional<AuthError> Authenticate(const HttpRequest& request, std::string_view service,
                                        Caller* caller) const;

 private:
  struct SigningTime {
    std::string_view text{};  // 20150830T123600Z
    std::string converted{};  // where it was sent in another form
  };
  std::optional<AuthError> CheckTime(const HttpRequest& request, const Signature& signature,
                                     SigningTime* signed_at) const;
  struct Signer {
    std::shared_ptr<const Credential> credential{};
    uint64_t version = 0;   // of credentials_, when it was asked
    bool is_known = false;  // to the thread's callers, by that version
    std::optional<HmacKey> key{};
  };
  std::optional<AuthError> FindSigner(const HttpRequest& request, const Signature& signature,
                                      Signer* signer) const;
  std::optional<AuthError> CheckCredential(const HttpRequest& request, const Signature& signature,
                                           const Credential* credential) const;
  RecentCallers& ThreadCallers() const;

  const CredentialSource* const credentials_;
  const Clock* const machine_;
  const Clock* const clock_;
  const uint64_t number_;  // of no other one of the process
};

}  // namespace stator::server
