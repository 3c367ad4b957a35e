// The identity providers that AWS knows without an ARN: whose tokens they are, and the condition
// keys that these bring when the identities file names none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/auth/web_token.h"
#include "tests/unit/server_identities/sample_identities.h"
#include "tests/unit/server_identities/token_signer.h"

namespace stator::server {
namespace {

constexpr int64_t kNow = 1'800'000'000;

const testing::TokenSigner& Signer() {
  static const testing::TokenSigner signer("P-256", "k");
  return signer;
}

// more: members of the provider besides Audiences and Keys, with a comma before them.
std::shared_ptr<const IdentityProvider> ProviderOf(const std::string& id,
                                                   const std::string& more = "") {
  const auto identities = testing::Sample(R"({"Accounts":{"000011112222":{"IdentityProviders":{")" +
                                          id + R"(":{"Audiences":["app","web"],"Keys":{"keys":[)" +
                                          Signer().Jwk() + "]}" + more + "}}}}}");
  return identities == nullptr ? nullptr
                               : identities->FindAccount("000011112222")->providers.front();
}

using Pairs = std::vector<std::pair<std::string, std::vector<std::string>>>;

// The keys that come of a token with these claims, once it is verified.
Pairs KeysOf(const IdentityProvider& provider, const std::string& issuer,
             const std::string& claims) {
  const std::string text =
      Signer().Sign("ES256", R"({"iss":")" + issuer + R"(","iat":1799999990,"exp":1800000300,)" +
                                 R"("sub":"user-0042",)" + claims + "}");
  const auto token = WebToken::Parse(text);
  EXPECT_TRUE(token.ok()) << token.status().message();
  if (!token.ok()) return {};
  const Status verified = token->Verify(provider, kNow);
  EXPECT_TRUE(verified.ok()) << verified.message();
  return token->ConditionKeys(provider);
}

struct KnownCase {
  std::string name;
  std::string id;
  std::string issuer;
  std::string claims;  // besides iss, sub and the times
  Pairs keys;
};
void PrintTo(const KnownCase& one, std::ostream* out) { *out << one.name; }

class KnownProviderTest : public ::testing::TestWithParam<KnownCase> {};

TEST_P(KnownProviderTest, BringsItsKeys) {
  const KnownCase& one = GetParam();
  const auto provider = ProviderOf(one.id);
  ASSERT_NE(provider, nullptr);
  EXPECT_EQ(provider->principal, one.id) << "trust policies name it without an ARN";
  EXPECT_EQ(provider->issuer, one.issuer);
  EXPECT_THAT(KeysOf(*provider, one.issuer, one.claims),
              ::testing::UnorderedElementsAreArray(one.keys));
}

std::vector<KnownCase> Cases() {
  const std::vector<std::string> user = {"user-0042"};
  return {
      {"Amazon",
       "www.amazon.com",
       "https://www.amazon.com",
       R"("aud":"app","email":"a@example.com","amr":["x"])",
       {{"www.amazon.com:user_id", user}, {"www.amazon.com:app_id", {"app"}}}},
      {"Facebook",
       "graph.facebook.com",
       "https://www.facebook.com",
       R"("aud":"app","email":"a@example.com","amr":["x"])",
       {{"graph.facebook.com:id", user}, {"graph.facebook.com:app_id", {"app"}}}},
      {"Cognito",
       "cognito-identity.amazonaws.com",
       "https://cognito-identity.amazonaws.com",
       R"("aud":"app","email":"a@example.com","amr":["authenticated","login.example.com"])",
       {{"cognito-identity.amazonaws.com:sub", user},
        {"cognito-identity.amazonaws.com:aud", {"app"}},
        {"cognito-identity.amazonaws.com:amr", {"authenticated", "login.example.com"}}}},
      {"CognitoOfOneMethod",
       "cognito-identity.amazonaws.com",
       "https://cognito-identity.amazonaws.com",
       R"("aud":"app","amr":"unauthenticated")",
       {{"cognito-identity.amazonaws.com:sub", user},
        {"cognito-identity.amazonaws.com:aud", {"app"}},
        {"cognito-identity.amazonaws.com:amr", {"unauthenticated"}}}},
      // Google's keys aud and oaud are the claims azp and aud.
      {"Google",
       "accounts.google.com",
       "https://accounts.google.com",
       R"("aud":"web","azp":"app","email":"a@example.com","amr":["x"])",
       {{"accounts.google.com:sub", user},
        {"accounts.google.com:aud", {"app"}},
        {"accounts.google.com:oaud", {"web"}},
        {"accounts.google.com:email", {"a@example.com"}}}},
      {"GoogleWithoutAzp",
       "accounts.google.com",
       "https://accounts.google.com",
       R"("aud":"app")",
       {{"accounts.google.com:sub", user},
        {"accounts.google.com:aud", {"app"}},
        {"accounts.google.com:oaud", {"app"}}}},
  };
}

INSTANTIATE_TEST_SUITE_P(Each, KnownProviderTest, ::testing::ValuesIn(Cases()),
                         [](const auto& tested) { return tested.param.name; });

TEST(ProviderTest, OthersHaveAnArnAndTwoKeys) {
  const auto provider = ProviderOf("idp.example.com/pool");
  ASSERT_NE(provider, nullptr);
  EXPECT_EQ(provider->principal, "arn:aws:iam::000011112222:oidc-provider/idp.example.com/pool");
  EXPECT_EQ(
      KeysOf(*provider, "https://idp.example.com/pool",
             R"("aud":"web","azp":"app","email":"a@example.com","amr":["x"])"),
      (Pairs{{"idp.example.com/pool:sub", {"user-0042"}}, {"idp.example.com/pool:aud", {"app"}}}));
}

TEST(ProviderTest, KeysOfTheFileReplaceItsOwn) {
  const auto provider =
      ProviderOf("www.amazon.com", R"(,"ConditionKeys":{"www.amazon.com:mail":"email"})");
  ASSERT_NE(provider, nullptr);
  EXPECT_EQ(KeysOf(*provider, "https://www.amazon.com", R"("aud":"app","email":"a@example.com")"),
            (Pairs{{"www.amazon.com:mail", {"a@example.com"}}}));
}

}  // namespace
}  // namespace stator::server
