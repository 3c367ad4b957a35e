// What a denial says: the words of AWS for each kind of policy that can be the reason.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/iam/deciding.h"

namespace stator::api::iam::testing {
namespace {

const char kUser[] =
    "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: dynamodb:GetItem on "
    "resource: arn:aws:dynamodb:us-east-1:123456789012:table/Orders";

TEST(DeniedMessages, OfIdentityPolicies) {
  Asking asking;
  EXPECT_EQ(asking.Message(),
            kUser + std::string(" because no identity-based policy allows the dynamodb:GetItem "
                                "action"));
  asking.Identity(DenyAll());
  EXPECT_EQ(asking.Message(),
            kUser + std::string(" with an explicit deny in an identity-based policy"));
}

TEST(DeniedMessages, NameNoResourceWhereThereIsNone) {
  Asking asking;
  asking.request.action = "sts:GetSessionToken";
  asking.request.resource = "";
  EXPECT_EQ(asking.Message(),
            "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: "
            "sts:GetSessionToken because no identity-based policy allows the sts:GetSessionToken "
            "action");
}

TEST(DeniedMessages, OfBoundaries) {
  Asking asking;
  asking.Identity(AllowAll());
  asking.principal.boundary =
      Parsed(Statements(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})"));
  EXPECT_EQ(asking.Message(), kUser + std::string(" because no permissions boundary allows the "
                                                  "dynamodb:GetItem action"));
  asking.principal.boundary = Parsed(Statements(DenyAll()));
  EXPECT_EQ(asking.Message(),
            kUser + std::string(" with an explicit deny in a permissions boundary"));
}

TEST(DeniedMessages, OfSessionPolicies) {
  Asking asking;
  asking.Identity(AllowAll());
  asking.principal.session_policies = {
      Parsed(Statements(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})"))};
  EXPECT_EQ(asking.Message(), kUser + std::string(" because no session policy allows the "
                                                  "dynamodb:GetItem action"));
  asking.principal.session_policies = {Parsed(Statements(DenyAll()))};
  EXPECT_EQ(asking.Message(), kUser + std::string(" with an explicit deny in a session policy"));
}

TEST(DeniedMessages, OfResourcePolicies) {
  Asking asking;
  asking.Identity(AllowAll());
  asking.request.resource_account = kOther;
  EXPECT_EQ(asking.Message(), kUser + std::string(" because no resource-based policy allows the "
                                                  "dynamodb:GetItem action"));
  asking.resource_policy = Parsed(Statements(DenyAll(R"("Principal": "*")")), PolicyUse::kResource);
  EXPECT_EQ(asking.Message(),
            kUser + std::string(" with an explicit deny in a resource-based policy"));
}

TEST(DeniedMessages, OfTrustPolicies) {
  Asking asking;
  asking.request.action = "sts:AssumeRole";
  asking.request.resource = "arn:aws:iam::123456789012:role/reader";
  asking.request.principal = &asking.principal;
  const std::string user =
      "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: sts:AssumeRole on "
      "resource: arn:aws:iam::123456789012:role/reader";
  EXPECT_EQ(DeniedMessage(asking.request, EvaluateTrust(asking.request, {})),
            user + " because no role trust policy allows the sts:AssumeRole action");
  const auto trust = Parsed(Statements(R"({"Effect": "Deny", "Principal": "*", "Action": "*"})"),
                            PolicyUse::kTrust);
  asking.request.resource_policy = trust.get();
  EXPECT_EQ(DeniedMessage(asking.request, EvaluateTrust(asking.request, {})),
            user + " with an explicit deny in the role trust policy");
  AccessRequest token{.action = "sts:AssumeRoleWithWebIdentity",
                      .resource = asking.request.resource};
  EXPECT_EQ(DeniedMessage(token, EvaluateTrust(token, "accounts.google.com")),
            "Not authorized to perform sts:AssumeRoleWithWebIdentity");
}

}  // namespace
}  // namespace stator::api::iam::testing
