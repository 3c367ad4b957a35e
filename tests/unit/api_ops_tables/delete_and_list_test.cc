#include <vector>

#include "api/ops/list_tables.h"
#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

using testing::StartsWith;

class DeleteTableTest : public TableOpsTest {};
class ListTablesTest : public TableOpsTest {};
class AccountTest : public TableOpsTest {};

TEST_F(DeleteTableTest, TableIsGoneAndItsNameFree) {
  CreateWithIndex("tab");
  const std::string uuid = Describe("tab", "TableId");
  const std::string reply = Ok("DeleteTable", R"({"TableName":"tab"})");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "DELETING");
  EXPECT_EQ(At(reply, "TableDescription.TableId"), uuid);
  EXPECT_EQ(Call("DescribeTable", R"({"TableName":"tab"})"),
            "NotFound: Requested resource not found: Table: tab not found");
  CreateSimple("tab");
  EXPECT_NE(Describe("tab", "TableId"), uuid);
}

TEST_F(DeleteTableTest, ReplyIsBrief) {
  CreateWithIndex("tab");
  const std::string reply = Ok("DeleteTable", R"({"TableName":"tab"})");
  EXPECT_EQ(At(reply, "TableDescription"), "9");
  for (const std::string member : {"KeySchema", "AttributeDefinitions", "CreationDateTime",
                                   "GlobalSecondaryIndexes", "WarmThroughput"}) {
    EXPECT_EQ(At(reply, "TableDescription." + member), "absent") << member;
  }
}

TEST_F(DeleteTableTest, UnknownTableIsNotFound) {
  EXPECT_EQ(Call("DeleteTable", R"({"TableName":"tab"})"),
            "NotFound: Requested resource not found: Table: tab not found");
}

TEST_F(DeleteTableTest, ProtectedTableStays) {
  CreateSimple("tab");
  Ok("UpdateTable", R"({"TableName":"tab","DeletionProtectionEnabled":true})");
  EXPECT_EQ(Call("DeleteTable", R"({"TableName":"tab"})"),
            "Validation: Resource cannot be deleted as it is currently protected against deletion. "
            "Disable deletion protection first.");
  EXPECT_EQ(Describe("tab", "TableStatus"), "ACTIVE");
  Ok("UpdateTable", R"({"TableName":"tab","DeletionProtectionEnabled":false})");
  Ok("DeleteTable", R"({"TableName":"tab"})");
}

TEST_F(DeleteTableTest, DyingTableIsInUse) {
  Open(5'000'000);
  CreateSimple("tab");
  AdvanceSeconds(6);
  WaitForJobs();
  Ok("DeleteTable", R"({"TableName":"tab"})");
  EXPECT_EQ(Describe("tab", "TableStatus"), "DELETING");
  const std::string text =
      "ResourceInUse: Attempt to change a resource which is still in use: Table is being deleted: "
      "tab";
  EXPECT_EQ(Call("DeleteTable", R"({"TableName":"tab"})"), text);
  EXPECT_EQ(Call("UpdateTable", R"({"TableName":"tab","DeletionProtectionEnabled":true})"), text);
  EXPECT_EQ(Call("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})"),
            "ResourceInUse: Table already exists: tab");
  AdvanceSeconds(6);
  WaitForJobs();
  EXPECT_THAT(Call("DescribeTable", R"({"TableName":"tab"})"), StartsWith("NotFound"));
}

TEST_F(DeleteTableTest, ArnOfAnotherAccountIsDenied) {
  EXPECT_THAT(
      Call("DeleteTable", R"({"TableName":"arn:aws:dynamodb:eu-west-1:999999999999:table/tab"})"),
      StartsWith("AccessDenied"));
}

TEST_F(ListTablesTest, NamesComeInByteOrder) {
  for (const std::string name : {"beta", "alpha", "Zeta", "a-b"}) CreateSimple(name);
  const std::string reply = Ok("ListTables", "{}");
  EXPECT_EQ(At(reply, ""), "1");
  EXPECT_EQ(At(reply, "TableNames"), "4");
  EXPECT_EQ(At(reply, "TableNames.0"), "Zeta");
  EXPECT_EQ(At(reply, "TableNames.1"), "a-b");
  EXPECT_EQ(At(reply, "TableNames.3"), "beta");
}

TEST_F(ListTablesTest, PagesUntilTheLastName) {
  for (const std::string name : {"aaa", "bbb", "ccc"}) CreateSimple(name);
  std::string reply = Ok("ListTables", R"({"Limit":2})");
  EXPECT_EQ(At(reply, "TableNames"), "2");
  EXPECT_EQ(At(reply, "LastEvaluatedTableName"), "bbb");
  reply = Ok("ListTables", R"({"Limit":1,"ExclusiveStartTableName":"bbb"})");
  EXPECT_EQ(At(reply, "TableNames.0"), "ccc");
  EXPECT_EQ(At(reply, "LastEvaluatedTableName"), "absent");
}

TEST_F(ListTablesTest, StartNeedNotExist) {
  for (const std::string name : {"aaa", "ccc"}) CreateSimple(name);
  const std::string reply = Ok("ListTables", R"({"ExclusiveStartTableName":"bbb"})");
  EXPECT_EQ(At(reply, "TableNames"), "1");
  EXPECT_EQ(At(reply, "TableNames.0"), "ccc");
}

TEST_F(ListTablesTest, HundredNamesAPage) {
  for (int i = 0; i < 101; ++i) CreateSimple("table" + std::to_string(1000 + i));
  const std::string reply = Ok("ListTables", "{}");
  EXPECT_EQ(At(reply, "TableNames"), "100");
  EXPECT_EQ(At(reply, "LastEvaluatedTableName"), "table1099");
}

TEST_F(ListTablesTest, OnlyTheCallersSpaceIsListed) {
  CreateSimple("mine");
  context_.space = "another";
  EXPECT_EQ(At(Ok("ListTables", "{}"), "TableNames"), "0");
}

TEST_F(ListTablesTest, LimitIsOneToHundredForTypedCallersToo) {
  const auto low = ListTables(context_, {.exclusive_start_table_name = {}, .limit = 0});
  EXPECT_EQ(low.status().message(),
            "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1");
  const auto high = ListTables(context_, {.exclusive_start_table_name = {}, .limit = 101});
  EXPECT_EQ(high.status().message(),
            "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: "
            "Member must have value less than or equal to 100");
}

TEST_F(AccountTest, LimitsAreTheDefaultQuotas) {
  const std::string reply = Ok("DescribeLimits", "{}");
  EXPECT_EQ(reply, R"({"AccountMaxReadCapacityUnits":80000,"AccountMaxWriteCapacityUnits":80000,)"
                   R"("TableMaxReadCapacityUnits":40000,"TableMaxWriteCapacityUnits":40000})");
}

TEST_F(AccountTest, EndpointIsTheOneInUse) {
  EXPECT_EQ(Ok("DescribeEndpoints", "{}"),
            R"({"Endpoints":[{"Address":"localhost:8000","CachePeriodInMinutes":1440}]})");
  context_.endpoint_host.clear();
  EXPECT_EQ(At(Ok("DescribeEndpoints", "{}"), "Endpoints.0.Address"),
            "dynamodb.eu-west-1.amazonaws.com");
}

TEST_F(DeleteTableTest, FiguresAreNeverShownBelowZero) {
  CreateWithIndex("tab");
  const auto table = database_->catalog().Find(context_.space, "tab");
  // As when items are deleted that a count after a crash has not come to yet.
  table->own_counters().Add(-2, -50);
  table->counters(table->schema()->indexes.front().id)->Add(-1, -20);
  EXPECT_EQ(Describe("tab", "ItemCount"), "0");
  EXPECT_EQ(Describe("tab", "TableSizeBytes"), "0");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.ItemCount"), "0");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.IndexSizeBytes"), "0");
}

}  // namespace
}  // namespace stator::api
