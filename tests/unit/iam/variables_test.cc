// Policy variables: where they may stand and what they become.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/iam/deciding.h"

namespace stator::api::iam::testing {
namespace {

bool ResourceMatches(Asking* asking, const std::string& table, const std::string& resource) {
  asking->Identity(R"({"Effect": "Allow", "Action": "*", "Resource": )"
                   R"("arn:aws:dynamodb:us-east-1:123456789012:table/)" +
                   table + R"("})");
  asking->request.resource = resource;
  return asking->Allowed();
}

std::string Table(const std::string& name) {
  return "arn:aws:dynamodb:us-east-1:123456789012:table/" + name;
}

TEST(Variables, StandInResources) {
  Asking asking;
  EXPECT_TRUE(ResourceMatches(&asking, "${aws:username}", Table("alice")));
  EXPECT_TRUE(ResourceMatches(&asking, "${AWS:UserName}", Table("alice")));
  EXPECT_TRUE(ResourceMatches(&asking, "x-${aws:username}-*", Table("x-alice-1")));
  EXPECT_FALSE(ResourceMatches(&asking, "${aws:username}", Table("bob")));
  EXPECT_FALSE(ResourceMatches(&asking, "${aws:username}", Table("${aws:username}")));
}

TEST(Variables, WithoutAValueMatchNoResource) {
  Asking asking;
  EXPECT_FALSE(ResourceMatches(&asking, "${aws:PrincipalTag/team}", Table("")));
  EXPECT_FALSE(ResourceMatches(&asking, "${aws:PrincipalTag/team}*", Table("any")));
  asking.Identity(R"({"Effect": "Allow", "Action": "*",
    "NotResource": "arn:aws:dynamodb:us-east-1:123456789012:table/${aws:PrincipalTag/team}"})");
  asking.request.resource = kTable;
  EXPECT_TRUE(asking.Allowed());
}

TEST(Variables, HaveDefaults) {
  Asking asking;
  EXPECT_TRUE(ResourceMatches(&asking, "t-${aws:PrincipalTag/team, 'none'}", Table("t-none")));
  EXPECT_TRUE(ResourceMatches(&asking, "t-${ aws:PrincipalTag/team ,'no ne'}", Table("t-no ne")));
  EXPECT_TRUE(ResourceMatches(&asking, "t-${aws:PrincipalTag/team, ''}", Table("t-")));
  EXPECT_FALSE(ResourceMatches(&asking, "t-${aws:PrincipalTag/team, '*'}", Table("t-x")));
  EXPECT_TRUE(ResourceMatches(&asking, "t-${aws:PrincipalTag/team, '}'}", Table("t-}")));
  asking.principal.tags = {{"Team", "red"}};
  EXPECT_TRUE(ResourceMatches(&asking, "t-${aws:PrincipalTag/team, 'none'}", Table("t-red")));
  EXPECT_FALSE(ResourceMatches(&asking, "t-${aws:PrincipalTag/team, 'none'}", Table("t-none")));
}

TEST(Variables, OfSpecialCharactersAreTheseThemselves) {
  Asking asking;
  EXPECT_TRUE(ResourceMatches(&asking, "a${*}", Table("a*")));
  EXPECT_FALSE(ResourceMatches(&asking, "a${*}", Table("ab")));
  EXPECT_TRUE(ResourceMatches(&asking, "a${?}*", Table("a?b")));
  EXPECT_FALSE(ResourceMatches(&asking, "a${?}*", Table("abb")));
  EXPECT_TRUE(ResourceMatches(&asking, "a${$}{x}", Table("a${x}")));
}

// A value that holds "*" must not open what its owner may not see.
TEST(Variables, HaveNoWildcardsInTheirValues) {
  Asking asking;
  asking.principal.tags = {{"team", "*"}};
  EXPECT_FALSE(ResourceMatches(&asking, "${aws:PrincipalTag/team}", Table("red")));
  EXPECT_TRUE(ResourceMatches(&asking, "${aws:PrincipalTag/team}", Table("*")));
}

bool ConditionHolds(Asking* asking, const std::string& op, const std::string& value) {
  asking->request.resource = kTable;
  asking->Identity(
      AllowAll(R"("Condition": {")" + op + R"(": {"dynamodb:LeadingKeys": ")" + value + R"("}})"));
  return asking->Allowed();
}

TEST(Variables, StandInConditionsOnTextsAndArns) {
  Asking asking;
  asking.keys.SetAll("dynamodb:LeadingKeys", {"alice"});
  EXPECT_TRUE(ConditionHolds(&asking, "ForAllValues:StringEquals", "${aws:username}"));
  EXPECT_TRUE(ConditionHolds(&asking, "StringLike", "${aws:username}*"));
  EXPECT_FALSE(ConditionHolds(&asking, "StringNotEquals", "${aws:username}"));
  asking.keys.SetAll("dynamodb:LeadingKeys", {"bob"});
  EXPECT_FALSE(ConditionHolds(&asking, "ForAllValues:StringEquals", "${aws:username}"));
  EXPECT_TRUE(ConditionHolds(&asking, "StringNotLike", "${aws:username}*"));
  asking.keys.Set("dynamodb:LeadingKeys", "ALICE");
  EXPECT_TRUE(ConditionHolds(&asking, "StringEqualsIgnoreCase", "${aws:username}"));
  asking.keys.Set("dynamodb:LeadingKeys", "arn:aws:iam::123456789012:user/alice");
  EXPECT_TRUE(ConditionHolds(&asking, "ArnEquals", "arn:aws:iam::*:user/${aws:username}"));
  EXPECT_TRUE(ConditionHolds(&asking, "ArnLike", "${aws:PrincipalArn}"));
  EXPECT_FALSE(ConditionHolds(&asking, "ArnNotLike", "${aws:PrincipalArn}"));
  // A colon in a value does not shift the ARN's parts.
  asking.principal.tags = {{"t", "1:user/alice"}};
  EXPECT_FALSE(
      ConditionHolds(&asking, "ArnLike", "arn:aws:iam::12345678901${*}:${aws:PrincipalTag/t}"));
}

TEST(Variables, WithoutAValueFailToMatchAndSoSatisfyNegatedOperators) {
  Asking asking;
  asking.keys.Set("dynamodb:LeadingKeys", "x");
  for (const std::string kind : {"String", "Arn"}) {
    EXPECT_FALSE(ConditionHolds(&asking, kind + "Like", "${aws:PrincipalTag/none}"));
    EXPECT_TRUE(ConditionHolds(&asking, kind + "NotLike", "${aws:PrincipalTag/none}"));
  }
  EXPECT_TRUE(ConditionHolds(&asking, "StringEquals", "${aws:PrincipalTag/none, 'x'}"));
}

TEST(Variables, CannotBeKeysOfSeveralValues) {
  Asking asking;
  asking.principal.token_keys = {{"graph.facebook.com:id", {"77"}},
                                 {"example.com:amr", {"a", "b"}}};
  asking.keys.SetAll("dynamodb:LeadingKeys", {"77"});
  EXPECT_TRUE(ConditionHolds(&asking, "ForAllValues:StringEquals", "${graph.facebook.com:id}"));
  EXPECT_FALSE(ConditionHolds(&asking, "StringLike", "*${example.com:amr}*"));
  asking.keys.SetAll("dynamodb:Endless", {"77"}, true);
  EXPECT_FALSE(ConditionHolds(&asking, "StringEquals", "${dynamodb:Endless}"));
}

TEST(Variables, ArePlainTextInTheOldVersion) {
  for (const std::string version : {R"("Version": "2008-10-17", )", ""}) {
    Asking asking;
    asking.principal.identity_policies = {
        Parsed("{" + version + R"("Statement": )" +
               R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition":
           {"StringEquals": {"dynamodb:LeadingKeys": "${aws:username}"}}}})")};
    asking.keys.Set("dynamodb:LeadingKeys", "alice");
    EXPECT_FALSE(asking.Allowed());
    asking.keys.Set("dynamodb:LeadingKeys", "${aws:username}");
    EXPECT_TRUE(asking.Allowed());
  }
}

TEST(Variables, AreKeysThatThePolicyMentions) {
  const auto policy = Parsed(Statements(
      R"({"Effect": "Allow", "Action": "*",
          "Resource": "arn:aws:dynamodb:*:*:table/${dynamodb:Select}",
          "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["${aws:ResourceTag/Of}"]}}})"));
  EXPECT_TRUE(policy->mentions().Has(AccessKey::kAttributes));
  EXPECT_TRUE(policy->mentions().Has(AccessKey::kSelect)) << "in a resource";
  EXPECT_TRUE(policy->mentions().resource_tags) << "in a value";
  EXPECT_FALSE(policy->mentions().request_tags);
  EXPECT_FALSE(policy->mentions().Has(AccessKey::kLeadingKeys));
}

}  // namespace
}  // namespace stator::api::iam::testing
