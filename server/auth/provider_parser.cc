#include "server/auth/provider_parser.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/auth/identity_names.h"
#include "server/auth/json_syntax.h"

namespace stator::server {
namespace {

namespace json = api::json;

using KeyClaims = std::vector<std::pair<std::string, std::string>>;

// Those that AWS knows without an ARN, with the condition keys that they bring (IAM User Guide,
// "Available keys for AWS OIDC federation").
struct KnownProvider {
  std::string_view id;
  std::string_view issuer;
  std::vector<std::pair<std::string_view, std::string_view>> key_claims;
};
const std::vector<KnownProvider>& KnownProviders() {
  static const std::vector<KnownProvider> providers = {
      {"accounts.google.com",
       "https://accounts.google.com",
       {{"sub", "sub"}, {"aud", "azp"}, {"oaud", "aud"}, {"email", "email"}}},
      {"cognito-identity.amazonaws.com",
       "https://cognito-identity.amazonaws.com",
       {{"sub", "sub"}, {"aud", "aud"}, {"amr", "amr"}}},
      {"graph.facebook.com", "https://www.facebook.com", {{"id", "sub"}, {"app_id", "aud"}}},
      {"www.amazon.com", "https://www.amazon.com", {{"user_id", "sub"}, {"app_id", "aud"}}},
  };
  return providers;
}

const KnownProvider* FindKnown(std::string_view id) {
  for (const KnownProvider& provider : KnownProviders()) {
    if (provider.id == id) return &provider;
  }
  return nullptr;
}

KeyClaims DefaultKeys(const std::string& id) {
  const KnownProvider* const known = FindKnown(id);
  if (known == nullptr) return {{id + ":sub", "sub"}, {id + ":aud", "azp"}};
  KeyClaims keys;
  for (const auto& [key, claim] : known->key_claims) {
    keys.emplace_back(id + ":" + std::string(key), claim);
  }
  return keys;
}

// A host and perhaps a path, as behind https:// in an issuer.
bool IsProviderId(std::string_view id) {
  return !id.empty() && id.size() <= 255 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(".-_/:").find(c) != std::string_view::npos;
  });
}

Result<std::shared_ptr<const KeySet>> ParseKeys(const PlacedNode& node,
                                                const Identities::FileReader& read_file) {
  const auto inlined = node.Find("Keys");
  const auto file = node.Find("KeysFile");
  if (inlined.has_value() == file.has_value()) {
    return node.Wrong("needs either Keys, a JSON Web Key Set, or KeysFile, the name of one");
  }
  if (inlined) return KeySet::Parse(*inlined);
  STATOR_ASSIGN_OR_RETURN(const std::string name, file->Text());
  const Result<std::string> text = read_file(name);
  if (!text.ok()) return file->Wrong(text.status().message());
  json::Document document;
  const Result<json::Node> keys = document.Parse(*text);
  if (!keys.ok()) return file->Wrong("in that file, " + JsonSyntaxError(*text));
  return KeySet::Parse(PlacedNode(*keys, file->place() + " (" + name + ")"));
}

Result<KeyClaims> ParseConditionKeys(const PlacedNode& node) {
  STATOR_ASSIGN_OR_RETURN(const auto members, node.AllMembers());
  KeyClaims keys;
  for (const auto& [key, claim] : members) {
    // A token must not say what only the server knows.
    const std::string folded = FoldCase(key);
    for (const std::string_view reserved : {"aws:", "sts:", "dynamodb:", "iam:"}) {
      if (folded.starts_with(reserved)) return claim.Wrong("this key is not the provider's");
    }
    if (folded.find(':') == std::string::npos) {
      return claim.Wrong("condition keys have a colon: \"<provider>:<name>\"");
    }
    STATOR_ASSIGN_OR_RETURN(std::string name, claim.Text());
    keys.emplace_back(key, std::move(name));
  }
  return keys;
}

Result<std::shared_ptr<const IdentityProvider>> ParseProvider(
    const std::string& id, const PlacedNode& node, const std::string& account,
    const Identities::FileReader& read_file) {
  if (!IsProviderId(id)) return node.Wrong("a provider is named by its host, without https://");
  STATOR_RETURN_IF_ERROR(
      node.CheckMembers({"Issuer", "Audiences", "Keys", "KeysFile", "ConditionKeys"}));
  auto provider = std::make_shared<IdentityProvider>();
  const KnownProvider* const known = FindKnown(id);
  provider->id = id;
  provider->principal = known != nullptr ? id : IamArn(account, "oidc-provider", id);
  provider->issuer = known != nullptr ? std::string(known->issuer) : "https://" + id;
  if (const auto issuer = node.Find("Issuer")) {
    STATOR_ASSIGN_OR_RETURN(provider->issuer, issuer->Text());
  }
  STATOR_ASSIGN_OR_RETURN(const PlacedNode audiences, node.Need("Audiences"));
  STATOR_ASSIGN_OR_RETURN(provider->audiences, audiences.Texts());
  if (provider->audiences.empty()) return audiences.Wrong("names nobody, so no token would do");
  STATOR_ASSIGN_OR_RETURN(provider->keys, ParseKeys(node, read_file));
  provider->condition_keys = DefaultKeys(id);
  if (const auto keys = node.Find("ConditionKeys")) {
    STATOR_ASSIGN_OR_RETURN(provider->condition_keys, ParseConditionKeys(*keys));
  }
  return std::shared_ptr<const IdentityProvider>(std::move(provider));
}

}  // namespace

Result<std::vector<std::shared_ptr<const IdentityProvider>>> ParseProviders(
    const PlacedNode& node, const std::string& account, const Identities::FileReader& read_file) {
  STATOR_ASSIGN_OR_RETURN(const auto members, node.AllMembers());
  std::vector<std::shared_ptr<const IdentityProvider>> providers;
  for (const auto& [id, member] : members) {
    STATOR_ASSIGN_OR_RETURN(auto provider, ParseProvider(id, member, account, read_file));
    for (const auto& other : providers) {
      if (other->issuer == provider->issuer) {
        return member.Wrong("another provider of the account has this issuer");
      }
    }
    providers.push_back(std::move(provider));
  }
  return providers;
}

}  // namespace stator::server
