// Tables of other accounts: both sides must allow, and then they are served.
#include "tests/unit/access/access_fixture.h"

namespace stator::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class OtherAccountTest : public AccessTest {
 protected:
  void SetUp() override {
    AccessTest::SetUp();
    Put("ann");
  }
  void Open(const std::string& actions, const std::string& resource = std::string(kScores)) {
    const std::string policy =
        R"({\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",)"
        R"(\"Principal\":{\"AWS\":\"210987654321\"},\"Action\":)" +
        actions + R"(,\"Resource\":\")" + resource + R"(\"}]})";
    const CallReply reply = engine_->Call(
        Owner(), "PutResourcePolicy",
        R"({"ResourceArn":")" + std::string(kScores) + R"(","Policy":")" + policy + R"("})");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
  }
  Result<GetItemResponse> Get(const CallContext& caller) {
    return engine_->GetItem({.table_name = std::string(kScores), .key = KeyOf("ann")}, caller);
  }
  const CallContext stranger_ =
      UserWith({Policy({Statement("Allow", R"("*")")})}, "eve", kOtherAccount);
};

TEST_F(OtherAccountTest, IsRefusedWithoutPrincipalAsEver) {
  const auto reply = Get({.account = std::string(kOtherAccount)});
  EXPECT_EQ(reply.status().code(), Code::kAccessDenied);
}

TEST_F(OtherAccountTest, IsRefusedWhereTheTableDoesNotAllow) {
  const auto reply = Get(stranger_);
  ASSERT_EQ(reply.status().code(), Code::kAccessDenied);
  EXPECT_THAT(reply.status().message(), HasSubstr("resource-based policy"));
}

TEST_F(OtherAccountTest, IsRefusedWhereTheCallersPoliciesDoNot) {
  Open(R"(\"dynamodb:*\")");
  EXPECT_EQ(Get(UserWith({}, "eve", kOtherAccount)).status().code(), Code::kAccessDenied);
}

TEST_F(OtherAccountTest, IsServedWhereBothAllow) {
  Open(R"([\"dynamodb:GetItem\",\"dynamodb:DescribeTable\"])");
  const auto reply = Get(stranger_);
  ASSERT_TRUE(reply.ok()) << reply.status().message();
  EXPECT_TRUE(reply->item.has_value());
  const auto table = engine_->DescribeTable({.table_name = std::string(kScores)}, stranger_);
  ASSERT_TRUE(table.ok()) << table.status().message();
  EXPECT_EQ(table->table.arn, kScores);
  EXPECT_EQ(
      engine_->DeleteItem({.table_name = std::string(kScores), .key = KeyOf("ann")}, stranger_)
          .status()
          .code(),
      Code::kAccessDenied);
}

// His own names stay his own.
TEST_F(OtherAccountTest, HasNamesOfItsOwn) {
  Open(R"(\"dynamodb:GetItem\")");
  EXPECT_EQ(
      engine_->GetItem({.table_name = "Scores", .key = KeyOf("ann")}, stranger_).status().code(),
      Code::kNotFound);
  EXPECT_TRUE(engine_->ListTables({}, stranger_)->table_names.empty());
  EXPECT_TRUE(engine_->ListStreams({}, stranger_)->streams.empty());
}

// Operations that are decided on for the account as a whole do not reach over to another one.
TEST_F(OtherAccountTest, IsNotReachedByWhatNeedsNoResource) {
  const std::string body = R"({"TableName":")" + std::string(kScores) + R"("})";
  EXPECT_THAT(engine_->Call(stranger_, "ListContributorInsights", body).body,
              HasSubstr("ResourceNotFoundException"));
}

// A policy of a table names conditions of its own, which are looked for in the request.
TEST_F(OtherAccountTest, ConditionsOfTheTablesPolicyCount) {
  const std::string condition =
      R"(\"dynamodb:GetItem\",\"Condition\":{\"ForAllValues:StringEquals\":)"
      R"({\"dynamodb:LeadingKeys\":[\"ann\"],\"dynamodb:Attributes\":[\"user\",\"game\",\"wins\"]}})";
  Open(condition);
  EXPECT_FALSE(Get(stranger_).ok());
  EXPECT_TRUE(engine_
                  ->GetItem({.table_name = std::string(kScores),
                             .key = KeyOf("ann"),
                             .projection_expression = "wins"},
                            stranger_)
                  .ok());
  EXPECT_FALSE(engine_
                   ->GetItem({.table_name = std::string(kScores),
                              .key = KeyOf("bob"),
                              .projection_expression = "wins"},
                             stranger_)
                   .ok());
}

TEST_F(OtherAccountTest, StreamsAreDecidedOnByTheirOwnArn) {
  const std::string arn =
      engine_->ListStreams({.table_name = "Scores"}, Owner())->streams.front().stream_arn;
  Open(R"(\"dynamodb:*\")");
  EXPECT_EQ(engine_->DescribeStream({.stream_arn = arn}, stranger_).status().code(),
            Code::kAccessDenied);
  EXPECT_TRUE(engine_->DescribeStream({.stream_arn = arn}, UserWhoMay(R"("dynamodb:*")")).ok());
}

// The gate and the handler once read such an ARN by two functions, of which one took any text for
// the partition: eve, to whom the table and all that is below it was denied, could attach a policy
// to its stream by naming it "arn:x:…".
TEST_F(OtherAccountTest, ArnsOfNoPartitionNameNothing) {
  const auto streams = engine_->ListStreams({}, Owner());
  ASSERT_TRUE(streams.ok() && streams->streams.size() == 1);
  const std::string stream = streams->streams.front().stream_arn;
  ASSERT_THAT(stream, HasSubstr("/stream/"));
  const CallContext eve =
      UserWith({Policy({Statement("Allow", R"("*")"),
                        Statement("Deny", R"("*")", "", std::string(kScores) + "*")})});
  const std::string policy = R"({\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",)"
                             R"(\"Action\":\"dynamodb:GetRecords\",\"Resource\":\"*\"}})";
  for (const std::string& arn : {std::string(kScores), stream}) {
    for (const std::string partition : {"aws", "x", "aws-cn", ""}) {
      const std::string named = "arn:" + partition + arn.substr(arn.find(":dynamodb:"));
      const std::string resource = R"({"ResourceArn":")" + named + '"';
      for (const std::string body : {"PutResourcePolicy", "GetResourcePolicy",
                                     "DeleteResourcePolicy", "ListTagsOfResource"}) {
        const bool puts = body == "PutResourcePolicy";
        const CallReply reply =
            engine_->Call(eve, body, resource + (puts ? R"(,"Policy":")" + policy + "\"}" : "}"));
        EXPECT_EQ(reply.http_status, 400) << body << " " << named << reply.body;
        EXPECT_THAT(reply.body, HasSubstr("AccessDeniedException")) << body << " " << named;
      }
    }
  }
}

}  // namespace
}  // namespace stator::api
