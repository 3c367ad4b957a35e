#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

class CreateTableTest : public TableOpsTest {};

constexpr std::string_view kFull = R"({
  "TableName": "Music",
  "AttributeDefinitions": [
    {"AttributeName": "year", "AttributeType": "N"},
    {"AttributeName": "artist", "AttributeType": "S"},
    {"AttributeName": "title", "AttributeType": "S"},
    {"AttributeName": "label", "AttributeType": "B"}],
  "KeySchema": [
    {"AttributeName": "artist", "KeyType": "HASH"},
    {"AttributeName": "title", "KeyType": "RANGE"}],
  "LocalSecondaryIndexes": [
    {"IndexName": "byYear",
     "KeySchema": [
       {"AttributeName": "artist", "KeyType": "HASH"},
       {"AttributeName": "year", "KeyType": "RANGE"}],
     "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["zz", "aa"]}}],
  "GlobalSecondaryIndexes": [
    {"IndexName": "byLabel",
     "KeySchema": [{"AttributeName": "label", "KeyType": "HASH"}],
     "Projection": {"ProjectionType": "KEYS_ONLY"},
     "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4}}],
  "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}})";

TEST_F(CreateTableTest, ReplyShowsCreatingWhileTheTableIsActive) {
  const std::string reply = Ok("CreateTable", kFull);
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "CREATING");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.IndexStatus"), "CREATING");
  EXPECT_EQ(Describe("Music", "TableStatus"), "ACTIVE");
  EXPECT_EQ(Describe("Music", "GlobalSecondaryIndexes.0.IndexStatus"), "ACTIVE");
}

TEST_F(CreateTableTest, ReplyHasExactlyTheMembersOfTheService) {
  const std::string reply = Ok("CreateTable", kFull);
  EXPECT_EQ(At(reply, ""), "1");
  EXPECT_EQ(At(reply, "TableDescription"), "13");
  EXPECT_EQ(At(reply, "TableDescription.TableName"), "Music");
  EXPECT_EQ(At(reply, "TableDescription.TableArn"),
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Music");
  EXPECT_THAT(At(reply, "TableDescription.TableId"),
              testing::MatchesRegex("[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+"));
  EXPECT_EQ(At(reply, "TableDescription.CreationDateTime"), "1791505200.250");
  EXPECT_EQ(At(reply, "TableDescription.ItemCount"), "0");
  EXPECT_EQ(At(reply, "TableDescription.TableSizeBytes"), "0");
  EXPECT_EQ(At(reply, "TableDescription.DeletionProtectionEnabled"), "false");
  EXPECT_EQ(At(reply, "TableDescription.ProvisionedThroughput"), "3");
  EXPECT_EQ(At(reply, "TableDescription.ProvisionedThroughput.NumberOfDecreasesToday"), "0");
  EXPECT_EQ(At(reply, "TableDescription.KeySchema.1.KeyType"), "RANGE");
  EXPECT_EQ(At(reply, "TableDescription.WarmThroughput"), "absent");
  EXPECT_EQ(At(reply, "TableDescription.BillingModeSummary"), "absent");
}

TEST_F(CreateTableTest, DefinitionsAndProjectedNamesAreShownSorted) {
  Ok("CreateTable", kFull);
  EXPECT_EQ(Describe("Music", "AttributeDefinitions.0.AttributeName"), "artist");
  EXPECT_EQ(Describe("Music", "AttributeDefinitions.1.AttributeName"), "label");
  EXPECT_EQ(Describe("Music", "AttributeDefinitions.1.AttributeType"), "B");
  EXPECT_EQ(Describe("Music", "AttributeDefinitions.3.AttributeName"), "year");
  EXPECT_EQ(Describe("Music", "LocalSecondaryIndexes.0.Projection.NonKeyAttributes.0"), "aa");
  EXPECT_EQ(Describe("Music", "LocalSecondaryIndexes.0.Projection.NonKeyAttributes.1"), "zz");
}

TEST_F(CreateTableTest, IndexesAreDescribedWithTheMembersOfTheirKind) {
  Ok("CreateTable", kFull);
  EXPECT_EQ(Describe("Music", "LocalSecondaryIndexes.0"), "6");
  EXPECT_EQ(Describe("Music", "LocalSecondaryIndexes.0.IndexArn"),
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Music/index/byYear");
  EXPECT_EQ(Describe("Music", "GlobalSecondaryIndexes.0"), "9");
  EXPECT_EQ(Describe("Music", "GlobalSecondaryIndexes.0.ProvisionedThroughput.ReadCapacityUnits"),
            "3");
  EXPECT_EQ(Describe("Music", "GlobalSecondaryIndexes.0.WarmThroughput.WriteUnitsPerSecond"), "4");
  EXPECT_EQ(Describe("Music", "GlobalSecondaryIndexes.0.Backfilling"), "absent");
  EXPECT_EQ(Describe("Music", "GlobalSecondaryIndexes.0.Projection"), "1");
}

TEST_F(CreateTableTest, OnDemandTableShowsZeroUnitsAndItsWarmThroughput) {
  CreateSimple("tab");
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.ReadCapacityUnits"), "0");
  EXPECT_EQ(Describe("tab", "BillingModeSummary.BillingMode"), "PAY_PER_REQUEST");
  EXPECT_EQ(Describe("tab", "BillingModeSummary.LastUpdateToPayPerRequestDateTime"), "1791505200");
  EXPECT_EQ(Describe("tab", "WarmThroughput.ReadUnitsPerSecond"), "12000");
  EXPECT_EQ(Describe("tab", "WarmThroughput.WriteUnitsPerSecond"), "4000");
  EXPECT_EQ(Describe("tab", "WarmThroughput.Status"), "ACTIVE");
  EXPECT_EQ(Describe("tab", "OnDemandThroughput"), "absent");
}

TEST_F(CreateTableTest, ProvisionedTableIsWarmForItsUnits) {
  CreateProvisioned("tab", 7);
  EXPECT_EQ(Describe("tab", "WarmThroughput.ReadUnitsPerSecond"), "7");
  EXPECT_EQ(Describe("tab", "BillingModeSummary"), "absent");
}

TEST_F(CreateTableTest, SettingsAreKeptAndShown) {
  const std::string reply = Ok("CreateTable", R"({"TableName":"tab",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST",
      "TableClass":"STANDARD_INFREQUENT_ACCESS","DeletionProtectionEnabled":true,
      "OnDemandThroughput":{"MaxReadRequestUnits":100},
      "WarmThroughput":{"ReadUnitsPerSecond":13000},
      "SSESpecification":{"Enabled":false},"StreamSpecification":{"StreamEnabled":false},
      "Tags":[]})");
  EXPECT_EQ(At(reply, "TableDescription.WarmThroughput.Status"), "UPDATING");
  EXPECT_EQ(At(reply, "TableDescription.SSEDescription"), "absent");
  EXPECT_EQ(At(reply, "TableDescription.StreamSpecification"), "absent");
  EXPECT_EQ(Describe("tab", "TableClassSummary.TableClass"), "STANDARD_INFREQUENT_ACCESS");
  EXPECT_EQ(Describe("tab", "DeletionProtectionEnabled"), "true");
  EXPECT_EQ(Describe("tab", "OnDemandThroughput"), "1");
  EXPECT_EQ(Describe("tab", "OnDemandThroughput.MaxReadRequestUnits"), "100");
  EXPECT_EQ(Describe("tab", "WarmThroughput.ReadUnitsPerSecond"), "13000");
  EXPECT_EQ(Describe("tab", "WarmThroughput.WriteUnitsPerSecond"), "4000");
}

TEST_F(CreateTableTest, StandardClassIsNotShown) {
  CreateSimple("tab");
  EXPECT_EQ(Describe("tab", "TableClassSummary"), "absent");
}

TEST_F(CreateTableTest, GlobalIndexTakesFourHashAndFourRangeAttributes) {
  const std::string reply = Ok("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[
        {"AttributeName":"pk","AttributeType":"S"},
        {"AttributeName":"h1","AttributeType":"S"},{"AttributeName":"h2","AttributeType":"N"},
        {"AttributeName":"h3","AttributeType":"B"},{"AttributeName":"h4","AttributeType":"S"},
        {"AttributeName":"r1","AttributeType":"S"},{"AttributeName":"r2","AttributeType":"S"},
        {"AttributeName":"r3","AttributeType":"S"},{"AttributeName":"r4","AttributeType":"N"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
      "GlobalSecondaryIndexes":[{"IndexName":"wide","Projection":{"ProjectionType":"ALL"},
        "KeySchema":[
          {"AttributeName":"h1","KeyType":"HASH"},{"AttributeName":"h2","KeyType":"HASH"},
          {"AttributeName":"h3","KeyType":"HASH"},{"AttributeName":"h4","KeyType":"HASH"},
          {"AttributeName":"r1","KeyType":"RANGE"},{"AttributeName":"r2","KeyType":"RANGE"},
          {"AttributeName":"r3","KeyType":"RANGE"},{"AttributeName":"r4","KeyType":"RANGE"}]}]})");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.KeySchema"), "8");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.KeySchema.3.AttributeName"), "h4");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.KeySchema.4.AttributeName"), "r1");
}

TEST_F(CreateTableTest, NameThatIsTakenIsInUse) {
  CreateSimple("tab");
  EXPECT_EQ(Call("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"N"}],
      "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})"),
            "ResourceInUse: Table already exists: tab");
}

TEST_F(CreateTableTest, BadSchemaIsReportedBeforeTheNameThatIsTaken) {
  CreateSimple("tab");
  EXPECT_THAT(Call("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"N"}],
      "KeySchema":[{"AttributeName":"id","KeyType":"RANGE"}]})"),
              HasSubstr("The first KeySchemaElement is not a HASH key type"));
}

TEST_F(CreateTableTest, NamesAreToldApartByCaseAndBySpace) {
  CreateSimple("tab");
  CreateSimple("TAB");
  context_.space = "another";
  CreateSimple("tab");
}

TEST_F(CreateTableTest, ArnStandsForAName) {
  Ok("CreateTable", R"({"TableName":"arn:aws:dynamodb:eu-west-1:123456789012:table/tab",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})");
  EXPECT_EQ(Describe("arn:aws:dynamodb:eu-west-1:123456789012:table/tab", "TableName"), "tab");
}

TEST_F(CreateTableTest, TransientStatusIsShownUntilItsTimeIsOver) {
  Open(5'000'000);
  CreateWithIndex("tab");
  EXPECT_EQ(Describe("tab", "TableStatus"), "CREATING");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.IndexStatus"), "CREATING");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.Backfilling"), "absent");
  EXPECT_EQ(Call("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})"),
            "ResourceInUse: Attempt to change a resource which is still in use: Table is being "
            "created: tab");
  EXPECT_EQ(Call("DeleteTable", R"({"TableName":"tab"})"),
            "ResourceInUse: Attempt to change a resource which is still in use: Table is being "
            "created: tab");
  EXPECT_EQ(Call("UpdateTable", R"({"TableName":"tab","DeletionProtectionEnabled":true})"),
            "ResourceInUse: Attempt to change a resource which is still in use: Table is being "
            "created: tab");
}

}  // namespace
}  // namespace stator::api
