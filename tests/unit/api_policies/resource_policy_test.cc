// Policies of tables: attaching, reading and deleting them, and their revisions.
#include "tests/unit/api_policies/policies_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(PoliciesTest, AreReadAsTheyWereAttached) {
  EXPECT_EQ(Get(kTableArn), NotFound(kTableArn));
  const std::string spaced = " " + Policy("dynamodb:GetItem") + "\n";
  EXPECT_EQ(Put(kTableArn, spaced), Revision(kFirstRevision));
  EXPECT_EQ(Get(kTableArn), R"({"Policy":)" + Quoted(spaced) + R"(,"RevisionId":"1800000000123"})");
}

TEST_F(PoliciesTest, OfTheSameTextKeepTheirRevision) {
  Put(kTableArn, Policy("dynamodb:GetItem"));
  clock_.Advance(kSecond);
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:GetItem")), Revision(kFirstRevision));
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:Query")), Revision("1800000001123"));
  EXPECT_THAT(Get(kTableArn), HasSubstr("dynamodb:Query"));
}

TEST_F(PoliciesTest, NeverShareARevision) {
  Put(kTableArn, Policy("dynamodb:GetItem"));
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:Query")), Revision("1800000000124"))
      << "within the same millisecond";
  clock_.Advance(-10 * kSecond);
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:Scan")), Revision("1800000000125"))
      << "after the clock went back";
  Delete(kTableArn);
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:Scan")), Revision("1800000000126"))
      << "after a deletion";
}

TEST_F(PoliciesTest, AreReplacedOnCondition) {
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:GetItem"), Expecting("1")), NotFound(kTableArn));
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:GetItem"), Expecting("NO_POLICY")),
            Revision(kFirstRevision));
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:Query"), Expecting("NO_POLICY")), NotFound(kTableArn));
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:GetItem"), Expecting("NO_POLICY")), NotFound(kTableArn))
      << "the same text is no exception";
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:Query"), Expecting("01800000000123")),
            NotFound(kTableArn))
      << "ids are texts";
  EXPECT_THAT(Get(kTableArn), HasSubstr("dynamodb:GetItem"));
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:Query"), Expecting(kFirstRevision)),
            Revision("1800000000124"));
}

TEST_F(PoliciesTest, AreDeletedOnceAndOnCondition) {
  EXPECT_EQ(Delete(kTableArn), "{}") << "there is none";
  EXPECT_EQ(Delete(kTableArn, Expecting(kFirstRevision)), NotFound(kTableArn));
  EXPECT_EQ(Delete(kTableArn, Expecting("NO_POLICY")), NotFound(kTableArn));
  Put(kTableArn, Policy("dynamodb:GetItem"));
  EXPECT_EQ(Delete(kTableArn, Expecting("1")), NotFound(kTableArn));
  EXPECT_EQ(Delete(kTableArn, Expecting(kFirstRevision)), Revision(kFirstRevision));
  EXPECT_EQ(Get(kTableArn), NotFound(kTableArn));
  EXPECT_EQ(Delete(kTableArn), "{}");
  EXPECT_EQ(Delete(kTableArn, Expecting(kFirstRevision)), NotFound(kTableArn));
}

TEST_F(PoliciesTest, GoWithTheirTable) {
  Put(kTableArn, Policy("dynamodb:GetItem"));
  Call("DeleteTable", R"({"TableName":"tab"})");
  EXPECT_EQ(Get(kTableArn), NoResource(kTableArn));
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:GetItem")), NoResource(kTableArn));
  EXPECT_EQ(Delete(kTableArn), NoResource(kTableArn));
  Create("tab");
  EXPECT_EQ(Get(kTableArn), NotFound(kTableArn));
}

TEST_F(PoliciesTest, StayWhenTheTableChanges) {
  Put(kTableArn, Policy("dynamodb:GetItem"));
  Call("UpdateTable", R"({"TableName":"tab","DeletionProtectionEnabled":true})");
  Call("TagResource",
       R"({"ResourceArn":")" + std::string(kTableArn) + R"(","Tags":[{"Key":"a","Value":"b"}]})");
  EXPECT_THAT(Get(kTableArn), HasSubstr(kFirstRevision));
}

TEST_F(PoliciesTest, WaitUntilTheTableIsThere) {
  Open({.in_memory = true, .transient_status_micros = 60 * kSecond});
  Create("tab", R"(,"ResourcePolicy":)" + Quoted(Policy("dynamodb:GetItem")));
  const std::string in_use =
      "ResourceInUseException: Attempt to change a resource which is still in use: ";
  EXPECT_EQ(Put(kTableArn, Policy("dynamodb:Query")), in_use + "Table is being created: tab");
  EXPECT_EQ(Delete(kTableArn), in_use + "Table is being created: tab");
  EXPECT_THAT(Get(kTableArn), HasSubstr("dynamodb:GetItem"));
  clock_.Advance(120 * kSecond);
  ASSERT_TRUE(engine_->WaitCaughtUp(60 * kSecond));
  EXPECT_THAT(Put(kTableArn, Policy("dynamodb:Query")), StartsWith("{"));
  Call("DeleteTable", R"({"TableName":"tab"})");
  EXPECT_EQ(Delete(kTableArn), in_use + "Table is being deleted: tab");
}

TEST_F(PoliciesTest, ComeWithANewTable) {
  const std::string arn = "arn:aws:dynamodb:us-east-1:123456789012:table/new";
  const auto with = [&](const std::string& policy) {
    return Create("new", R"(,"ResourcePolicy":)" + Quoted(policy));
  };
  EXPECT_THAT(with(Policy("dynamodb:GetItem")),
              HasSubstr("The following resources are invalid: \"" + std::string(kTableArn)));
  EXPECT_THAT(with("{"), StartsWith("ValidationException: One or more parameter values were "
                                    "invalid: Invalid policy document: "));
  EXPECT_THAT(Call("DescribeTable", R"({"TableName":"new"})"),
              StartsWith("ResourceNotFoundException"))
      << "nothing was created";
  EXPECT_THAT(with(Policy("dynamodb:GetItem", arn)), HasSubstr("TableDescription"));
  EXPECT_EQ(Get(arn), R"({"Policy":)" + Quoted(Policy("dynamodb:GetItem", arn)) +
                          R"(,"RevisionId":"1800000000123"})");
}

TEST_F(PoliciesTest, AreOfTablesAndStreamsOnly) {
  const std::string policy = Policy("dynamodb:GetItem");
  const std::string invalid = "ValidationException: One or more parameter values were invalid: ";
  EXPECT_EQ(Put("tab", policy), invalid + "ARNs must start with 'arn:': tab");
  const std::string index = std::string(kTableArn) + "/index/i";
  for (const std::string& reply : {Put(index, policy), Get(index), Delete(index)}) {
    EXPECT_EQ(reply, invalid +
                         "Invalid resource arn provided, only table or stream is accepted. "
                         "Provided resource arn: " +
                         index);
  }
  const std::string backup = "arn:aws:dynamodb:us-east-1:123456789012:backup/b";
  EXPECT_EQ(Get(backup), invalid + "Provided Arn is not a DynamoDB resource arn: " + backup);
  const std::string unknown = "arn:aws:dynamodb:us-east-1:123456789012:table/none";
  EXPECT_EQ(Put(unknown, Policy("dynamodb:GetItem", unknown)), NoResource(unknown));
  EXPECT_EQ(Get(unknown), NoResource(unknown));
  EXPECT_THAT(Get("arn:aws:dynamodb:us-east-1:999999999999:table/tab"),
              StartsWith("AccessDeniedException"));
}

TEST_F(PoliciesTest, OfTypedCallersAreTheSame) {
  const auto put = engine_->PutResourcePolicy({kTableArn, Policy("dynamodb:GetItem")});
  ASSERT_TRUE(put.ok()) << put.status().message();
  EXPECT_EQ(put->revision_id, kFirstRevision);
  const auto got = engine_->GetResourcePolicy({kTableArn});
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->policy, Policy("dynamodb:GetItem"));
  EXPECT_EQ(got->revision_id, kFirstRevision);
  const auto deleted = engine_->DeleteResourcePolicy({kTableArn, {}});
  ASSERT_TRUE(deleted.ok());
  EXPECT_EQ(deleted->revision_id, kFirstRevision);
  EXPECT_EQ(engine_->GetResourcePolicy({kTableArn}).status().code(), Code::kPolicyNotFound);
}

}  // namespace
}  // namespace stator::api
