// Who may assume a role.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/iam/deciding.h"

namespace stator::api::iam::testing {
namespace {

struct Assuming {
  Principal principal = UserPrincipal(kAccount, "alice");
  ConditionKeys keys{};
  std::shared_ptr<const Policy> trust{};
  AccessRequest request{.action = "sts:AssumeRole",
                        .resource = "arn:aws:iam::123456789012:role/reader",
                        .resource_account = kAccount};

  void Trust(const std::string& trusted, const std::string& more = "") {
    trust = Parsed(Statements(R"({"Effect": "Allow", "Action": "sts:AssumeRole*", "Principal": )" +
                              trusted + more + "}"),
                   PolicyUse::kTrust, "trust");
  }
  void MayAssume() {
    principal.identity_policies = {Parsed(Statements(
        R"({"Effect": "Allow", "Action": "sts:AssumeRole",
            "Resource": "arn:aws:iam::123456789012:role/reader"})"))};
  }
  Decision Ask() {
    request.principal = &principal;
    request.keys = &keys;
    request.resource_policy = trust.get();
    return EvaluateTrust(request, {});
  }
  Decision AskWithToken(std::string_view provider) {
    Ask();
    request.principal = nullptr;
    request.action = "sts:AssumeRoleWithWebIdentity";
    return EvaluateTrust(request, provider);
  }
};

const char kAlice[] = R"({"AWS": "arn:aws:iam::123456789012:user/alice"})";
const char kRoot[] = R"({"AWS": "arn:aws:iam::123456789012:root"})";

TEST(Trust, IsNeededEvenInOneAccount) {
  Assuming assuming;
  assuming.MayAssume();
  EXPECT_EQ(assuming.Ask().kind, PolicyKind::kTrust);
  EXPECT_FALSE(assuming.Ask().allowed);
  assuming.Trust(R"({"AWS": "arn:aws:iam::123456789012:user/bob"})");
  EXPECT_FALSE(assuming.Ask().allowed);
}

TEST(Trust, InAUserOfTheSameAccountSuffices) {
  Assuming assuming;
  assuming.Trust(kAlice);
  const Decision decision = assuming.Ask();
  EXPECT_TRUE(decision.allowed);
  EXPECT_EQ(decision.kind, PolicyKind::kTrust);
  EXPECT_EQ(decision.policy, "trust");
}

TEST(Trust, InTheAccountLeavesItToItsPolicies) {
  Assuming assuming;
  assuming.Trust(kRoot);
  EXPECT_FALSE(assuming.Ask().allowed);
  EXPECT_EQ(assuming.Ask().kind, PolicyKind::kIdentity);
  assuming.MayAssume();
  EXPECT_TRUE(assuming.Ask().allowed);
}

TEST(Trust, BetweenAccountsNeedsBothSides) {
  Assuming assuming;
  assuming.request.resource_account = kOther;
  assuming.Trust(kAlice);
  EXPECT_FALSE(assuming.Ask().allowed);
  assuming.MayAssume();
  EXPECT_TRUE(assuming.Ask().allowed);
}

TEST(Trust, AsksForConditions) {
  Assuming assuming;
  assuming.Trust(kAlice, R"(, "Condition": {"StringEquals": {"sts:ExternalId": "7"}})");
  EXPECT_FALSE(assuming.Ask().allowed);
  assuming.keys.Set("sts:ExternalId", "7");
  EXPECT_TRUE(assuming.Ask().allowed);
}

TEST(Trust, InAnIdentityProviderIsForItsTokens) {
  Assuming assuming;
  assuming.Trust(R"({"Federated": "accounts.google.com"})",
                 R"(, "Condition": {"StringEquals": {"accounts.google.com:aud": "app"}})");
  EXPECT_FALSE(assuming.AskWithToken("accounts.google.com").allowed);
  assuming.keys.Set("accounts.google.com:aud", "app");
  EXPECT_TRUE(assuming.AskWithToken("accounts.google.com").allowed);
  EXPECT_FALSE(assuming.AskWithToken("graph.facebook.com").allowed);
  EXPECT_FALSE(assuming.AskWithToken("").allowed);
  assuming.request.action = "sts:AssumeRole";
  EXPECT_FALSE(assuming.Ask().allowed);
  // A token is nobody of the account's.
  assuming.Trust(kRoot);
  EXPECT_FALSE(assuming.AskWithToken("accounts.google.com").allowed);
}

TEST(Trust, KnowsTheProviderAsAKey) {
  Assuming assuming;
  assuming.Trust(R"({"Federated": ["accounts.google.com", "graph.facebook.com"]})",
                 R"(, "Condition": {"StringLike": {"aws:FederatedProvider": "graph.*"}})");
  EXPECT_TRUE(assuming.AskWithToken("graph.facebook.com").allowed);
  EXPECT_FALSE(assuming.AskWithToken("accounts.google.com").allowed);
}

TEST(Trust, IsEndedByADeny) {
  Assuming assuming;
  assuming.MayAssume();
  assuming.trust = Parsed(Statements(R"({"Effect": "Allow", "Principal": "*", "Action": "sts:*"},
                    {"Sid": "NotNow", "Effect": "Deny", "Principal": "*", "Action": "sts:*",
                     "Condition": {"StringEquals": {"sts:RoleSessionName": "now"}}})"),
                          PolicyUse::kTrust);
  EXPECT_TRUE(assuming.Ask().allowed);
  assuming.keys.Set("sts:RoleSessionName", "now");
  EXPECT_TRUE(assuming.Ask().explicit_deny);
  EXPECT_EQ(assuming.Ask().sid, "NotNow");
  EXPECT_TRUE(assuming.AskWithToken("accounts.google.com").explicit_deny);
}

}  // namespace
}  // namespace stator::api::iam::testing
