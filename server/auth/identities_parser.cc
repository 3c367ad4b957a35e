// The identities file's text to Identities.
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "server/auth/identities.h"
#include "server/auth/identity_names.h"
#include "server/auth/json_syntax.h"
#include "server/auth/placed_json.h"
#include "server/auth/provider_parser.h"

namespace stator::server {

namespace iam = api::iam;
namespace json = api::json;

namespace {

using Policies = decltype(Account::policies);
using Members = PlacedNode::Members;

constexpr size_t kUserNameChars = 64;
constexpr size_t kRoleNameChars = 64;
constexpr size_t kPolicyNameChars = 128;
constexpr size_t kMaxTags = 50;
constexpr size_t kTagKeyChars = 128;
constexpr size_t kTagValueChars = 256;
constexpr size_t kSecretMinChars = 16;
constexpr size_t kSecretMaxChars = 128;
constexpr int64_t kMinSessionSeconds = 3'600;
constexpr int64_t kMaxSessionSeconds = 43'200;

Result<std::shared_ptr<const iam::Policy>> ParsePolicy(const PlacedNode& node, iam::PolicyUse use,
                                                       const std::string& name) {
  if (!node.node().is(json::Kind::kObject)) return node.Wrong("must be a policy, {...}");
  auto policy = iam::Policy::Parse(JsonText(node.node()), use, name);
  if (!policy.ok()) return node.Wrong(policy.status().message());
  return policy;
}

// The members of an object whose names are names of IAM; none if it is absent.
Result<Members> NamedMembers(const PlacedNode& parent, std::string_view member, size_t max_chars) {
  const auto object = parent.Find(member);
  if (!object) return Members();
  STATOR_ASSIGN_OR_RETURN(Members members, object->AllMembers());
  for (const auto& [name, node] : members) {
    if (IsIdentityName(name, max_chars)) continue;
    return node.Wrong("names have 1 to " + std::to_string(max_chars) +
                      " characters: letters, digits and _+=,.@-");
  }
  return members;
}

Result<Tags> ParseTags(const PlacedNode& parent) {
  const auto object = parent.Find("Tags");
  if (!object) return Tags();
  STATOR_ASSIGN_OR_RETURN(const Members members, object->AllMembers());
  if (members.size() > kMaxTags) return object->Wrong("more than 50 tags");
  Tags tags;
  std::set<std::string> folded;  // keys are compared without case
  for (const auto& [key, node] : members) {
    if (!node.node().is(json::Kind::kString)) return node.Wrong("must be a string");
    std::string value(node.node().string());
    if (CountChars(key) > kTagKeyChars || CountChars(value) > kTagValueChars || !IsTagText(key) ||
        !IsTagText(value)) {
      return node.Wrong(
          "tags are letters, digits, spaces and _.:/=+-@, keys up to 128 and values up to 256 "
          "characters");
    }
    if (!folded.insert(FoldCase(key)).second) return node.Wrong("stands twice but for its case");
    tags.emplace_back(key, std::move(value));
  }
  return tags;
}

struct AccessKey {
  std::string id;
  std::string secret;
};

Result<AccessKey> ParseAccessKey(const PlacedNode& node) {
  STATOR_RETURN_IF_ERROR(node.CheckMembers({"AccessKeyId", "SecretAccessKey"}));
  AccessKey key;
  STATOR_ASSIGN_OR_RETURN(const PlacedNode id, node.Need("AccessKeyId"));
  STATOR_ASSIGN_OR_RETURN(key.id, id.Text());
  if (!IsAccessKeyId(key.id)) {
    return id.Wrong("access key ids have 16 to 128 letters, digits and underscores");
  }
  if (key.id.starts_with(kTemporaryKeyPrefix)) {
    return id.Wrong("ids that begin with ASIA are those of temporary credentials");
  }
  STATOR_ASSIGN_OR_RETURN(const PlacedNode secret, node.Need("SecretAccessKey"));
  STATOR_ASSIGN_OR_RETURN(key.secret, secret.Text());
  bool plain = key.secret.size() >= kSecretMinChars && key.secret.size() <= kSecretMaxChars;
  for (const char c : key.secret) plain = plain && c > ' ' && c <= '~';
  if (!plain) return secret.Wrong("secrets have 16 to 128 visible characters of ASCII");
  return key;
}

}  // namespace

class IdentitiesParser {
 public:
  explicit IdentitiesParser(const Identities::FileReader& read_file)
      : read_file_(read_file), made_(std::make_shared<Identities>()) {}

  Result<std::shared_ptr<const Identities>> Parse(const PlacedNode& root) {
    STATOR_RETURN_IF_ERROR(root.CheckMembers({"Accounts", "OperatorAccount"}));
    STATOR_ASSIGN_OR_RETURN(const PlacedNode accounts, root.Need("Accounts"));
    STATOR_ASSIGN_OR_RETURN(const Members members, accounts.AllMembers());
    STATOR_RETURN_IF_ERROR(ChooseOperator(root, members));
    for (const auto& [number, node] : members) {
      if (!IsAccountNumber(number)) return node.Wrong("an account is a string of 12 digits");
      STATOR_RETURN_IF_ERROR(ParseAccount(number, node));
    }
    return std::shared_ptr<const Identities>(std::move(made_));
  }

 private:
  // Which account the server itself is of. Where there is only one, nobody need say it.
  Status ChooseOperator(const PlacedNode& root, const Members& accounts) {
    if (accounts.size() == 1) operator_account_ = accounts.front().first;
    const auto named = root.Find("OperatorAccount");
    if (!named) return OkStatus();
    STATOR_ASSIGN_OR_RETURN(operator_account_, named->Text());
    for (const auto& [number, node] : accounts) {
      if (number == operator_account_) return OkStatus();
    }
    return named->Wrong("is none of the Accounts");
  }

  Status ParseAccount(const std::string& number, const PlacedNode& node) {
    STATOR_RETURN_IF_ERROR(
        node.CheckMembers({"RootAccessKeys", "Policies", "Users", "Roles", "IdentityProviders"}));
    account_number_ = &number;
    account_ = &made_->accounts_[number];
    STATOR_RETURN_IF_ERROR(ParseNamedPolicies(node));
    auto root_user = std::make_shared<iam::Principal>(iam::AccountPrincipal(number));
    root_user->operates_engine = OperatesServer();
    STATOR_RETURN_IF_ERROR(AddKeys(node, "RootAccessKeys", std::move(root_user)));
    STATOR_ASSIGN_OR_RETURN(const Members users, NamedMembers(node, "Users", kUserNameChars));
    for (const auto& [name, user] : users) STATOR_RETURN_IF_ERROR(ParseUser(name, user));
    STATOR_ASSIGN_OR_RETURN(const Members roles, NamedMembers(node, "Roles", kRoleNameChars));
    for (const auto& [name, role] : roles) STATOR_RETURN_IF_ERROR(ParseRole(name, role));
    const auto providers = node.Find("IdentityProviders");
    if (!providers) return OkStatus();
    STATOR_ASSIGN_OR_RETURN(account_->providers, ParseProviders(*providers, number, read_file_));
    return OkStatus();
  }

  Status ParseNamedPolicies(const PlacedNode& node) {
    STATOR_ASSIGN_OR_RETURN(const Members members,
                            NamedMembers(node, "Policies", kPolicyNameChars));
    for (const auto& [name, policy] : members) {
      STATOR_ASSIGN_OR_RETURN(
          account_->policies[name],
          ParsePolicy(policy, iam::PolicyUse::kIdentity, IamArn(*account_number_, "policy", name)));
    }
    return OkStatus();
  }

  Status ParseUser(const std::string& name, const PlacedNode& node) {
    STATOR_RETURN_IF_ERROR(node.CheckMembers(
        {"AccessKeys", "Policies", "InlinePolicies", "PermissionsBoundary", "Tags"}));
    auto user = std::make_shared<iam::Principal>(iam::UserPrincipal(*account_number_, name));
    user->operates_engine = OperatesServer();
    user->user_id = UniqueId("AIDA", *account_number_, name);
    STATOR_ASSIGN_OR_RETURN(user->identity_policies, ParsePolicies(node));
    STATOR_ASSIGN_OR_RETURN(user->boundary, ParseBoundary(node));
    STATOR_ASSIGN_OR_RETURN(user->tags, ParseTags(node));
    return AddKeys(node, "AccessKeys", std::move(user));
  }

  Status ParseRole(const std::string& name, const PlacedNode& node) {
    STATOR_RETURN_IF_ERROR(
        node.CheckMembers({"TrustPolicy", "Policies", "InlinePolicies", "PermissionsBoundary",
                           "Tags", "MaxSessionDuration"}));
    auto role = std::make_shared<Role>();
    role->account = *account_number_;
    role->name = name;
    role->operates_server = OperatesServer();
    role->id = UniqueId("AROA", *account_number_, name);
    role->arn = IamArn(*account_number_, "role", name);
    STATOR_ASSIGN_OR_RETURN(const PlacedNode trust, node.Need("TrustPolicy"));
    STATOR_ASSIGN_OR_RETURN(role->trust,
                            ParsePolicy(trust, iam::PolicyUse::kTrust, role->arn + " (trust)"));
    STATOR_ASSIGN_OR_RETURN(role->policies, ParsePolicies(node));
    STATOR_ASSIGN_OR_RETURN(role->boundary, ParseBoundary(node));
    STATOR_ASSIGN_OR_RETURN(role->tags, ParseTags(node));
    if (const auto duration = node.Find("MaxSessionDuration")) {
      STATOR_ASSIGN_OR_RETURN(role->max_session_seconds,
                              duration->Integer(kMinSessionSeconds, kMaxSessionSeconds));
    }
    account_->roles[name] = std::move(role);
    return OkStatus();
  }

  // "Policies", by name, and "InlinePolicies".
  Result<iam::PolicyList> ParsePolicies(const PlacedNode& node) const {
    iam::PolicyList policies;
    if (const auto names = node.Find("Policies")) {
      STATOR_RETURN_IF_ERROR(names->Texts().status());
      STATOR_ASSIGN_OR_RETURN(const auto elements, names->Elements());
      for (const PlacedNode& element : elements) {
        STATOR_ASSIGN_OR_RETURN(auto policy, NamedPolicy(element));
        policies.push_back(std::move(policy));
      }
    }
    STATOR_ASSIGN_OR_RETURN(const Members inlined,
                            NamedMembers(node, "InlinePolicies", kPolicyNameChars));
    for (const auto& [name, policy] : inlined) {
      STATOR_ASSIGN_OR_RETURN(auto parsed, ParsePolicy(policy, iam::PolicyUse::kIdentity, name));
      policies.push_back(std::move(parsed));
    }
    return policies;
  }

  Result<std::shared_ptr<const iam::Policy>> ParseBoundary(const PlacedNode& node) const {
    const auto name = node.Find("PermissionsBoundary");
    if (!name) return std::shared_ptr<const iam::Policy>();
    return NamedPolicy(*name);
  }

  Result<std::shared_ptr<const iam::Policy>> NamedPolicy(const PlacedNode& node) const {
    STATOR_ASSIGN_OR_RETURN(const std::string name, node.Text());
    const auto found = account_->policies.find(name);
    if (found != account_->policies.end()) return found->second;
    return node.Wrong("the account's Policies have none of this name");
  }

  Status AddKeys(const PlacedNode& node, std::string_view member,
                 std::shared_ptr<const iam::Principal> principal) {
    const auto keys = node.Find(member);
    if (!keys) return OkStatus();
    STATOR_ASSIGN_OR_RETURN(const auto elements, keys->Elements());
    for (const PlacedNode& element : elements) {
      STATOR_ASSIGN_OR_RETURN(AccessKey key, ParseAccessKey(element));
      auto credential = std::make_shared<Credential>();
      credential->secret_key = std::move(key.secret);
      credential->principal = principal;
      if (!made_->keys_.emplace(std::move(key.id), std::move(credential)).second) {
        return element.Wrong("another identity has this AccessKeyId");
      }
    }
    return OkStatus();
  }

  bool OperatesServer() const { return *account_number_ == operator_account_; }

  const Identities::FileReader& read_file_;
  std::shared_ptr<Identities> made_;
  std::string operator_account_;                 // empty: none
  const std::string* account_number_ = nullptr;  // of the account that is being read
  Account* account_ = nullptr;                   // likewise
};

Result<std::shared_ptr<const Identities>> Identities::Parse(std::string_view text,
                                                            const FileReader& read_file) {
  json::Document document;
  const Result<json::Node> node = document.Parse(text);
  if (!node.ok()) return ValidationError(JsonSyntaxError(text));
  return IdentitiesParser(read_file).Parse(PlacedNode(*node, ""));
}

}  // namespace stator::server
