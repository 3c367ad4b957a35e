#include "server/sts_route.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/clock.h"
#include "server/auth/identity_names.h"
#include "server/auth/signature.h"
#include "server/text.h"

namespace stator::server {
namespace {

constexpr std::string_view kService = "sts";
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
// The account of tables whose access key is no account number (api/engine.cc).
constexpr std::string_view kDefaultAccount = "123456789012";

// DynamoDB and STS call the same refusals by other names, and STS replies with 403.
struct Renamed {
  std::string_view type;
  std::string_view name;
};
constexpr Renamed kRenamed[] = {
    {kMissingAuthenticationToken, "MissingAuthenticationToken"},
    {kIncompleteSignature, "IncompleteSignature"},
    {kInvalidSignature, "SignatureDoesNotMatch"},
    {kUnrecognizedClient, "InvalidClientTokenId"},
    {kExpiredToken, "ExpiredToken"},
};

HttpReply ReplyOf(const AuthError& error, std::string_view request_id) {
  std::string_view name = error.type;
  for (const Renamed& renamed : kRenamed) {
    if (renamed.type == error.type) name = renamed.name;
  }
  return StsErrorReply(name, error.message, 403, request_id);
}

std::string_view FormOf(const HttpRequest& request) {
  return request.method == HttpMethod::kPost ? std::string_view(request.body)
                                             : QueryOf(request.target);
}

bool NamesAction(std::string_view query) {
  while (!query.empty()) {
    if (CutAt('&', &query).starts_with("Action=")) return true;
  }
  return false;
}

}  // namespace

bool IsForSts(const HttpRequest& request) {
  if (request.method == HttpMethod::kGet) return NamesAction(QueryOf(request.target));
  std::string_view content_type = request.content_type;
  return request.method == HttpMethod::kPost &&
         EqualsIgnoringCase(TrimSpace(CutAt(';', &content_type)), kFormType) &&
         NamesAction(request.body);
}

HttpReply AnswerForSts(const HttpRequest& request, const Sts& sts,
                       const Authenticator* authenticator, const api::CallContext& context) {
  const std::string request_id = NewUuid(SystemRandom());
  StsRequest asked{.form = FormOf(request),
                   .request_id = request_id,
                   .origin = context.origin,
                   .decisions = context.decisions};
  // Whoever has a token need not sign, and what he signs counts for nothing.
  if (Sts::IsUnsigned(asked.form)) return sts.Answer(asked);
  Signature signature;
  if (const auto error = ReadSignature(request, kService, &signature)) {
    return ReplyOf(*error, request_id);
  }
  asked.region = signature.region;
  asked.access_key_id = signature.access_key_id;
  if (authenticator == nullptr) {
    const bool names_account = IsAccountNumber(signature.access_key_id);
    asked.caller = std::make_shared<api::iam::Principal>(
        api::iam::AccountPrincipal(names_account ? signature.access_key_id : kDefaultAccount));
    return sts.Answer(asked);
  }
  Authenticator::Caller caller;
  if (const auto error = authenticator->Authenticate(request, kService, &caller)) {
    return ReplyOf(*error, request_id);
  }
  asked.caller = caller.credential->principal;
  return sts.Answer(asked);
}

}  // namespace stator::server
