// A Security Token Service: who am I, and the sessions of roles (docs/access.md, "STS"). Three
// actions of AWS's, in its form and with its limits and errors.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/iam/principal.h"
#include "api/types/access.h"
#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "server/auth/form.h"
#include "server/auth/identity_store.h"
#include "server/auth/sts_xml.h"
#include "server/http_reply.h"

namespace stator::server {

struct StsRequest {
  std::string_view form{};        // the body of a POST, the query of a GET
  std::string_view request_id{};  // for the reply
  std::string_view region{};      // of the signature's scope
  const api::iam::RequestOrigin* origin = nullptr;
  // Whose signature it has; null: it has none.
  std::shared_ptr<const api::iam::Principal> caller{};
  std::string_view access_key_id{};                       // with which it is signed
  const api::iam::DecisionListener* decisions = nullptr;  // may be null: nobody wants to know
};

// Threads: any.
class Sts {
 public:
  // Both must outlive it. store: null where nobody is known (--auth=off): there are no roles then.
  Sts(IdentityStore* store, const Clock* clock) : store_(store), clock_(clock) {}

  // Never blocks.
  HttpReply Answer(const StsRequest& request) const;

  // Whether the request is for an action that needs no signature: AssumeRoleWithWebIdentity, where
  // the token stands for it.
  static bool IsUnsigned(std::string_view form);

 private:
  Result<XmlFields> GetCallerIdentity(const StsRequest& request, Form* form) const;
  Result<XmlFields> AssumeRole(const StsRequest& request, Form* form) const;
  Result<XmlFields> AssumeRoleWithWebIdentity(const StsRequest& request, Form* form) const;

  IdentityStore* const store_;
  const Clock* const clock_;
};

}  // namespace stator::server
