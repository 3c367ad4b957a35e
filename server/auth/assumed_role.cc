#include "server/auth/assumed_role.h"

#include <zlib.h>

#include <ctime>
#include <optional>
#include <utility>

#include "server/auth/identity_names.h"
#include "server/auth/sha256.h"
#include "server/auth/sts_errors.h"

namespace stator::server {

namespace iam = api::iam;

namespace {

constexpr int64_t kDefaultSeconds = 3'600;
// AWS packs a session's policies and tags in a binary form of its own, with a limit that it does
// not publish. Here it is what zlib makes of them against so many bytes.
constexpr size_t kPackedBytes = 2'048;
// Of tags and what a token brings, as they are kept: not packed.
constexpr size_t kPlainBytes = 4'096;

// Rounded up.
size_t Percent(size_t part, size_t whole) { return (100 * part + whole - 1) / whole; }

// "2026-11-22T19:04:05Z"
std::string UtcTime(int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm utc = {};
  gmtime_r(&time, &utc);
  char text[32];
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc));
}

Result<std::shared_ptr<const iam::Policy>> ParseSessionPolicy(const std::string& json) {
  // By its text, so that sessions with other policies are told apart (iam::StableIdentity).
  std::string name = "session policy ";
  AppendHex(Sha256(json), &name);
  auto policy = iam::Policy::Parse(json, iam::PolicyUse::kSession, std::move(name));
  if (policy.ok()) return policy;
  return StsError(sts::kMalformedPolicy, "Syntax errors in policy: " + policy.status().message());
}

// What the role and the parameters say of the session.
Status Complete(const Identities& identities, const Role& role, const AssumeParameters& parameters,
                int64_t now_seconds, SessionFacts* session) {
  SessionFacts& facts = *session;
  facts.account = role.account;
  facts.role_name = role.name;
  facts.session_name = parameters.session_name;
  const int64_t seconds = parameters.duration_seconds.value_or(kDefaultSeconds);
  if (seconds > role.max_session_seconds) {
    return StsError(sts::kValidationError,
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this "
                    "role.");
  }
  facts.issued_seconds = now_seconds;
  facts.expires_seconds = now_seconds + seconds;
  if (parameters.policy) {
    STATOR_ASSIGN_OR_RETURN(facts.inline_policy, ParseSessionPolicy(*parameters.policy));
  }
  for (const std::string& arn : parameters.policy_arns) {
    const auto parts = ParseIamArn(arn, "policy");
    if (!parts) return StsError(sts::kValidationError, arn + " is invalid");
    // Policies of other accounts cannot be passed on (STS API Reference, "PolicyArns").
    if (parts->account != role.account ||
        identities.FindPolicy(parts->account, parts->name) == nullptr) {
      return StsError(sts::kValidationError, "Policy " + arn + " does not exist.");
    }
    facts.policy_names.emplace_back(parts->name);
  }
  facts.tags = parameters.tags;
  facts.transitive_tag_keys = parameters.transitive_tag_keys;
  facts.source_identity = parameters.source_identity.value_or("");
  return OkStatus();
}

size_t PlainBytes(const SessionFacts& facts) {
  size_t bytes = 0;
  for (const auto& [key, value] : facts.tags) bytes += key.size() + value.size();
  for (const std::string& key : facts.transitive_tag_keys) bytes += key.size();
  for (const auto& [name, values] : facts.token_keys) {
    bytes += name.size();
    for (const std::string& value : values) bytes += value.size();
  }
  return bytes;
}

Status TooLarge(size_t percent) {
  return StsError(sts::kPackedTooLarge, "Packed policy consumes " + std::to_string(percent) +
                                            "% of allotted space, please use smaller policy.");
}

// How full the session is with policies and tags, in percent, where it has any; otherwise none.
// PackedPolicyTooLarge above 100.
Result<std::optional<int64_t>> PackedPolicySize(const AssumeParameters& parameters) {
  std::string text = parameters.policy.value_or("");
  size_t policy_chars = CountChars(text);
  for (const std::string& arn : parameters.policy_arns) {
    policy_chars += arn.size();
    text.append(arn).push_back('\0');
  }
  for (const auto& [key, value] : parameters.tags) {
    text.append(key).push_back('\0');
    text.append(value).push_back('\0');
  }
  if (text.empty()) return std::optional<int64_t>();
  uLongf packed = compressBound(static_cast<uLong>(text.size()));
  std::string buffer(packed, '\0');
  if (compress(reinterpret_cast<Bytef*>(buffer.data()), &packed,
               reinterpret_cast<const Bytef*>(text.data()),
               static_cast<uLong>(text.size())) != Z_OK) {
    return InternalError("a session's policies cannot be packed");
  }
  // In plain text policies and ARNs have a limit of their own.
  const size_t percent = policy_chars > kMaxSessionPolicyChars
                             ? Percent(policy_chars, kMaxSessionPolicyChars)
                             : Percent(packed, kPackedBytes);
  if (percent > 100) return TooLarge(percent);
  return std::optional<int64_t>(static_cast<int64_t>(percent));
}

}  // namespace

Result<std::shared_ptr<const Role>> FindRoleByArn(const Identities& identities,
                                                  const std::string& role_arn) {
  const auto parts = ParseIamArn(role_arn, "role");
  if (!parts) return StsError(sts::kValidationError, role_arn + " is invalid");
  return identities.FindRole(parts->account, parts->name);
}

iam::ConditionKeys AssumeKeys(const AssumeParameters& parameters) {
  iam::ConditionKeys keys;
  keys.Set("sts:RoleSessionName", parameters.session_name);
  if (parameters.external_id) keys.Set("sts:ExternalId", *parameters.external_id);
  if (parameters.source_identity) keys.Set("sts:SourceIdentity", *parameters.source_identity);
  if (parameters.duration_seconds) {
    keys.Set("sts:DurationSeconds", std::to_string(*parameters.duration_seconds));
  }
  if (!parameters.transitive_tag_keys.empty()) {
    keys.SetAll("sts:TransitiveTagKeys", parameters.transitive_tag_keys);
  }
  std::vector<std::string> tag_keys;
  for (const auto& [key, value] : parameters.tags) {
    keys.Add("aws:RequestTag/" + key, value);
    tag_keys.push_back(key);
  }
  if (!tag_keys.empty()) keys.SetAll("aws:TagKeys", std::move(tag_keys));
  return keys;
}

std::vector<std::string_view> AssumeActions(std::string_view assume,
                                            const AssumeParameters& parameters, bool with_tags) {
  std::vector<std::string_view> actions = {assume};
  if (with_tags) actions.push_back("sts:TagSession");
  if (parameters.source_identity) actions.push_back("sts:SetSourceIdentity");
  return actions;
}

iam::AccessRequest TrustQuestion(const StsRequest& request, const AssumeParameters& parameters,
                                 const Role* role, const iam::ConditionKeys& keys,
                                 int64_t now_seconds) {
  iam::AccessRequest question;
  question.resource = parameters.role_arn;
  question.resource_account = ParseIamArn(parameters.role_arn, "role")->account;
  question.region = request.region;
  question.origin = request.origin;
  question.now_seconds = now_seconds;
  question.keys = &keys;
  if (role != nullptr) question.resource_policy = role->trust.get();
  return question;
}

iam::Decision DecideTrust(const StsRequest& request, const iam::AccessRequest& question,
                          std::string_view federated) {
  const iam::Decision decision = iam::EvaluateTrust(question, federated);
  if (request.decisions == nullptr) return decision;
  (*request.decisions)(
      {.principal_arn = question.principal == nullptr ? federated : question.principal->arn,
       .action = question.action,
       .resource = question.resource,
       .decision = decision});
  return decision;
}

Result<XmlFields> StartSession(IdentityStore* store, const Identities& identities, const Role& role,
                               const AssumeParameters& parameters, SessionFacts facts,
                               int64_t now_seconds) {
  STATOR_RETURN_IF_ERROR(Complete(identities, role, parameters, now_seconds, &facts));
  if (const size_t bytes = PlainBytes(facts); bytes > kPlainBytes) {
    return TooLarge(Percent(bytes, kPlainBytes));
  }
  STATOR_ASSIGN_OR_RETURN(const auto packed_percent, PackedPolicySize(parameters));
  auto started = store->Start(std::move(facts));
  // The role went while it was looked at: as if it had never been there.
  if (!started.ok() && started.status().code() == Code::kNotFound) {
    return StsError(sts::kAccessDenied, "Not authorized to assume " + role.arn);
  }
  if (!started.ok()) return started.status();
  const Credential& credential = *started->credential;
  XmlFields fields = {
      {"AssumedRoleUser.AssumedRoleId", role.id + ":" + parameters.session_name},
      {"AssumedRoleUser.Arn", credential.principal->arn},
      {"Credentials.AccessKeyId", started->access_key_id},
      {"Credentials.SecretAccessKey", credential.secret_key},
      {"Credentials.SessionToken", credential.session_token},
      {"Credentials.Expiration", UtcTime(credential.expires_seconds)},
  };
  if (packed_percent) fields.emplace_back("PackedPolicySize", std::to_string(*packed_percent));
  if (parameters.source_identity) {
    fields.emplace_back("SourceIdentity", *parameters.source_identity);
  }
  return fields;
}

}  // namespace stator::server
