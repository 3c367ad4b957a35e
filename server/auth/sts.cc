#include "server/auth/sts.h"

#include <algorithm>
#include <array>

#include "server/auth/sts_errors.h"
#include "server/auth/sts_parameters.h"

namespace stator::server {
namespace {

constexpr std::string_view kVersion = "2011-06-15";
constexpr std::string_view kWebIdentity = "AssumeRoleWithWebIdentity";

// AWS's other actions, which are told apart from what does not exist.
constexpr std::array<std::string_view, 8> kNotServed = {
    "AssumeRoleWithSAML",
    "AssumeRoot",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetDelegatedAccessToken",
    "GetFederationToken",
    "GetSessionToken",
    "GetWebIdentityToken",
};

}  // namespace

bool Sts::IsUnsigned(std::string_view form) {
  auto parsed = Form::Parse(form);
  if (!parsed.ok()) return false;
  const std::string* const action = parsed->Take("Action");
  return action != nullptr && *action == kWebIdentity;
}

HttpReply Sts::Answer(const StsRequest& request) const {
  const auto refuse = [&request](const Status& status) {
    return StsErrorReply(status, request.request_id);
  };
  auto form = Form::Parse(request.form);
  if (!form.ok()) return refuse(form.status());
  const std::string* const action = form->Take("Action");
  const std::string* const version = form->Take("Version");
  if (action == nullptr || action->empty()) {
    return refuse(StsError(sts::kMissingAction, "The request must contain the parameter Action"));
  }
  struct Action {
    std::string_view name;
    Result<XmlFields> (Sts::*answer)(const StsRequest&, Form*) const;
  };
  constexpr Action kActions[] = {
      {"GetCallerIdentity", &Sts::GetCallerIdentity},
      {"AssumeRole", &Sts::AssumeRole},
      {kWebIdentity, &Sts::AssumeRoleWithWebIdentity},
  };
  for (const auto& [name, answer] : kActions) {
    if (*action != name || version == nullptr || *version != kVersion) continue;
    if (request.caller == nullptr && name != kWebIdentity) {
      return refuse(StsError(sts::kMissingToken, "Request is missing Authentication Token"));
    }
    const Result<XmlFields> fields = (this->*answer)(request, &*form);
    if (!fields.ok()) return refuse(fields.status());
    return StsReply(name, *fields, request.request_id);
  }
  if (std::find(kNotServed.begin(), kNotServed.end(), *action) != kNotServed.end()) {
    return refuse(StsError(sts::kInvalidAction, *action + " is not served."));
  }
  return refuse(
      StsError(sts::kInvalidAction,
               "Could not find operation " + action->substr(0, 128) + " for version " +
                   (version == nullptr ? "NO_VERSION_SPECIFIED" : version->substr(0, 32))));
}

Result<XmlFields> Sts::GetCallerIdentity(const StsRequest& request, Form* form) const {
  // Every caller may ask, whatever his policies say (STS API Reference, "GetCallerIdentity").
  STATOR_RETURN_IF_ERROR(ReadNothing(*form));
  return XmlFields{{"Arn", request.caller->arn},
                   {"UserId", request.caller->user_id},
                   {"Account", request.caller->account}};
}

}  // namespace stator::server
