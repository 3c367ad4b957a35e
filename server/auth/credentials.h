// The seam between those who verify signatures and those who know secrets: an access key id leads
// to what its holder signs with and to who he is.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "api/iam/principal.h"

namespace stator::server {

// Does not change once it is shared.
struct Credential {
  std::string secret_key{};     // never in a log, an error or a reply but that of STS
  std::string session_token{};  // of temporary credentials: X-Amz-Security-Token; otherwise empty
  int64_t expires_seconds = std::numeric_limits<int64_t>::max();  // since the epoch
  std::shared_ptr<const api::iam::Principal> principal{};
};

class CredentialSource {
 public:
  virtual ~CredentialSource() = default;
  // Null: nobody has that key. Called from any thread, for each request: cheap.
  virtual std::shared_ptr<const Credential> Find(std::string_view access_key_id) const = 0;
  // Changes, before Find answers anew, whenever a key that it answered for is gone or has another
  // credential. Never the same again. Called from any thread, for each request.
  virtual uint64_t version() const = 0;
};

}  // namespace stator::server
