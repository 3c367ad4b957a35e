// Requests for tests of signatures, and who may sign them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "server/auth/credentials.h"
#include "server/auth/sha256.h"
#include "server/http_request.h"
#include "server/text.h"

namespace stator::server {

class FixedCredentials final : public CredentialSource {
 public:
  void Add(const std::string& id, Credential credential) {
    if (!credential.principal) {
      credential.principal = std::make_shared<api::iam::Principal>(
          api::iam::UserPrincipal("123456789012", "user-of-" + id));
    }
    credentials_[id] = std::make_shared<const Credential>(std::move(credential));
    ++version_;
  }
  void Remove(const std::string& id) {
    credentials_.erase(id);
    ++version_;
  }
  std::shared_ptr<const Credential> Find(std::string_view access_key_id) const override {
    const auto found = credentials_.find(access_key_id);
    return found == credentials_.end() ? nullptr : found->second;
  }
  uint64_t version() const override { return version_; }

 private:
  std::map<std::string, std::shared_ptr<const Credential>, std::less<>> credentials_;
  uint64_t version_ = 0;
};

// As the parser leaves it.
inline void AddHeader(std::string_view name, std::string_view value, HttpRequest* request) {
  request->headers.Add(name, value);
  const auto is = [name](std::string_view other) { return EqualsIgnoringCase(name, other); };
  if (is("authorization")) request->authorization = value;
  if (is("date") || is("x-amz-date")) request->has_date = true;
  if (is("host")) request->has_host = true;
  if (is("host")) request->host = value;
  if (is("x-amz-target")) request->amz_target = value;
  if (is("content-type")) request->content_type = value;
}

inline std::string HexSha256(std::string_view text) {
  std::string hex;
  AppendHex(Sha256(text), &hex);
  return hex;
}

}  // namespace stator::server
