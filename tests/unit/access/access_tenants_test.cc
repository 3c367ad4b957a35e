// Two tenants in one table: what one may do must not show him anything of the other's items.
#include "tests/unit/access/access_fixture.h"

namespace stator::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

#define ON_TABLE R"("TableName":"Scores")"
#define ANN R"({"user":{"S":"ann"},"game":{"S":"chess"}})"
#define BOB R"({"user":{"S":"bob"},"game":{"S":"chess"}})"

using Calls = std::vector<std::pair<std::string, std::string>>;

class TenantTest : public AccessTest {
 protected:
  void SetUp() override {
    AccessTest::SetUp();
    Put("ann");
    Put("bob");
  }

  // AWS: "Using IAM policy conditions for fine-grained access control", example 2, with the actions
  // of transactions and statements added. Scan is left out, as there.
  CallContext ann_ = UserWith({Policy({Statement("Allow", R"(["dynamodb:GetItem",
      "dynamodb:BatchGetItem","dynamodb:Query","dynamodb:PutItem","dynamodb:UpdateItem",
      "dynamodb:DeleteItem","dynamodb:BatchWriteItem","dynamodb:ConditionCheckItem",
      "dynamodb:PartiQLSelect","dynamodb:PartiQLInsert","dynamodb:PartiQLUpdate",
      "dynamodb:PartiQLDelete"])",
                                                 R"(,"Condition":{"ForAllValues:StringEquals":{
      "dynamodb:LeadingKeys":["${aws:username}"]}})")})});

  std::string Query(const std::string& user, const std::string& more = "") {
    return "{" ON_TABLE R"(,"KeyConditionExpression":"#u = :u",
        "ExpressionAttributeNames":{"#u":"user"},
        "ExpressionAttributeValues":{":u":{"S":")" +
           user + R"("}})" + more + "}";
  }
  static std::string Statement1(const std::string& text) {
    return R"({"Statement":")" + text + R"("})";
  }
  static std::string Transaction(const std::string& text) {
    return R"({"TransactStatements":[{"Statement":")" + text + R"("}]})";
  }
};

TEST_F(TenantTest, WorksWithItsOwnItems) {
  const Calls calls = {
      {"GetItem", "{" ON_TABLE R"(,"Key":)" ANN "}"},
      {"Query", Query("ann")},
      {"Query", Query("ann", R"(,"IndexName":"by-score")")},
      {"UpdateItem", "{" ON_TABLE R"(,"Key":)" ANN R"(,"UpdateExpression":"REMOVE losses"})"},
      {"BatchGetItem", R"({"RequestItems":{"Scores":{"Keys":[)" ANN "]}}}"},
      {"TransactGetItems", R"({"TransactItems":[{"Get":{)" ON_TABLE R"(,"Key":)" ANN "}}]}"},
      {"ExecuteStatement", Statement1(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann')")},
  };
  for (const auto& [operation, body] : calls) {
    const CallReply reply = engine_->Call(ann_, operation, body);
    EXPECT_EQ(reply.http_status, 200) << operation << reply.body;
  }
}

TEST_F(TenantTest, ReachesNoOtherItemsByAnyOperation) {
  const std::string condition = R"x(,"ConditionExpression":"attribute_exists(secret)")x";
  const Calls calls = {
      {"GetItem", "{" ON_TABLE R"(,"Key":)" BOB "}"},
      {"PutItem", "{" ON_TABLE R"(,"Item":)" BOB "}"},
      {"PutItem", "{" ON_TABLE R"(,"Item":)" BOB + condition + "}"},
      {"UpdateItem", "{" ON_TABLE R"(,"Key":)" BOB "}"},
      {"DeleteItem", "{" ON_TABLE R"(,"Key":)" BOB R"(,"ReturnValues":"ALL_OLD"})"},
      {"BatchGetItem", R"({"RequestItems":{"Scores":{"Keys":[)" ANN "," BOB "]}}}"},
      {"BatchWriteItem", R"({"RequestItems":{"Scores":[{"PutRequest":{"Item":)" ANN
                         R"(}},{"DeleteRequest":{"Key":)" BOB "}}]}}"},
      {"Query", Query("bob")},
      {"Query", Query("bob", R"(,"Select":"COUNT")")},
      {"Query", Query("bob", R"(,"IndexName":"by-score")")},
      // Another key's value that looks like his own.
      {"Query", "{" ON_TABLE R"(,"IndexName":"by-game","KeyConditionExpression":"game = :g",
          "ExpressionAttributeValues":{":g":{"S":"chess"}}})"},
      {"Scan", "{" ON_TABLE "}"},
      {"Scan", "{" ON_TABLE R"(,"Select":"COUNT"})"},
      {"Scan", "{" ON_TABLE R"(,"IndexName":"by-game","ProjectionExpression":"game"})"},
      {"TransactGetItems", R"({"TransactItems":[{"Get":{)" ON_TABLE R"(,"Key":)" ANN
                           R"(}},{"Get":{)" ON_TABLE R"(,"Key":)" BOB "}}]}"},
      {"TransactWriteItems", R"({"TransactItems":[{"Put":{)" ON_TABLE R"(,"Item":)" ANN
                             R"(}},{"ConditionCheck":{)" ON_TABLE R"(,"Key":)" BOB +
                                 condition + "}}]}"},
      {"TransactWriteItems", R"({"TransactItems":[{"Delete":{)" ON_TABLE R"(,"Key":)" BOB "}}]}"},
      {"ExecuteStatement", Statement1(R"(SELECT * FROM \"Scores\")")},
      {"ExecuteStatement", Statement1(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'bob')")},
      {"ExecuteStatement",
       Statement1(R"(SELECT * FROM \"Scores\" WHERE \"user\" IN ['ann', 'bob'])")},
      {"ExecuteStatement",
       Statement1(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann' OR \"user\" = 'bob')")},
      {"ExecuteStatement",
       Statement1(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann' OR game = 'chess')")},
      {"ExecuteStatement", Statement1(R"(SELECT * FROM \"Scores\" WHERE NOT \"user\" = 'ann')")},
      {"ExecuteStatement", Statement1(R"(SELECT * FROM \"Scores\" WHERE \"user\" >= 'ann')")},
      {"ExecuteStatement",
       Statement1(R"(SELECT * FROM \"Scores\" WHERE begins_with(\"user\", 'ann'))")},
      {"ExecuteStatement",
       Statement1(R"(SELECT * FROM \"Scores\".\"by-game\" WHERE \"user\" = 'ann')")},
      {"ExecuteStatement",
       Statement1(R"(SELECT * FROM \"Scores\".\"by-game\" WHERE game = 'chess')")},
      {"ExecuteStatement",
       Statement1(R"(UPDATE \"Scores\" SET wins = 0 WHERE \"user\" = 'bob' AND game = 'chess')")},
      {"ExecuteStatement",
       Statement1(R"(DELETE FROM \"Scores\" WHERE \"user\" = 'bob' AND game = 'chess')")},
      {"ExecuteStatement",
       Statement1(R"(INSERT INTO \"Scores\" VALUE {'user': 'bob', 'game': 'chess'})")},
      {"ExecuteTransaction",
       Transaction(R"(EXISTS(SELECT * FROM \"Scores\" WHERE \"user\" = 'bob' AND game = 'chess')"
                   R"( AND wins = 3))")},
      {"ExecuteTransaction",
       Transaction(R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'bob' AND game = 'chess')")},
      {"DescribeTable", "{" ON_TABLE "}"},
      {"ListTables", "{}"},
      {"ListStreams", "{}"},
      {"UpdateTable", "{" ON_TABLE R"(,"DeletionProtectionEnabled":false})"},
      {"UpdateTimeToLive",
       "{" ON_TABLE R"(,"TimeToLiveSpecification":{"Enabled":true,"AttributeName":"score"}})"},
  };
  for (const auto& [operation, body] : calls) {
    const CallReply reply = engine_->Call(ann_, operation, body);
    EXPECT_THAT(reply.body, HasSubstr("AccessDeniedException")) << operation << body;
    EXPECT_THAT(reply.body, Not(HasSubstr("hidden"))) << operation;
    // Nothing was done, and the owner may.
    EXPECT_TRUE(engine_->GetItem({.table_name = "Scores", .key = KeyOf("bob")}, Owner())->item);
  }
}

// The answer is the same whether or not there is something.
TEST_F(TenantTest, LearnsNothingFromDenials) {
  const auto ask = [&](const std::string& body) {
    return engine_->Call(ann_, "GetItem", body).body;
  };
  EXPECT_EQ(ask("{" ON_TABLE R"(,"Key":)" BOB "}"),
            ask("{" ON_TABLE R"(,"Key":{"user":{"S":"eve"},"game":{"S":"chess"}}})"));
  EXPECT_EQ(ask("{" ON_TABLE R"(,"Key":)" BOB "}"),
            ask("{" ON_TABLE R"(,"Key":{"no-such-key":{"S":"eve"}}})"));
  const CallContext nobody = UserWith({});
  std::string there = engine_->Call(nobody, "DescribeTable", R"({"TableName":"Scores"})").body;
  std::string absent = engine_->Call(nobody, "DescribeTable", R"({"TableName":"Absent"})").body;
  there.replace(there.find("Scores"), 6, "Absent");
  EXPECT_EQ(there, absent);
}

TEST_F(TenantTest, BatchesOfStatementsAnswerForItsOwnAlone) {
  const CallReply reply = engine_->Call(ann_, "BatchExecuteStatement", R"({"Statements":[
      {"Statement":"SELECT game, secret FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'chess'"},
      {"Statement":"SELECT wins, secret FROM \"Scores\" WHERE \"user\" = 'bob' AND game = 'chess'"}
      ]})");
  EXPECT_EQ(reply.http_status, 200) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr(R"("hidden")"));
  EXPECT_THAT(reply.body, HasSubstr(R"("Code":"AccessDenied")"));
  EXPECT_THAT(reply.body, Not(HasSubstr("wins")));
}

TEST_F(TenantTest, AnothersPlacesInPagesOpenNothing) {
  const std::string start = R"(,"ExclusiveStartKey":)";
  const std::string there = engine_->Call(ann_, "Query", Query("ann", start + BOB)).body;
  const std::string absent =
      engine_
          ->Call(ann_, "Query",
                 Query("ann", start + R"({"user":{"S":"bob"},"game":{"S":"absent"}})"))
          .body;
  EXPECT_THAT(there, HasSubstr("starting key"));
  EXPECT_EQ(there, absent);

  const std::string of_bob = R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'bob')";
  const std::string of_ann = R"(SELECT * FROM \"Scores\" WHERE \"user\" = 'ann')";
  ASSERT_EQ(engine_->PutItem({.table_name = "Scores", .item = KeyOf("bob", "go")}, Owner())
                .status()
                .code(),
            Code::kOk);
  const auto page = engine_->ExecuteStatement(
      {.statement = R"(SELECT * FROM "Scores" WHERE "user" = 'bob')", .limit = 1}, Owner());
  ASSERT_TRUE(page.ok() && page->next_token) << page.status().message();
  const std::string token = R"(","NextToken":")" + *page->next_token;
  EXPECT_THAT(engine_->Call(ann_, "ExecuteStatement", Statement1(of_bob + token)).body,
              HasSubstr("AccessDeniedException"));
  EXPECT_THAT(engine_->Call(ann_, "ExecuteStatement", Statement1(of_ann + token)).body,
              Not(HasSubstr("bob")));
}

TEST_F(TenantTest, AnothersShardIteratorOpensNothing) {
  const auto streams = engine_->ListStreams({.table_name = "Scores"}, Owner());
  ASSERT_TRUE(streams.ok() && !streams->streams.empty());
  const std::string arn = streams->streams.front().stream_arn;
  const auto shards = engine_->DescribeStream({.stream_arn = arn}, Owner());
  const auto iterator = engine_->GetShardIterator(
      {.stream_arn = arn, .shard_id = shards->shards.front().shard_id}, Owner());
  ASSERT_TRUE(iterator.ok());
  const GetRecordsRequest get{.shard_iterator = iterator->shard_iterator};
  EXPECT_TRUE(engine_->GetRecords(get, Owner()).ok());
  EXPECT_EQ(engine_->GetRecords(get, ann_).status().code(), Code::kAccessDenied);
  EXPECT_EQ(engine_->DescribeStream({.stream_arn = arn}, ann_).status().code(),
            Code::kAccessDenied);
  const auto take = [](const std::string&, const StreamRecord&) { return OkStatus(); };
  EXPECT_EQ(engine_->Subscribe({.stream_arn = arn}, take, ann_).status().code(),
            Code::kAccessDenied);
  // All three are needed to subscribe.
  EXPECT_FALSE(engine_
                   ->Subscribe({.stream_arn = arn}, take,
                               UserWhoMay(R"(["dynamodb:DescribeStream","dynamodb:GetRecords"])"))
                   .ok());
  EXPECT_TRUE(engine_
                  ->Subscribe({.stream_arn = arn}, take,
                              UserWhoMay(R"(["dynamodb:DescribeStream","dynamodb:GetRecords",
                                  "dynamodb:GetShardIterator"])",
                                         "", arn))
                  .ok());
}

// A resource has one name to policies, however a request writes it.
TEST_F(TenantTest, OtherSpellingsOfAnArnAreTheSameTable) {
  const CallContext ann = UserWith({Policy(
      {Statement("Allow", R"("dynamodb:*")"), Statement("Deny", R"("dynamodb:*")", "", kScores)})});
  for (const std::string name :
       {"Scores", "arn:aws:dynamodb:us-east-1:123456789012:table/Scores"}) {
    EXPECT_EQ(engine_->GetItem({.table_name = name, .key = KeyOf("ann")}, ann).status().code(),
              Code::kAccessDenied)
        << name;
  }
  // There is no other partition, so that this names no table at all.
  const GetItemRequest other{.table_name = "arn:other:dynamodb:us-east-1:123456789012:table/Scores",
                             .key = KeyOf("ann")};
  EXPECT_EQ(engine_->GetItem(other, ann).status().code(), Code::kValidation);
}

TEST_F(TenantTest, OfEqualNamesInAKeyTheOneDecidedOnIsRead) {
  const CallReply reply = engine_->Call(ann_, "GetItem", "{" ON_TABLE R"(,"Key":{"user":{"S":"ann"},
      "user":{"S":"bob"},"game":{"S":"chess"}}})");
  EXPECT_THAT(reply.body, Not(HasSubstr("bob")));
}

class ReplacedTableTest : public TenantTest {
 protected:
  // The moment between the decision and what it is about.
  CallContext Meanwhile(const CallContext& caller, std::function<void()> act) {
    listener_ = [act = std::move(act)](const iam::DecisionEvent&) { act(); };
    CallContext context = caller;
    context.decisions = &listener_;
    return context;
  }
  iam::DecisionListener listener_;
};

// In the new table `game` is the partition key: the old one's decision says nothing of it.
TEST_F(ReplacedTableTest, IsNotFound) {
  const CallContext ann = Meanwhile(ann_, [&] {
    ASSERT_TRUE(engine_->DeleteTable({.table_name = "Scores"}, Owner()).ok());
    CreateTableRequest create;
    create.table_name = "Scores";
    create.attribute_definitions = {{"user", AttributeType::kString},
                                    {"game", AttributeType::kString}};
    create.key_schema = {{"game"}, {"user", false}};
    create.billing_mode = BillingMode::kPayPerRequest;
    ASSERT_TRUE(engine_->CreateTable(create, Owner()).ok());
  });
  EXPECT_EQ(engine_->PutItem({.table_name = "Scores", .item = KeyOf("ann")}, ann).status().code(),
            Code::kNotFound);
}

TEST_F(ReplacedTableTest, IsNotFoundWhereThereWasNone) {
  const CallContext ann =
      Meanwhile(UserWhoMay(R"("dynamodb:*")"), [&] { CreateScores("Later", Owner()); });
  EXPECT_EQ(engine_->GetItem({.table_name = "Later", .key = KeyOf("ann")}, ann).status().code(),
            Code::kNotFound);
}

TEST_F(ReplacedTableTest, NorIsAnIndexThatTookAnothersName) {
  const CallContext ann = Meanwhile(UserWhoMay(R"("dynamodb:*")"), [&] {
    ASSERT_EQ(engine_
                  ->Call(Owner(), "UpdateTable", "{" ON_TABLE R"(,"GlobalSecondaryIndexUpdates":
        [{"Delete":{"IndexName":"by-game"}}]})")
                  .http_status,
              200);
    ASSERT_TRUE(engine_->WaitCaughtUp(10'000'000));
    ASSERT_EQ(engine_
                  ->Call(Owner(), "UpdateTable", "{" ON_TABLE R"(,"AttributeDefinitions":
        [{"AttributeName":"game","AttributeType":"S"}],"GlobalSecondaryIndexUpdates":
        [{"Create":{"IndexName":"by-game","KeySchema":[{"AttributeName":"game","KeyType":"HASH"}],
          "Projection":{"ProjectionType":"ALL"}}}]})")
                  .http_status,
              200);
    ASSERT_TRUE(engine_->WaitCaughtUp(10'000'000));
  });
  const CallReply reply = engine_->Call(ann, "Query", "{" ON_TABLE R"(,"IndexName":"by-game",
      "KeyConditionExpression":"game = :g","ExpressionAttributeValues":{":g":{"S":"chess"}}})");
  EXPECT_THAT(reply.body, HasSubstr("does not have the specified index"));
}

}  // namespace
}  // namespace stator::api
