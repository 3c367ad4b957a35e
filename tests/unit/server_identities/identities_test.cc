#include "server/auth/identities.h"

#include <gtest/gtest.h>

#include <string>

#include "server/auth/identity_names.h"
#include "tests/unit/server_identities/sample_identities.h"

namespace stator::server {
namespace {

using api::iam::PrincipalType;
using testing::Changed;
using testing::kAliceKey;
using testing::kBobKey;
using testing::kRootKey;
using testing::kSampleText;
using testing::ParseIdentities;
using testing::Sample;

TEST(IdentitiesTest, KnowTheRootUserByItsKey) {
  const auto root = Sample()->FindKey(testing::kRootKey);
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root->secret_key, "root-secret-0123456789-0123456789-abcdef");
  EXPECT_EQ(root->session_token, "");
  EXPECT_EQ(root->principal->type, PrincipalType::kAccount);
  EXPECT_EQ(root->principal->account, "000011112222") << "zeros in front are kept";
  EXPECT_EQ(root->principal->arn, "arn:aws:iam::000011112222:root");
}

TEST(IdentitiesTest, KnowAUserWithWhatBelongsToHim) {
  const auto alice = Sample()->FindKey(kAliceKey);
  ASSERT_NE(alice, nullptr);
  const api::iam::Principal& principal = *alice->principal;
  EXPECT_EQ(principal.type, PrincipalType::kUser);
  EXPECT_EQ(principal.arn, "arn:aws:iam::000011112222:user/alice");
  EXPECT_EQ(principal.user_name, "alice");
  EXPECT_EQ(principal.user_id, UniqueId("AIDA", "000011112222", "alice"));
  ASSERT_EQ(principal.identity_policies.size(), 2U);
  EXPECT_EQ(principal.identity_policies[0]->name(), "arn:aws:iam::000011112222:policy/Everything");
  EXPECT_EQ(principal.identity_policies[1]->name(), "own");
  EXPECT_EQ(principal.boundary, principal.identity_policies[0]) << "compiled once";
  EXPECT_EQ(principal.tags, (Tags{{"team", "red"}}));
  EXPECT_TRUE(principal.session_policies.empty());
}

TEST(IdentitiesTest, KnowARole) {
  const auto role = Sample()->FindRole("000011112222", "app");
  ASSERT_NE(role, nullptr);
  EXPECT_EQ(role->arn, "arn:aws:iam::000011112222:role/app");
  EXPECT_EQ(role->id, UniqueId("AROA", "000011112222", "app"));
  EXPECT_EQ(role->max_session_seconds, 7'200);
  EXPECT_EQ(role->policies.size(), 1U);
  EXPECT_EQ(Sample()->FindRole("333344445555", "app"), nullptr);
  EXPECT_EQ(Sample()->FindRole("999999999999", "app"), nullptr);
}

TEST(IdentitiesTest, KnowNobodyElse) {
  const auto identities = Sample();
  EXPECT_EQ(identities->FindKey("AKIANOBODYNOBODYNOBO"), nullptr);
  EXPECT_EQ(identities->FindKey(""), nullptr);
  EXPECT_EQ(identities->keys(), 3U);
  EXPECT_EQ(identities->accounts(), 2U);
}

TEST(IdentitiesTest, UniqueIdsAreTheSameEveryTimeAndDiffer) {
  const std::string id = UniqueId("AIDA", "000011112222", "alice");
  EXPECT_EQ(id.size(), 21U);
  EXPECT_EQ(id, "AIDAIIMQMX5OGYAUGCZS4") << "policies may name it";
  EXPECT_NE(id, UniqueId("AIDA", "000011112222", "alicf"));
  EXPECT_NE(id, UniqueId("AIDA", "000011112223", "alice"));
  EXPECT_NE(id.substr(4), UniqueId("AROA", "000011112222", "alice").substr(4));
}

bool Operates(std::string_view key, std::string_view text) {
  const auto identities = ParseIdentities(text);
  EXPECT_TRUE(identities.ok()) << identities.status().message();
  const auto credential = (*identities)->FindKey(key);
  return credential != nullptr && credential->principal->operates_engine;
}

TEST(IdentitiesTest, OneAccountOperatesTheServer) {
  for (const std::string_view key : {kRootKey, kAliceKey, kBobKey}) {
    EXPECT_FALSE(Operates(key, kSampleText)) << "of two accounts none is named";
  }
  const std::string named = Changed(kSampleText, "{", R"({"OperatorAccount": "000011112222",)");
  EXPECT_TRUE(Operates(kRootKey, named));
  EXPECT_TRUE(Operates(kAliceKey, named));
  EXPECT_FALSE(Operates(kBobKey, named));
  EXPECT_TRUE((*ParseIdentities(named))->FindRole("000011112222", "app")->operates_server);
  const std::string alone = R"({"Accounts": {"333344445555": {"RootAccessKeys": [{"AccessKeyId":
      "AKIAALONEALONEALONE1", "SecretAccessKey": "alone-secret-0123456789"}]}}})";
  EXPECT_TRUE(Operates("AKIAALONEALONEALONE1", alone)) << "there is no other";
}

struct WrongFile {
  std::string_view from;
  std::string_view to;
  std::string_view message;
};

class WrongIdentities : public ::testing::TestWithParam<WrongFile> {};

TEST_P(WrongIdentities, AreRefusedWithTheirPlace) {
  const auto parsed = ParseIdentities(Changed(kSampleText, GetParam().from, GetParam().to));
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.status().code(), Code::kValidation);
  EXPECT_EQ(parsed.status().message(), GetParam().message);
  EXPECT_EQ(parsed.status().message().find("secret-0123"), std::string::npos) << "no secrets";
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongIdentities,
    ::testing::Values(
        WrongFile{R"("Accounts": {)", R"("Accounts": [{)",
                  "line 53, column 1: a comma or ] is missing"},
        WrongFile{R"("Accounts": {)", R"("accounts": {)",
                  "accounts: no such member; there are Accounts, OperatorAccount"},
        WrongFile{R"("Accounts": {)", R"("OperatorAccount": "999999999999", "Accounts": {)",
                  "OperatorAccount: is none of the Accounts"},
        WrongFile{R"("000011112222": {)", R"("11112222": {)",
                  "Accounts.11112222: an account is a string of 12 digits"},
        WrongFile{R"("333344445555": {)", R"("000011112222": {)",
                  "Accounts.000011112222: stands twice"},
        WrongFile{R"("Users": {)", R"("User": {)",
                  "Accounts.000011112222.User: no such member; there are RootAccessKeys, Policies, "
                  "Users, Roles, IdentityProviders"},
        WrongFile{R"("alice": {)", R"("al ice": {)",
                  "Accounts.000011112222.Users.al ice: names have 1 to 64 characters: letters, "
                  "digits and _+=,.@-"},
        WrongFile{R"("idle": {})", R"("alice": {})",
                  "Accounts.000011112222.Users.alice: stands twice"},
        WrongFile{R"("idle": {})", R"("idle": {"AccessKeys": {}})",
                  "Accounts.000011112222.Users.idle.AccessKeys: must be a list, [...]"},
        WrongFile{R"("AKIAALICEALICEALICE1", )", R"("AKIAROOTROOTROOTROOT", )",
                  "Accounts.000011112222.Users.alice.AccessKeys[0]: another identity has this "
                  "AccessKeyId"},
        WrongFile{R"("AKIAALICEALICEALICE1", )", R"("AKIA-ALICEALICEALICE", )",
                  "Accounts.000011112222.Users.alice.AccessKeys[0].AccessKeyId: access key ids "
                  "have 16 to 128 letters, digits and underscores"},
        WrongFile{
            R"("AKIAALICEALICEALICE1", )", R"("ASIAALICEALICEALICE1", )",
            "Accounts.000011112222.Users.alice.AccessKeys[0].AccessKeyId: ids that begin with "
            "ASIA are those of temporary credentials"},
        WrongFile{
            R"("alice-secret-0123456789-0123456789-abcde")", R"("short-secret")",
            "Accounts.000011112222.Users.alice.AccessKeys[0].SecretAccessKey: secrets have 16 "
            "to 128 visible characters of ASCII"},
        WrongFile{
            R"("alice-secret-0123456789-0123456789-abcde")", R"(7)",
            "Accounts.000011112222.Users.alice.AccessKeys[0].SecretAccessKey: must be a string "
            "that is not empty"},
        WrongFile{R"(, "SecretAccessKey": "alice-secret-0123456789-0123456789-abcde")", "",
                  "Accounts.000011112222.Users.alice.AccessKeys[0]: SecretAccessKey is missing"},
        WrongFile{R"(["Everything"])", R"(["Everythin"])",
                  "Accounts.000011112222.Users.alice.Policies[0]: the account's Policies have none "
                  "of this name"},
        WrongFile{R"(["Everything"])", R"(["Reads", "Reads"])",
                  "Accounts.000011112222.Users.alice.Policies[1]: stands twice in its list"},
        WrongFile{R"("PermissionsBoundary": "Everything")", R"("PermissionsBoundary": "Nothing")",
                  "Accounts.000011112222.Users.alice.PermissionsBoundary: the account's Policies "
                  "have none of this name"},
        WrongFile{R"({"team": "red"})", R"({"team": "red", "Team": "blue"})",
                  "Accounts.000011112222.Users.alice.Tags.Team: stands twice but for its case"},
        WrongFile{
            R"({"team": "red"})", R"({"team": "r;d"})",
            "Accounts.000011112222.Users.alice.Tags.team: tags are letters, digits, spaces and "
            "_.:/=+-@, keys up to 128 and values up to 256 characters"},
        WrongFile{R"("MaxSessionDuration": 7200)", R"("MaxSessionDuration": 3599)",
                  "Accounts.000011112222.Roles.app.MaxSessionDuration: must be a whole number from "
                  "3600 to 43200"},
        WrongFile{R"("MaxSessionDuration": 7200)", R"("MaxSessionDuration": 7200.5)",
                  "Accounts.000011112222.Roles.app.MaxSessionDuration: must be a whole number from "
                  "3600 to 43200"},
        WrongFile{R"("TrustPolicy")", R"("AssumeRolePolicyDocument")",
                  "Accounts.000011112222.Roles.app.AssumeRolePolicyDocument: no such member; there "
                  "are TrustPolicy, Policies, InlinePolicies, PermissionsBoundary, Tags, "
                  "MaxSessionDuration"}));

TEST(IdentitiesTest, APolicyThatIsWrongIsNamed) {
  const auto parsed =
      ParseIdentities(Changed(kSampleText, R"("Effect": "Deny")", R"("Effect": "No")"));
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(
      parsed.status().message().find("Accounts.000011112222.Users.alice.InlinePolicies.own: "), 0U)
      << parsed.status().message();
}

TEST(IdentitiesTest, ARoleNeedsATrustPolicy) {
  const auto parsed =
      ParseIdentities(R"({"Accounts": {"000011112222": {"Roles": {"app": {"Tags": {}}}}}})");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.status().message(), "Accounts.000011112222.Roles.app: TrustPolicy is missing");
}

}  // namespace
}  // namespace stator::server
