// Every row of the operation table is decided on: nobody without policies gets past the gate, and
// who may do everything does.
#include <map>

#include "api/op_table.h"
#include "tests/unit/access/access_fixture.h"

namespace stator::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

#define TABLE_ARN "arn:aws:dynamodb:us-east-1:123456789012:table/Scores"
#define STREAM_ARN TABLE_ARN "/stream/2026-01-01T00:00:00.000"
#define KEY R"({"user":{"S":"ann"},"game":{"S":"chess"}})"
#define ON_TABLE R"("TableName":"Scores")"

// A well-formed body, and the resource that is decided on.
struct Example {
  std::string body;
  std::string action;
  std::string resource = TABLE_ARN;
};

const std::map<std::string, Example, std::less<>> kExamples = {
    {"BatchGetItem",
     {R"({"RequestItems":{"Scores":{"Keys":[)" KEY R"(]}}})", "dynamodb:BatchGetItem"}},
    {"BatchWriteItem",
     {R"({"RequestItems":{"Scores":[{"DeleteRequest":{"Key":)" KEY R"(}}]}})",
      "dynamodb:BatchWriteItem"}},
    {"CancelBulkOperation",
     {R"({"BulkOperationArn":")" TABLE_ARN R"("})", "dynamodb:CancelBulkOperation"}},
    {"CreateBackup", {R"({)" ON_TABLE R"(,"BackupName":"backup"})", "dynamodb:CreateBackup"}},
    {"CreateGlobalTable",
     {R"({"GlobalTableName":"Scores","ReplicationGroup":[]})", "dynamodb:CreateGlobalTable",
      "arn:aws:dynamodb::123456789012:global-table/Scores"}},
    {"CreateTable",
     {R"({)" ON_TABLE R"(,"AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
           "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})",
      "dynamodb:CreateTable"}},
    {"DeleteBackup",
     {R"({"BackupArn":")" TABLE_ARN R"(/backup/01489602797149-73d8d5bc"})", "dynamodb:DeleteBackup",
      TABLE_ARN "/backup/01489602797149-73d8d5bc"}},
    {"DeleteItem", {R"({)" ON_TABLE R"(,"Key":)" KEY "}", "dynamodb:DeleteItem"}},
    {"DeleteResourcePolicy",
     {R"({"ResourceArn":")" TABLE_ARN R"("})", "dynamodb:DeleteResourcePolicy"}},
    {"DeleteTable", {R"({)" ON_TABLE "}", "dynamodb:DeleteTable"}},
    {"DescribeBackup",
     {R"({"BackupArn":")" TABLE_ARN R"(/backup/01489602797149-73d8d5bc"})",
      "dynamodb:DescribeBackup", TABLE_ARN "/backup/01489602797149-73d8d5bc"}},
    {"DescribeBulkOperation",
     {R"({"BulkOperationArn":")" TABLE_ARN R"("})", "dynamodb:DescribeBulkOperation"}},
    {"DescribeContinuousBackups", {R"({)" ON_TABLE "}", "dynamodb:DescribeContinuousBackups"}},
    {"DescribeContributorInsights",
     {R"({)" ON_TABLE R"(,"IndexName":"by-game"})", "dynamodb:DescribeContributorInsights",
      TABLE_ARN "/index/by-game"}},
    {"DescribeEndpoints", {"{}", "dynamodb:DescribeEndpoints", "*"}},
    {"DescribeExport",
     {R"({"ExportArn":")" TABLE_ARN R"(/export/01489602797149-73d8d5bc"})",
      "dynamodb:DescribeExport", TABLE_ARN "/export/01489602797149-73d8d5bc"}},
    {"DescribeGlobalTable",
     {R"({"GlobalTableName":"Scores"})", "dynamodb:DescribeGlobalTable",
      "arn:aws:dynamodb::123456789012:global-table/Scores"}},
    {"DescribeGlobalTableSettings",
     {R"({"GlobalTableName":"Scores"})", "dynamodb:DescribeGlobalTableSettings",
      "arn:aws:dynamodb::123456789012:global-table/Scores"}},
    {"DescribeImport",
     {R"({"ImportArn":")" TABLE_ARN R"(/import/01489602797149-73d8d5bc"})",
      "dynamodb:DescribeImport", TABLE_ARN "/import/01489602797149-73d8d5bc"}},
    {"DescribeKinesisStreamingDestination",
     {R"({)" ON_TABLE "}", "dynamodb:DescribeKinesisStreamingDestination"}},
    {"DescribeLimits", {"{}", "dynamodb:DescribeLimits", "*"}},
    {"DescribeStream",
     {R"({"StreamArn":")" STREAM_ARN R"("})", "dynamodb:DescribeStream", STREAM_ARN}},
    {"DescribeTable", {R"({)" ON_TABLE "}", "dynamodb:DescribeTable"}},
    {"DescribeTableReplicaAutoScaling",
     {R"({)" ON_TABLE "}", "dynamodb:DescribeTableReplicaAutoScaling"}},
    {"DescribeTimeToLive", {R"({)" ON_TABLE "}", "dynamodb:DescribeTimeToLive"}},
    {"DisableKinesisStreamingDestination",
     {R"({)" ON_TABLE R"(,"StreamArn":"arn:aws:kinesis:us-east-1:123456789012:stream/s"})",
      "dynamodb:DisableKinesisStreamingDestination"}},
    {"EnableKinesisStreamingDestination",
     {R"({)" ON_TABLE R"(,"StreamArn":"arn:aws:kinesis:us-east-1:123456789012:stream/s"})",
      "dynamodb:EnableKinesisStreamingDestination"}},
    {"ExecuteStatement",
     {R"({"Statement":"SELECT * FROM \"Scores\" WHERE \"user\" = 'ann'"})",
      "dynamodb:PartiQLSelect"}},
    {"ExecuteTransaction",
     {R"({"TransactStatements":[{"Statement":
           "DELETE FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'go'"}]})",
      "dynamodb:PartiQLDelete"}},
    {"ExportTableToPointInTime",
     {R"({"TableArn":")" TABLE_ARN R"(","S3Bucket":"bucket"})",
      "dynamodb:ExportTableToPointInTime"}},
    {"GetItem", {R"({)" ON_TABLE R"(,"Key":)" KEY "}", "dynamodb:GetItem"}},
    {"GetRecords",
     {R"({"ShardIterator":")" STREAM_ARN R"(|1|AAAA"})", "dynamodb:GetRecords", STREAM_ARN}},
    {"GetResourcePolicy", {R"({"ResourceArn":")" TABLE_ARN R"("})", "dynamodb:GetResourcePolicy"}},
    {"GetShardIterator",
     {R"({"StreamArn":")" STREAM_ARN R"(","ShardId":"shardId-00000001500000000000-0000000a",
           "ShardIteratorType":"LATEST"})",
      "dynamodb:GetShardIterator", STREAM_ARN}},
    {"ImportTable",
     {R"({"S3BucketSource":{"S3Bucket":"bucket"},"InputFormat":"CSV","TableCreationParameters":
           {)" ON_TABLE R"(,"AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
           "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]}})",
      "dynamodb:ImportTable"}},
    {"ListBackups", {"{}", "dynamodb:ListBackups", "*"}},
    {"ListBulkOperations",
     {R"({"TableArn":")" TABLE_ARN R"("})", "dynamodb:ListBulkOperations", "*"}},
    {"ListContributorInsights", {"{}", "dynamodb:ListContributorInsights", "*"}},
    {"ListExports", {"{}", "dynamodb:ListExports", "*"}},
    {"ListGlobalTables", {"{}", "dynamodb:ListGlobalTables", "*"}},
    {"ListImports", {"{}", "dynamodb:ListImports", "*"}},
    {"ListStreams", {"{}", "dynamodb:ListStreams", "*"}},
    {"ListTables", {"{}", "dynamodb:ListTables", "*"}},
    {"ListTagsOfResource",
     {R"({"ResourceArn":")" TABLE_ARN R"("})", "dynamodb:ListTagsOfResource"}},
    {"PutItem", {R"({)" ON_TABLE R"(,"Item":)" KEY "}", "dynamodb:PutItem"}},
    {"PutResourcePolicy",
     {R"({"ResourceArn":")" TABLE_ARN R"(","Policy":"{}"})", "dynamodb:PutResourcePolicy"}},
    {"Query",
     {R"({)" ON_TABLE R"(,"IndexName":"by-game","KeyConditionExpression":"game = :g",
           "ExpressionAttributeValues":{":g":{"S":"chess"}}})",
      "dynamodb:Query", TABLE_ARN "/index/by-game"}},
    {"RestoreTableFromBackup",
     {R"({"TargetTableName":"Scores","BackupArn":")" TABLE_ARN
      R"(/backup/01489602797149-73d8d5bc"})",
      "dynamodb:RestoreTableFromBackup"}},
    {"RestoreTableToPointInTime",
     {R"({"TargetTableName":"Other","SourceTableName":"Scores"})",
      "dynamodb:RestoreTableToPointInTime"}},
    {"Scan",
     {R"({)" ON_TABLE R"(,"IndexName":"by-game"})", "dynamodb:Scan", TABLE_ARN "/index/by-game"}},
    {"SearchVectors",
     {R"({)" ON_TABLE R"(,"IndexName":"by-game","SearchVector":[1.0],"TopK":1})",
      "dynamodb:SearchVectors", TABLE_ARN "/index/by-game"}},
    {"StartBulkPutItems",
     {R"({)" ON_TABLE
      R"(,"InputS3Configuration":{"S3Bucket":"bucket","InputFormat":"DYNAMODB_JSON"},
            "OutputS3Configuration":{"OutputType":[]}})",
      "dynamodb:StartBulkPutItems"}},
    {"TagResource",
     {R"({"ResourceArn":")" TABLE_ARN R"(","Tags":[{"Key":"k","Value":"v"}]})",
      "dynamodb:TagResource"}},
    {"TransactGetItems",
     {R"({"TransactItems":[{"Get":{)" ON_TABLE R"(,"Key":)" KEY "}}]}", "dynamodb:GetItem"}},
    {"TransactWriteItems",
     {R"({"TransactItems":[{"ConditionCheck":{)" ON_TABLE R"(,"Key":)" KEY
      R"(,"ConditionExpression":"wins = losses"}}]})",
      "dynamodb:ConditionCheckItem"}},
    {"UntagResource",
     {R"({"ResourceArn":")" TABLE_ARN R"(","TagKeys":["k"]})", "dynamodb:UntagResource"}},
    {"UpdateContinuousBackups",
     {R"({)" ON_TABLE
      R"(,"PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":false}})",
      "dynamodb:UpdateContinuousBackups"}},
    {"UpdateContributorInsights",
     {R"({)" ON_TABLE R"(,"ContributorInsightsAction":"ENABLE"})",
      "dynamodb:UpdateContributorInsights"}},
    {"UpdateGlobalTable",
     {R"({"GlobalTableName":"Scores","ReplicaUpdates":[]})", "dynamodb:UpdateGlobalTable",
      "arn:aws:dynamodb::123456789012:global-table/Scores"}},
    {"UpdateGlobalTableSettings",
     {R"({"GlobalTableName":"Scores"})", "dynamodb:UpdateGlobalTableSettings",
      "arn:aws:dynamodb::123456789012:global-table/Scores"}},
    {"UpdateItem", {R"({)" ON_TABLE R"(,"Key":)" KEY "}", "dynamodb:UpdateItem"}},
    {"UpdateKinesisStreamingDestination",
     {R"({)" ON_TABLE R"(,"StreamArn":"arn:aws:kinesis:us-east-1:123456789012:stream/s"})",
      "dynamodb:UpdateKinesisStreamingDestination"}},
    {"UpdateTable",
     {R"({)" ON_TABLE R"(,"DeletionProtectionEnabled":true})", "dynamodb:UpdateTable"}},
    {"UpdateTableReplicaAutoScaling",
     {R"({)" ON_TABLE "}", "dynamodb:UpdateTableReplicaAutoScaling"}},
    {"UpdateTimeToLive",
     {R"({)" ON_TABLE R"(,"TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ttl"}})",
      "dynamodb:UpdateTimeToLive"}},
};

class EveryOperationTest : public AccessTest {
 protected:
  // Of BatchExecuteStatement denials stand in the reply.
  static bool HasExample(const OpRow& row) { return row.name != "BatchExecuteStatement"; }
};

TEST_F(EveryOperationTest, IsRefusedToWhoHasNoPolicies) {
  for (const OpRow& row : OpTable()) {
    if (!HasExample(row)) continue;
    const auto example = kExamples.find(row.name);
    ASSERT_NE(example, kExamples.end()) << "no example of " << row.name;
    const CallReply reply = engine_->Call(UserWith({}), row.name, example->second.body);
    EXPECT_EQ(reply.http_status, 400) << row.name << " " << reply.body;
    EXPECT_THAT(reply.body, HasSubstr("AccessDeniedException")) << row.name;
    EXPECT_THAT(reply.body, HasSubstr(example->second.action)) << row.name;
  }
}

TEST_F(EveryOperationTest, IsDecidedOnByItsActionAndResource) {
  for (const OpRow& row : OpTable()) {
    if (!HasExample(row)) continue;
    const Example& example = kExamples.find(row.name)->second;
    std::vector<std::string> heard;
    const iam::DecisionListener listener = [&](const iam::DecisionEvent& event) {
      heard.push_back(std::string(event.action) + " " + std::string(event.resource));
    };
    CallContext nobody = UserWith({});
    nobody.decisions = &listener;
    engine_->Call(nobody, row.name, example.body);
    EXPECT_THAT(heard, ::testing::Contains(example.action + " " + example.resource)) << row.name;
  }
}

TEST_F(EveryOperationTest, GetsToItsHandlerForWhoMayDoEverything) {
  for (const OpRow& row : OpTable()) {
    if (!HasExample(row) || row.name == "DeleteTable") continue;
    const Example& example = kExamples.find(row.name)->second;
    const CallReply reply = engine_->Call(UserWhoMay(R"("dynamodb:*")"), row.name, example.body);
    EXPECT_THAT(reply.body, Not(HasSubstr("AccessDeniedException"))) << row.name;
  }
}

// One permission opens its operation and no other.
TEST_F(EveryOperationTest, IsOpenedByItsOwnActionAlone) {
  for (const OpRow& row : OpTable()) {
    if (!HasExample(row) || row.name == "DeleteTable") continue;
    const Example& example = kExamples.find(row.name)->second;
    const std::string action = "\"" + example.action + "\"";
    EXPECT_TRUE(Allows(UserWhoMay(action), row.name, example.body)) << row.name;
    const CallContext all_but =
        UserWith({Policy({Statement("Allow", R"("dynamodb:*")"), Statement("Deny", action)})});
    EXPECT_FALSE(Allows(all_but, row.name, example.body)) << row.name;
  }
}

TEST_F(EveryOperationTest, BatchesOfStatementsAreRefusedByStatement) {
  const std::string body = R"({"Statements":[
      {"Statement":"SELECT * FROM \"Scores\" WHERE \"user\" = 'ann' AND game = 'chess'"},
      {"Statement":"SELECT * FROM \"Nowhere\" WHERE \"user\" = 'ann' AND game = 'chess'"},
      {"Statement":"SELECT nonsense"}]})";
  const CallReply denied = engine_->Call(UserWith({}), "BatchExecuteStatement", body);
  EXPECT_EQ(denied.http_status, 200) << denied.body;
  EXPECT_THAT(denied.body, HasSubstr(R"("Code":"AccessDenied")"));
  EXPECT_THAT(denied.body, Not(HasSubstr("ResourceNotFound")));
  const CallContext ann = UserWhoMay(R"("dynamodb:PartiQLSelect")", "", TABLE_ARN);
  const CallReply partly = engine_->Call(ann, "BatchExecuteStatement", body);
  EXPECT_THAT(partly.body, HasSubstr(R"({"TableName":"Scores"})"));
  EXPECT_THAT(partly.body, HasSubstr(R"("Code":"AccessDenied")"));
}

}  // namespace
}  // namespace stator::api
