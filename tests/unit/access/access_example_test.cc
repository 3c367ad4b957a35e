// AWS's example of fine-grained access: read-only access to two attributes of one's own items, for
// users whom an identity provider knows ("Using IAM policy conditions for fine-grained access
// control", example 6).
#include "tests/unit/access/access_fixture.h"

namespace stator::api {
namespace {

using ::testing::HasSubstr;

class ClassicExampleTest : public AccessTest {
 protected:
  void SetUp() override {
    AccessTest::SetUp();
    const CallReply reply = engine_->Call(Owner(), "CreateTable", R"({"TableName":"GameScores",
        "AttributeDefinitions":[{"AttributeName":"UserId","AttributeType":"S"},
                                {"AttributeName":"TopScore","AttributeType":"N"}],
        "KeySchema":[{"AttributeName":"UserId","KeyType":"HASH"}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-score",
            "KeySchema":[{"AttributeName":"UserId","KeyType":"HASH"},
                         {"AttributeName":"TopScore","KeyType":"RANGE"}],
            "Projection":{"ProjectionType":"ALL"}}],
        "BillingMode":"PAY_PER_REQUEST"})");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
    for (const std::string user : {"1000", "2000"}) {
      const Item item = {{"UserId", user}, {"TopScore", 41}, {"Wins", 5}, {"Email", "a@b"}};
      ASSERT_TRUE(engine_->PutItem({.table_name = "GameScores", .item = item}, Owner()).ok());
    }
  }

  // The session of a role that was assumed with a token.
  static CallContext Player(const std::string& facebook_id) {
    auto role = std::make_shared<iam::Principal>(
        iam::RolePrincipal(kAccount, "GameRole", "AROAEXAMPLEID", "player"));
    role->token_keys = {{"graph.facebook.com:id", {facebook_id}},
                        {"aws:FederatedProvider", {"graph.facebook.com"}}};
    role->identity_policies = {PolicyOf(R"({"Version":"2012-10-17","Statement":[{
        "Sid":"LimitAccessToCertainAttributesAndKeyValues","Effect":"Allow",
        "Action":["dynamodb:UpdateItem","dynamodb:GetItem","dynamodb:Query",
                  "dynamodb:BatchGetItem"],
        "Resource":["arn:aws:dynamodb:us-east-1:123456789012:table/GameScores",
                    "arn:aws:dynamodb:us-east-1:123456789012:table/GameScores/index/by-score"],
        "Condition":{
          "ForAllValues:StringEquals":{
            "dynamodb:LeadingKeys":["${graph.facebook.com:id}"],
            "dynamodb:Attributes":["UserId","TopScore"]},
          "StringEqualsIfExists":{
            "dynamodb:Select":"SPECIFIC_ATTRIBUTES",
            "dynamodb:ReturnValues":["NONE","UPDATED_OLD","UPDATED_NEW"]}}}]})")};
    return {.principal = std::move(role)};
  }

  CallReply Get(const CallContext& caller, const std::string& rest,
                const std::string& id = "1000") {
    return engine_->Call(
        caller, "GetItem",
        R"({"TableName":"GameScores","Key":{"UserId":{"S":")" + id + R"("}})" + rest + "}");
  }
  CallReply Query(const CallContext& caller, const std::string& rest,
                  const std::string& id = "1000") {
    return engine_->Call(caller, "Query",
                         R"({"TableName":"GameScores",
        "KeyConditionExpression":"UserId = :u","ExpressionAttributeValues":{":u":{"S":")" +
                             id + R"("}})" + rest + "}");
  }
  CallReply Update(const CallContext& caller, const std::string& rest,
                   const std::string& id = "1000") {
    return engine_->Call(caller, "UpdateItem",
                         R"({"TableName":"GameScores","Key":{"UserId":{"S":")" + id +
                             R"("}},"UpdateExpression":"SET )" + rest + "}");
  }
  static constexpr std::string_view kDenied = "AccessDeniedException";
  const CallContext player_ = Player("1000");
};

TEST_F(ClassicExampleTest, ReadsTheTwoAttributesOfItsOwnItems) {
  const CallReply reply = Get(player_, R"(,"ProjectionExpression":"UserId, TopScore")");
  EXPECT_EQ(reply.body, R"({"Item":{"TopScore":{"N":"41"},"UserId":{"S":"1000"}}})");
  EXPECT_EQ(Query(player_, R"(,"ProjectionExpression":"TopScore")").http_status, 200);
  EXPECT_EQ(
      Query(player_, R"(,"IndexName":"by-score","ProjectionExpression":"TopScore")").http_status,
      200);
  EXPECT_EQ(engine_
                ->Call(player_, "BatchGetItem", R"({"RequestItems":{"GameScores":{
                    "Keys":[{"UserId":{"S":"1000"}}],"AttributesToGet":["TopScore"]}}})")
                .http_status,
            200);
  EXPECT_EQ(Update(player_, R"(TopScore = TopScore","ReturnValues":"UPDATED_NEW")").http_status,
            200);
}

TEST_F(ClassicExampleTest, ReadsNoOtherAttribute) {
  const std::string show = R"(,"ProjectionExpression":"TopScore")";
  EXPECT_THAT(Get(player_, "").body, HasSubstr(kDenied));
  EXPECT_THAT(Get(player_, R"(,"ProjectionExpression":"TopScore, Email")").body,
              HasSubstr(kDenied));
  EXPECT_THAT(Get(player_, R"(,"ProjectionExpression":"Email.x[0]")").body, HasSubstr(kDenied));
  EXPECT_THAT(Get(player_, R"(,"ProjectionExpression":"#e",
      "ExpressionAttributeNames":{"#e":"Email"})")
                  .body,
              HasSubstr(kDenied));
  EXPECT_THAT(Query(player_, "").body, HasSubstr(kDenied));
  EXPECT_THAT(Query(player_, R"(,"Select":"COUNT")").body, HasSubstr(kDenied));
  EXPECT_THAT(Query(player_, show + R"x(,"FilterExpression":"attribute_exists(Email)")x").body,
              HasSubstr(kDenied));
  EXPECT_THAT(Query(player_, R"(,"IndexName":"by-score")").body, HasSubstr(kDenied));
  EXPECT_THAT(Update(player_, R"(TopScore = Wins")").body, HasSubstr(kDenied));
  EXPECT_THAT(Update(player_, R"(Wins = TopScore")").body, HasSubstr(kDenied));
  EXPECT_THAT(Update(player_, R"(TopScore = TopScore","ReturnValues":"ALL_NEW")").body,
              HasSubstr(kDenied));
  EXPECT_THAT(Update(player_, R"x(TopScore = TopScore",
      "ConditionExpression":"attribute_exists(Email)")x")
                  .body,
              HasSubstr(kDenied));
  EXPECT_THAT(Update(player_, R"(TopScore = TopScore",
      "ConditionExpression":"TopScore = UserId","ReturnValuesOnConditionCheckFailure":"ALL_OLD")")
                  .body,
              HasSubstr(kDenied));
}

TEST_F(ClassicExampleTest, ReadsNoOtherItemAndWritesNone) {
  const std::string show = R"(,"ProjectionExpression":"TopScore")";
  EXPECT_THAT(Get(player_, show, "2000").body, HasSubstr(kDenied));
  EXPECT_THAT(Query(player_, show, "2000").body, HasSubstr(kDenied));
  EXPECT_THAT(Update(player_, R"(TopScore = TopScore")", "2000").body, HasSubstr(kDenied));
  EXPECT_EQ(Get(Player("2000"), show, "2000").http_status, 200);
  EXPECT_THAT(
      engine_
          ->Call(player_, "PutItem", R"({"TableName":"GameScores","Item":{"UserId":{"S":"1000"}}})")
          .body,
      HasSubstr(kDenied));
  EXPECT_THAT(engine_->Call(player_, "Scan", R"({"TableName":"GameScores"})").body,
              HasSubstr(kDenied));
}

}  // namespace
}  // namespace stator::api
