// The condition keys that every request brings, and where each comes from.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/iam/deciding.h"

namespace stator::api::iam::testing {
namespace {

// "-": the key is absent.
void ExpectKey(Asking* asking, const std::string& key, const std::string& value) {
  const bool absent = value == "-";
  asking->Identity(AllowAll(absent ? R"("Condition": {"Null": {")" + key + R"(": true}})"
                                   : R"("Condition": {"StringEquals": {")" + key + R"(": ")" +
                                         value + R"("}})"));
  EXPECT_TRUE(asking->Allowed()) << key << " should be " << value;
  asking->Identity(AllowAll() + "," +
                   DenyAll(R"("Condition": {"Null": {")" + key + R"(": ")" +
                           (absent ? "false" : "true") + R"("}})"));
  EXPECT_TRUE(asking->Allowed()) << key << " should be " << value;
}

TEST(Keys, OfAUser) {
  Asking asking;
  asking.principal.user_id = "AIDAEXAMPLEALICE00";
  asking.principal.tags = {{"Team", "red"}, {"a/b", "c"}};
  asking.request.resource_account = kOther;
  asking.resource_policy =
      Parsed(Statements(AllowAll(R"("Principal": "*")")), PolicyUse::kResource);
  ExpectKey(&asking, "aws:PrincipalArn", "arn:aws:iam::123456789012:user/alice");
  ExpectKey(&asking, "aws:PrincipalAccount", "123456789012");
  ExpectKey(&asking, "aws:PrincipalType", "User");
  ExpectKey(&asking, "aws:PrincipalTag/Team", "red");
  ExpectKey(&asking, "aws:principaltag/team", "red");
  ExpectKey(&asking, "aws:PrincipalTag/a/b", "c");
  ExpectKey(&asking, "aws:PrincipalTag/other", "-");
  ExpectKey(&asking, "aws:userid", "AIDAEXAMPLEALICE00");
  ExpectKey(&asking, "aws:username", "alice");
  ExpectKey(&asking, "aws:ResourceAccount", "999999999999");
  ExpectKey(&asking, "aws:RequestedRegion", "us-east-1");
  ExpectKey(&asking, "aws:CurrentTime", "2023-11-14T22:13:20Z");
  ExpectKey(&asking, "aws:EpochTime", "1700000000");
  ExpectKey(&asking, "aws:TokenIssueTime", "-");
  ExpectKey(&asking, "aws:FederatedProvider", "-");
  ExpectKey(&asking, "aws:PrincipalIsAWSService", "false");
  ExpectKey(&asking, "aws:ViaAWSService", "false");
  ExpectKey(&asking, "aws:MultiFactorAuthPresent", "-");
  ExpectKey(&asking, "aws:SourceVpc", "-");
}

TEST(Keys, OfASession) {
  Asking asking;
  asking.principal = RolePrincipal(kAccount, "reader", "AROAEXAMPLEREADER", "tuesday");
  asking.principal.token_issued_seconds = 951'827'696;
  asking.principal.token_keys = {{"aws:FederatedProvider", {"graph.facebook.com"}},
                                 {"graph.facebook.com:id", {"77"}}};
  ExpectKey(&asking, "aws:PrincipalArn", "arn:aws:iam::123456789012:role/reader");
  ExpectKey(&asking, "aws:PrincipalType", "AssumedRole");
  ExpectKey(&asking, "aws:userid", "AROAEXAMPLEREADER:tuesday");
  ExpectKey(&asking, "aws:username", "-");
  ExpectKey(&asking, "aws:TokenIssueTime", "2000-02-29T12:34:56Z");
  ExpectKey(&asking, "aws:FederatedProvider", "graph.facebook.com");
  ExpectKey(&asking, "graph.facebook.com:ID", "77");
}

TEST(Keys, OfTheRootUser) {
  const Principal root = AccountPrincipal(kAccount);
  EXPECT_EQ(root.arn, "arn:aws:iam::123456789012:root");
  Asking asking;
  asking.principal = root;
  const auto denied = [&](const std::string& condition) {
    asking.Identity(DenyAll(R"("Condition": )" + condition));
    return !asking.Allowed();
  };
  EXPECT_TRUE(denied(R"({"StringEquals": {"aws:PrincipalType": "Account"}})"));
  EXPECT_TRUE(denied(R"({"StringEquals": {"aws:userid": "123456789012"}})"));
  EXPECT_TRUE(denied(R"({"Null": {"aws:username": true}})"));
  EXPECT_FALSE(denied(R"({"Null": {"aws:userid": true}})"));
}

TEST(Keys, OfTheOrigin) {
  Asking asking;
  ExpectKey(&asking, "aws:SourceIp", "-");
  ExpectKey(&asking, "aws:UserAgent", "-");
  ExpectKey(&asking, "aws:Referer", "-");
  ExpectKey(&asking, "aws:SecureTransport", "false");
  asking.origin = {.source_ip = "203.0.113.9",
                   .secure_transport = true,
                   .user_agent = "aws-cli/2",
                   .referer = "https://example.com/"};
  ExpectKey(&asking, "aws:SourceIp", "203.0.113.9");
  ExpectKey(&asking, "aws:UserAgent", "aws-cli/2");
  ExpectKey(&asking, "aws:Referer", "https://example.com/");
  ExpectKey(&asking, "aws:SecureTransport", "true");
}

TEST(Keys, OfAnEmbeddedCallHaveNoOrigin) {
  Principal alice = UserPrincipal(kAccount, "alice");
  AccessRequest request{.principal = &alice, .action = "dynamodb:GetItem", .resource = kTable};
  for (const std::string key : {"aws:SourceIp", "aws:SecureTransport", "aws:UserAgent",
                                "aws:Referer", "aws:RequestedRegion"}) {
    alice.identity_policies = {
        Parsed(Statements(AllowAll(R"("Condition": {"Null": {")" + key + R"(": true}})")))};
    EXPECT_TRUE(Evaluate(request).allowed) << key;
  }
  alice.identity_policies = {Parsed(Statements(
      AllowAll(R"("Condition": {"StringEquals": {"aws:ResourceAccount": "123456789012"}})")))};
  EXPECT_TRUE(Evaluate(request).allowed);
}

}  // namespace
}  // namespace stator::api::iam::testing
