// Whose policies decide: identity, boundary, session and resource policies in one account and
// between two (IAM User Guide, "Policy evaluation logic").
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/iam/deciding.h"

namespace stator::api::iam::testing {
namespace {

const char kAliceArn[] = "arn:aws:iam::123456789012:user/alice";
const char kRoleArn[] = "arn:aws:iam::123456789012:role/reader";
const char kSessionArn[] = "arn:aws:sts::123456789012:assumed-role/reader/tuesday";
const char kRootArn[] = "arn:aws:iam::123456789012:root";

Principal Session() { return RolePrincipal(kAccount, "reader", "AROAEXAMPLEREADER", "tuesday"); }

std::shared_ptr<const Policy> Of(const std::string& statement) {
  return Parsed(Statements(statement));
}

std::shared_ptr<const Policy> Resource(const std::string& effect, const std::string& principal) {
  return Parsed(Statements(R"({"Effect": ")" + effect + R"(", "Principal": )" + principal +
                           R"(, "Action": "dynamodb:*", "Resource": "*"})"),
                PolicyUse::kResource, "of-table");
}

std::string Aws(const std::string& name) { return R"({"AWS": ")" + name + R"("})"; }

void ExpectImplicit(Asking* asking, PolicyKind kind) {
  const Decision decision = asking->Ask();
  EXPECT_FALSE(decision.allowed);
  EXPECT_FALSE(decision.explicit_deny);
  EXPECT_EQ(decision.kind, kind);
  EXPECT_EQ(decision.statement, -1);
}

void ExpectExplicit(Asking* asking, PolicyKind kind) {
  const Decision decision = asking->Ask();
  EXPECT_FALSE(decision.allowed);
  EXPECT_TRUE(decision.explicit_deny);
  EXPECT_EQ(decision.kind, kind);
}

void ExpectAllowed(Asking* asking, PolicyKind kind) {
  const Decision decision = asking->Ask();
  EXPECT_TRUE(decision.allowed) << DeniedMessage(asking->request, decision);
  EXPECT_FALSE(decision.explicit_deny);
  EXPECT_EQ(decision.kind, kind);
}

TEST(OneAccount, NothingIsAllowedByDefault) {
  Asking asking;
  ExpectImplicit(&asking, PolicyKind::kIdentity);
}

TEST(OneAccount, AnIdentityPolicyAllowsAndADenyOverridesIt) {
  Asking asking;
  asking.principal.identity_policies = {
      Of(R"({"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "*"})"), Of(AllowAll())};
  ExpectAllowed(&asking, PolicyKind::kIdentity);
  asking.principal.identity_policies.push_back(
      Of(R"({"Sid": "One", "Effect": "Deny", "Action": "dynamodb:Put*", "Resource": "*"},
            {"Sid": "Two", "Effect": "Deny", "Action": "dynamodb:Get*", "Resource": "*"})"));
  ExpectExplicit(&asking, PolicyKind::kIdentity);
  const Decision decision = asking.Ask();
  EXPECT_EQ(decision.policy, "p");
  EXPECT_EQ(decision.statement, 1);
  EXPECT_EQ(decision.sid, "Two");
}

TEST(OneAccount, ABoundaryMustAllowAsWell) {
  Asking asking;
  asking.principal.identity_policies = {Of(AllowAll())};
  asking.principal.boundary =
      Of(R"({"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "*"})");
  ExpectImplicit(&asking, PolicyKind::kBoundary);
  asking.principal.boundary = Of(AllowAll());
  ExpectAllowed(&asking, PolicyKind::kIdentity);
  asking.principal.boundary = Of(AllowAll() + "," + DenyAll());
  ExpectExplicit(&asking, PolicyKind::kBoundary);
  asking.principal.identity_policies = {};
  asking.principal.boundary = Of(AllowAll());
  ExpectImplicit(&asking, PolicyKind::kIdentity);
}

TEST(OneAccount, OneOfTheSessionPoliciesMustAllow) {
  Asking asking;
  asking.principal = Session();
  asking.principal.identity_policies = {Of(AllowAll())};
  asking.principal.session_policies = {Of(AllowAll()), Of(AllowAll())};
  ExpectAllowed(&asking, PolicyKind::kIdentity);
  asking.principal.session_policies[1] =
      Of(R"({"Effect": "Allow", "NotAction": "dynamodb:Get*", "Resource": "*"})");
  ExpectAllowed(&asking, PolicyKind::kIdentity);
  asking.principal.session_policies[0] = asking.principal.session_policies[1];
  ExpectImplicit(&asking, PolicyKind::kSession);
  asking.principal.session_policies[0] = Of(DenyAll());
  ExpectExplicit(&asking, PolicyKind::kSession);
}

TEST(OneAccount, AResourcePolicyAllowsAlone) {
  Asking asking;
  for (const std::string& principal : {Aws(kAliceArn), Aws("*"), std::string("\"*\"")}) {
    asking.resource_policy = Resource("Allow", principal);
    ExpectAllowed(&asking, PolicyKind::kResource);
  }
  asking.resource_policy = Resource("Allow", Aws("arn:aws:iam::123456789012:user/bob"));
  ExpectImplicit(&asking, PolicyKind::kIdentity);
  asking.resource_policy = Resource("Allow", R"({"Service": "lambda.amazonaws.com"})");
  ExpectImplicit(&asking, PolicyKind::kIdentity);
}

// To name the account is to leave it to the account's own policies.
TEST(OneAccount, AResourcePolicyForTheAccountDoesNotAllowItsUsers) {
  Asking asking;
  for (const std::string& principal : {Aws(kRootArn), Aws(std::string(kAccount))}) {
    asking.resource_policy = Resource("Allow", principal);
    asking.principal.identity_policies = {};
    ExpectImplicit(&asking, PolicyKind::kIdentity);
    asking.principal.identity_policies = {Of(AllowAll())};
    ExpectAllowed(&asking, PolicyKind::kIdentity);
    asking.resource_policy = Resource("Deny", principal);
    ExpectExplicit(&asking, PolicyKind::kResource);
  }
}

TEST(OneAccount, ADirectGrantIsNotLimitedByBoundaryAndSession) {
  Asking asking;
  const auto nothing = Of(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})");
  asking.principal.boundary = nothing;
  asking.resource_policy = Resource("Allow", Aws(kAliceArn));
  ExpectAllowed(&asking, PolicyKind::kResource);

  asking.principal = Session();
  asking.principal.boundary = nothing;
  asking.principal.session_policies = {nothing};
  asking.resource_policy = Resource("Allow", Aws(kSessionArn));
  ExpectAllowed(&asking, PolicyKind::kResource);
  asking.resource_policy = Resource("Allow", Aws("*"));
  ExpectAllowed(&asking, PolicyKind::kResource);
  // A deny ends it all the same.
  asking.principal.session_policies = {Of(DenyAll())};
  ExpectExplicit(&asking, PolicyKind::kSession);
}

TEST(OneAccount, AGrantToTheRoleIsLimitedByBoundaryAndSession) {
  Asking asking;
  asking.principal = Session();
  asking.resource_policy = Resource("Allow", Aws(kRoleArn));
  ExpectAllowed(&asking, PolicyKind::kResource);
  const auto nothing = Of(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})");
  asking.principal.session_policies = {nothing};
  ExpectImplicit(&asking, PolicyKind::kSession);
  asking.principal.session_policies = {Of(AllowAll())};
  ExpectAllowed(&asking, PolicyKind::kResource);
  asking.principal.boundary = nothing;
  ExpectImplicit(&asking, PolicyKind::kBoundary);
  asking.resource_policy = Resource("Allow", Aws("AROAEXAMPLEREADER"));
  ExpectImplicit(&asking, PolicyKind::kBoundary);
}

TEST(OneAccount, TheMostDirectGrantCounts) {
  Asking asking;
  asking.principal = Session();
  asking.principal.boundary = Of(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})");
  asking.resource_policy = Parsed(Statements(
                                      R"({"Effect": "Allow", "Principal": {"AWS": ["123456789012",
              "arn:aws:iam::123456789012:role/reader"]}, "Action": "*", "Resource": "*"},
             {"Effect": "Allow", "Principal": {"AWS":
              "arn:aws:sts::123456789012:assumed-role/reader/tuesday"}, "Action": "*",
              "Resource": "*"})"),
                                  PolicyUse::kResource);
  ExpectAllowed(&asking, PolicyKind::kResource);
  EXPECT_EQ(asking.Ask().statement, 1);
}

TEST(OneAccount, TheRootUserNeedsNoPolicyButIsBoundByTheResources) {
  Asking asking;
  asking.principal = AccountPrincipal(kAccount);
  ExpectAllowed(&asking, PolicyKind::kNone);
  asking.resource_policy = Resource("Deny", R"("*")");
  ExpectExplicit(&asking, PolicyKind::kResource);
  asking.resource_policy = Resource("Allow", Aws(kRootArn));
  ExpectAllowed(&asking, PolicyKind::kResource);
}

TEST(TwoAccounts, BothMustAllow) {
  Asking asking;
  asking.request.resource_account = kOther;
  asking.principal.identity_policies = {Of(AllowAll())};
  ExpectImplicit(&asking, PolicyKind::kResource);
  for (const std::string& principal :
       {Aws(kAliceArn), Aws(kRootArn), Aws(std::string(kAccount)), Aws("*")}) {
    asking.resource_policy = Resource("Allow", principal);
    asking.principal.identity_policies = {Of(AllowAll())};
    ExpectAllowed(&asking, PolicyKind::kIdentity);
    asking.principal.identity_policies = {};
    ExpectImplicit(&asking, PolicyKind::kIdentity);
  }
  asking.principal.identity_policies = {Of(AllowAll())};
  asking.resource_policy = Resource("Allow", Aws("999999999999"));
  ExpectImplicit(&asking, PolicyKind::kResource);
}

TEST(TwoAccounts, BoundaryAndSessionLimitEvenADirectGrant) {
  Asking asking;
  asking.request.resource_account = kOther;
  asking.principal = Session();
  asking.principal.identity_policies = {Of(AllowAll())};
  asking.principal.session_policies = {
      Of(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})")};
  asking.resource_policy = Resource("Allow", Aws(kSessionArn));
  ExpectImplicit(&asking, PolicyKind::kSession);
}

TEST(TwoAccounts, TheRootUserNeedsTheOthersPermission) {
  Asking asking;
  asking.request.resource_account = kOther;
  asking.principal = AccountPrincipal(kAccount);
  ExpectImplicit(&asking, PolicyKind::kResource);
  asking.resource_policy = Resource("Allow", Aws(kRootArn));
  ExpectAllowed(&asking, PolicyKind::kNone);
}

std::shared_ptr<const Policy> AllBut(const std::string& names) {
  return Parsed(Statements(R"({"Effect": "Deny", "NotPrincipal": {"AWS": [)" + names +
                           R"(]}, "Action": "*", "Resource": "*"})"),
                PolicyUse::kResource);
}

TEST(NotPrincipal, ExemptsWhoIsNamedOnEveryLevel) {
  Asking asking;
  asking.principal.identity_policies = {Of(AllowAll())};
  const std::string alice = '"' + std::string(kAliceArn) + '"';
  const std::string root = '"' + std::string(kRootArn) + '"';
  const std::string role = '"' + std::string(kRoleArn) + '"';
  const std::string session = '"' + std::string(kSessionArn) + '"';
  asking.resource_policy = AllBut(alice + "," + root);
  ExpectAllowed(&asking, PolicyKind::kIdentity);
  for (const std::string& names : {alice, root}) {
    asking.resource_policy = AllBut(names);
    ExpectExplicit(&asking, PolicyKind::kResource);
  }
  asking.principal = Session();
  asking.principal.identity_policies = {Of(AllowAll())};
  asking.resource_policy = AllBut(session + "," + role + "," + root);
  ExpectAllowed(&asking, PolicyKind::kIdentity);
  for (const std::string& names : {session + "," + role, session + "," + root, role + "," + root}) {
    asking.resource_policy = AllBut(names);
    ExpectExplicit(&asking, PolicyKind::kResource);
  }
  asking.principal = AccountPrincipal(kAccount);
  asking.resource_policy = AllBut(root);
  ExpectAllowed(&asking, PolicyKind::kNone);
}

TEST(NotPrincipal, AllowsAllOthers) {
  Asking asking;
  const auto but = [](const std::string& names) {
    return Parsed(Statements(R"({"Effect": "Allow", "NotPrincipal": {"AWS": [)" + names +
                             R"(]}, "Action": "*", "Resource": "*"})"),
                  PolicyUse::kResource);
  };
  asking.resource_policy = but(R"("999999999999")");
  ExpectAllowed(&asking, PolicyKind::kResource);
  asking.resource_policy = but(R"("123456789012", "arn:aws:iam::123456789012:user/alice")");
  ExpectImplicit(&asking, PolicyKind::kIdentity);
}

struct Reach {
  const char* element;  // Action, NotAction, Resource or NotResource with its value
  const char* action;
  const char* resource;
  bool allowed;
};

TEST(Statements, ReachActionsAndResources) {
  const char index[] = "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/index/ByDay";
  const char stream[] =
      "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2026-11-22T18:05:30.123";
  const char table[] = "arn:aws:dynamodb:us-east-1:123456789012:table/Orders";
  const char get[] = "dynamodb:GetItem";
  const Reach cases[] = {
      {R"("Action": "dynamodb:GetItem")", get, table, true},
      {R"("Action": "DYNAMODB:getitem")", get, table, true},
      {R"("Action": "dynamodb:Get*")", get, table, true},
      {R"("Action": "dynamodb:?etItem")", get, table, true},
      {R"("Action": "dynamodb:*")", get, table, true},
      {R"("Action": "*:*")", get, table, true},
      {R"("Action": "*")", get, table, true},
      {R"("Action": ["s3:*", "dynamodb:BatchGetItem"])", get, table, false},
      {R"("Action": "dynamodb:Get")", get, table, false},
      {R"("Action": "dynamodb:*Item")", "dynamodb:BatchGetItem", table, true},
      {R"("NotAction": "dynamodb:Put*")", get, table, true},
      {R"("NotAction": ["dynamodb:Put*", "dynamodb:GetItem"])", get, table, false},
      {R"("Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/Orders")", get, table, true},
      {R"("Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/Orders")", get, index, false},
      {R"("Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/index/*")", get, index,
       true},
      {R"("Resource": "arn:aws:dynamodb:*:*:table/Orders*")", get, index, true},
      {R"("Resource": "arn:aws:dynamodb:*:*:table/*/stream/*")", get, stream, true},
      {R"("Resource": "arn:aws:dynamodb:us-*-1:123456789012:table/?rders")", get, table, true},
      {R"("Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/orders")", get, table, false},
      {R"("Resource": ["arn:aws:s3:::x", "*"])", get, table, true},
      {R"("NotResource": "arn:aws:dynamodb:*:*:table/Users")", get, table, true},
      {R"("NotResource": ["arn:aws:dynamodb:*:*:table/Users", "arn:aws:dynamodb:*:*:table/O*"])",
       get, table, false},
      {R"("Resource": "*")", "dynamodb:ListTables", "*", true},
      {R"("Resource": "arn:aws:dynamodb:*:*:table/*")", "dynamodb:ListTables", "*", false},
  };
  for (const Reach& c : cases) {
    const bool actions = std::string_view(c.element).find("Action") != std::string_view::npos;
    Asking asking;
    asking.Identity(R"({"Effect": "Allow", )" + std::string(c.element) +
                    (actions ? R"(, "Resource": "*"})" : R"(, "Action": "*"})"));
    asking.request.action = c.action;
    asking.request.resource = c.resource;
    EXPECT_EQ(asking.Allowed(), c.allowed) << c.element << " " << c.action << " " << c.resource;
  }
}

}  // namespace
}  // namespace stator::api::iam::testing
