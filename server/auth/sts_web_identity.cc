// AssumeRoleWithWebIdentity.
#include <algorithm>
#include <utility>

#include "server/auth/assumed_role.h"
#include "server/auth/identity_names.h"
#include "server/auth/sts_errors.h"
#include "server/auth/web_token.h"

namespace stator::server {

namespace iam = api::iam;

namespace {

bool IsKnownById(const IdentityProvider& provider) { return provider.principal == provider.id; }

// The provider, of the role's account, whose token it says it is.
Result<std::shared_ptr<const IdentityProvider>> FindProvider(const Identities& identities,
                                                             const AssumeParameters& parameters,
                                                             const WebToken& token) {
  const auto parts = ParseIamArn(parameters.role_arn, "role");
  const Account* const account = identities.FindAccount(parts->account);
  if (account != nullptr) {
    for (const auto& provider : account->providers) {
      // ProviderId is for those without an ARN (STS API Reference).
      const bool found = parameters.provider_id
                             ? IsKnownById(*provider) && provider->id == *parameters.provider_id
                             : provider->issuer == token.issuer() ||
                                   provider->issuer == "https://" + std::string(token.issuer());
      if (found) return provider;
    }
  }
  if (parameters.provider_id) {
    return StsError(sts::kInvalidIdentityToken,
                    "No provider found in your account for " + *parameters.provider_id);
  }
  return StsError(
      sts::kInvalidIdentityToken,
      "No OpenIDConnect provider found in your account for " + std::string(token.issuer()));
}

// role: may be null; nobody learns that there is none.
Status Authorize(const StsRequest& request, const AssumeParameters& parameters, const Role* role,
                 const IdentityProvider& provider, const TokenKeys& token_keys,
                 int64_t now_seconds) {
  iam::ConditionKeys keys = AssumeKeys(parameters);
  for (const auto& [name, values] : token_keys) keys.SetAll(name, values);
  iam::AccessRequest question = TrustQuestion(request, parameters, role, keys, now_seconds);
  for (const std::string_view action :
       AssumeActions("sts:AssumeRoleWithWebIdentity", parameters, !parameters.tags.empty())) {
    question.action = action;
    const iam::Decision decision = DecideTrust(request, question, provider.principal);
    if (role != nullptr && decision.allowed) continue;
    return StsError(sts::kAccessDenied, "Not authorized to perform " + std::string(action));
  }
  return OkStatus();
}

// What the token says of the session.
Status ReadSession(const WebToken& token, AssumeParameters* parameters) {
  STATOR_ASSIGN_OR_RETURN(WebToken::SessionTags tags, token.ReadSessionTags());
  parameters->tags = std::move(tags.tags);
  parameters->transitive_tag_keys = std::move(tags.transitive_keys);
  STATOR_ASSIGN_OR_RETURN(std::string source_identity, token.ReadSourceIdentity());
  if (!source_identity.empty()) parameters->source_identity = std::move(source_identity);
  return OkStatus();
}

std::string MatchingAudience(const WebToken& token, const IdentityProvider& provider) {
  for (const std::string& audience : token.audiences()) {
    if (std::find(provider.audiences.begin(), provider.audiences.end(), audience) !=
        provider.audiences.end()) {
      return audience;
    }
  }
  return std::string();
}

}  // namespace

Result<XmlFields> Sts::AssumeRoleWithWebIdentity(const StsRequest& request, Form* form) const {
  STATOR_ASSIGN_OR_RETURN(AssumeParameters parameters, ReadAssumeRoleWithWebIdentity(form));
  if (store_ == nullptr) {
    return StsError(sts::kInvalidAction,
                    "AssumeRoleWithWebIdentity needs a server with --auth=sigv4.");
  }
  const auto identities = store_->identities();
  STATOR_ASSIGN_OR_RETURN(const auto role, FindRoleByArn(*identities, parameters.role_arn));
  STATOR_ASSIGN_OR_RETURN(const WebToken token, WebToken::Parse(parameters.web_identity_token));
  STATOR_ASSIGN_OR_RETURN(const auto provider, FindProvider(*identities, parameters, token));
  const int64_t now_seconds = clock_->WallSeconds();
  STATOR_RETURN_IF_ERROR(token.Verify(*provider, now_seconds));
  STATOR_RETURN_IF_ERROR(ReadSession(token, &parameters));
  TokenKeys token_keys = token.ConditionKeys(*provider);
  token_keys.push_back({"aws:FederatedProvider", {provider->principal}});
  STATOR_RETURN_IF_ERROR(
      Authorize(request, parameters, role.get(), *provider, token_keys, now_seconds));
  SessionFacts facts;
  facts.holder = {role->account, provider->principal + " " + token.subject()};
  facts.token_keys = std::move(token_keys);
  STATOR_ASSIGN_OR_RETURN(XmlFields fields, StartSession(store_, *identities, *role, parameters,
                                                         std::move(facts), now_seconds));
  fields.emplace_back("SubjectFromWebIdentityToken", token.subject());
  fields.emplace_back("Audience", MatchingAudience(token, *provider));
  fields.emplace_back("Provider", parameters.provider_id.value_or(std::string(token.issuer())));
  return fields;
}

}  // namespace stator::server
