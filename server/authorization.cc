#include "server/authorization.h"

#include <utility>

#include "server/auth/signature.h"
#include "server/http_errors.h"

namespace stator::server {
namespace {

std::optional<HttpReply> ReadNamespace(const HttpRequest& request, api::CallContext* context) {
  Signature signature;
  if (const auto error = ReadSignature(request, kDynamoDbService, &signature)) {
    return ReplyOf(*error);
  }
  context->account.assign(signature.access_key_id);
  context->region.assign(signature.region);
  return std::nullopt;
}

}  // namespace

std::optional<HttpReply> ReadAuthorization(const HttpRequest& request,
                                           const Authenticator* authenticator,
                                           api::CallContext* context) {
  context->principal.reset();
  if (authenticator == nullptr) return ReadNamespace(request, context);
  Authenticator::Caller caller;
  if (const auto error = authenticator->Authenticate(request, kDynamoDbService, &caller)) {
    return ReplyOf(*error);
  }
  // Counted with the credential: that count is this thread's own, the principal's is everybody's.
  context->principal = {caller.credential, caller.credential->principal.get()};
  context->account.assign(context->principal->account);
  context->region = std::move(caller.region);
  return std::nullopt;
}

}  // namespace stator::server
