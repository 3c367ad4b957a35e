// Which policies can be attached to a table or to a stream, and what is said of those that cannot.
#include "api/ops/resource_policy_rules.h"

#include "tests/unit/api_policies/policies_fixture.h"

namespace stator::api {
namespace {

using testing::StartsWith;

constexpr char kInvalid[] =
    "ValidationException: One or more parameter values were invalid: Invalid policy document: ";

class PolicyRulesTest : public PoliciesTest {
 protected:
  void ExpectTaken(std::string_view action, std::string_view resource = kTableArn) {
    EXPECT_THAT(Put(kTableArn, Policy(action, resource)), StartsWith(R"({"RevisionId")"))
        << action << " " << resource;
  }
  void ExpectWrongAction(const std::string& arn, std::string_view action) {
    EXPECT_EQ(Put(arn, Policy(action, arn)), std::string(kInvalid) +
                                                 "The following action names are invalid: \"" +
                                                 std::string(action) + "\"");
  }
  void ExpectWrongResource(const std::string& arn, std::string_view action,
                           std::string_view resource) {
    EXPECT_EQ(Put(arn, Policy(action, resource)), std::string(kInvalid) +
                                                      "The following resources are invalid: \"" +
                                                      std::string(resource) + "\"");
  }
};

TEST_F(PolicyRulesTest, ADocumentIsAPolicy) {
  for (const std::string document : {"", "{", "[]", "\"Allow\"", "{}", R"({"Statement":[1]})"}) {
    EXPECT_THAT(Put(kTableArn, document), StartsWith(kInvalid)) << document;
  }
}

TEST_F(PolicyRulesTest, ADocumentHasAtMost20KbWithItsWhiteSpace) {
  const std::string policy = Policy("dynamodb:GetItem");
  const std::string longest = policy + std::string(kResourcePolicyBytes - policy.size(), ' ');
  EXPECT_THAT(Put(kTableArn, longest + " "), StartsWith(kInvalid));
  EXPECT_EQ(Put(kTableArn, longest), Revision(kFirstRevision));
}

TEST_F(PolicyRulesTest, ATableHasActionsOnItselfItsItemsAndIndexes) {
  for (const char* action :
       {"dynamodb:GetItem", "DynamoDB:getitem", "dynamodb:*", "*", "dynamodb:Get*",
        "dynamodb:?etItem", "dynamodb:PartiQLSelect", "dynamodb:ConditionCheckItem",
        "dynamodb:DescribeTable", "dynamodb:PutResourcePolicy", "dynamodb:UpdateTimeToLive",
        "dynamodb:RestoreTableToPointInTime"}) {
    ExpectTaken(action);
  }
  for (const char* action :
       {"dynamodb:GetRecords", "dynamodb:ListStreams", "dynamodb:CreateTable",
        "dynamodb:ListTables", "dynamodb:GetItems", "dynamodb:List*Tables", "s3:GetObject"}) {
    ExpectWrongAction(kTableArn, action);
  }
}

// The text of the issue https://github.com/aws/aws-cdk/pull/36194.
TEST_F(PolicyRulesTest, WrongActionsAreNamedTogether) {
  EXPECT_EQ(Put(kTableArn, R"({"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Principal":"*","Resource":"*",
       "Action":["dynamodb:GetRecords","dynamodb:GetItem","dynamodb:GetShardIterator"]},
      {"Effect":"Deny","Principal":"*","Resource":"*",
       "NotAction":["dynamodb:ListStreams","dynamodb:GetRecords"]}]})"),
            std::string(kInvalid) +
                R"(The following action names are invalid: "dynamodb:GetRecords", )"
                R"("dynamodb:GetShardIterator", "dynamodb:ListStreams")");
}

TEST_F(PolicyRulesTest, ATableIsTheOnlyResourceWithItsIndexes) {
  const std::string arn = kTableArn;
  for (const std::string& resource :
       {arn, arn + "/index/by-name", arn + "/index/*", std::string("*"), arn + "*",
        std::string("arn:aws:dynamodb:*:*:table/t?b"),
        std::string("arn:aws:dynamodb:us-east-1:123456789012:table/${aws:PrincipalTag/t}")}) {
    ExpectTaken("dynamodb:Query", resource);
  }
  for (const std::string& resource :
       {std::string("arn:aws:dynamodb:us-east-1:123456789012:table/other"), arn + "b",
        arn + "/stream/*", std::string("arn:aws:dynamodb:us-west-2:123456789012:table/tab"),
        std::string("arn:aws:dynamodb:us-east-1:999999999999:table/tab"),
        std::string("arn:aws:dynamodb:us-east-1:123456789012:table/TAB"),
        std::string("arn:aws:s3:::*")}) {
    ExpectWrongResource(kTableArn, "dynamodb:Query", resource);
  }
}

TEST_F(PolicyRulesTest, AStreamHasActionsAndAResourceOfItsOwn) {
  const std::string stream = CreateWithStream("streamed");
  const std::string table = stream.substr(0, stream.find("/stream/"));
  for (const char* action : {"dynamodb:GetRecords", "dynamodb:DescribeStream",
                             "dynamodb:GetShardIterator", "dynamodb:*"}) {
    EXPECT_THAT(Put(stream, Policy(action, stream)), StartsWith(R"({"RevisionId")")) << action;
  }
  ExpectWrongAction(stream, "dynamodb:ListStreams");
  ExpectWrongAction(stream, "dynamodb:GetItem");
  EXPECT_THAT(Put(stream, Policy("dynamodb:GetRecords", table + "/stream/*")),
              StartsWith(R"({"RevisionId")"));
  ExpectWrongResource(stream, "dynamodb:GetRecords", table);
  ExpectWrongResource(stream, "dynamodb:GetRecords", table + "/index/*");
}

}  // namespace
}  // namespace stator::api
