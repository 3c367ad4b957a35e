// UpdateTable creates and deletes global indexes.
#include <atomic>
#include <thread>
#include <vector>

#include "kv/codec/item.h"
#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kInvalid = "Validation: One or more parameter values were invalid: ";
constexpr std::string_view kOneAtATime =
    "LimitExceeded: Subscriber limit exceeded: Only 1 online index can be created or deleted "
    "simultaneously per table";

class UpdateIndexTest : public TableOpsTest {
 protected:
  std::string Update(std::string_view members) {
    return Call("UpdateTable", R"({"TableName":"tab",)" + std::string(members) + "}");
  }
  static std::string Definition(std::string_view name, std::string_view type = "S") {
    return R"({"AttributeName":")" + std::string(name) + R"(","AttributeType":")" +
           std::string(type) + "\"}";
  }
  static std::string Creation(std::string_view name, std::string_view key,
                              std::string_view more = "") {
    return R"({"Create":{"IndexName":")" + std::string(name) +
           R"(","KeySchema":[{"AttributeName":")" + std::string(key) +
           R"(","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"})" + std::string(more) +
           "}}";
  }
  std::string Create(std::string_view name, std::string_view key, std::string_view more = "") {
    return Update(R"("AttributeDefinitions":[)" + Definition(key) +
                  R"(],"GlobalSecondaryIndexUpdates":[)" + Creation(name, key, more) + "]");
  }
  std::string Delete(std::string_view name) {
    return Update(R"("GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":")" + std::string(name) +
                  R"("}}])");
  }
  static std::string Invalid(std::string_view detail) {
    return std::string(kInvalid) + std::string(detail);
  }
};

TEST_F(UpdateIndexTest, NewIndexIsShownCreatingThenActive) {
  CreateSimple("tab");
  const std::string reply = Create("new", "nk");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "UPDATING");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.IndexName"), "new");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.IndexStatus"), "CREATING");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.Backfilling"), "false");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.ItemCount"), "0");
  EXPECT_EQ(At(reply, "TableDescription.AttributeDefinitions"), "2");
  WaitForJobs();
  EXPECT_EQ(Describe("tab", "TableStatus"), "ACTIVE");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.IndexStatus"), "ACTIVE");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.Backfilling"), "absent");
  EXPECT_EQ(Describe("tab", "AttributeDefinitions.0.AttributeName"), "nk");
}

TEST_F(UpdateIndexTest, NewIndexIsFilledFromTheItemsThatAreThere) {
  CreateSimple("tab");
  const auto table = database_->catalog().Find(context_.space, "tab");
  for (int i = 0; i < 300; ++i) {
    const Item item{{"pk", "item" + std::to_string(i)}, {"nk", "same"}};
    const auto put = [&](const ItemView*) -> Result<Mutation> {
      return Mutation::Put(item.view());
    };
    const ItemWrite write{.table = table.get(), .key = item.view(), .decide = put};
    ASSERT_TRUE(database_->writer().Write(write).ok());
  }
  EXPECT_THAT(Create("new", "nk"), StartsWith("{"));
  WaitForJobs();
  EXPECT_EQ(Describe("tab", "ItemCount"), "300");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.ItemCount"), "300");
}

TEST_F(UpdateIndexTest, WhileAnIndexIsFilledTheTableIsActiveAndStays) {
  Open(5'000'000);
  CreateSimple("tab");
  AdvanceSeconds(6);
  WaitForJobs();
  EXPECT_EQ(At(Create("new", "nk"), "TableDescription.TableStatus"), "UPDATING");
  EXPECT_EQ(Describe("tab", "TableStatus"), "ACTIVE");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.IndexStatus"), "CREATING");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.Backfilling"), "true");
  EXPECT_EQ(Create("two", "tk"), kOneAtATime);
  EXPECT_EQ(
      Call("DeleteTable", R"({"TableName":"tab"})"),
      "ResourceInUse: Attempt to change a resource which is still in use: Cannot delete table "
      "while indexes are being created, updated, or deleted.");
  AdvanceSeconds(6);
  WaitForJobs();
  EXPECT_EQ(Describe("tab", "TableStatus"), "ACTIVE");
  EXPECT_THAT(Create("two", "tk"), StartsWith("{"));
}

TEST_F(UpdateIndexTest, OfManyCallsAtOnceOneMakesItsIndex) {
  constexpr int kCallers = 8;
  Open(5'000'000);
  CreateSimple("tab");
  AdvanceSeconds(6);
  WaitForJobs();
  std::atomic<int> made{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      const std::string reply = Create("new" + std::to_string(i), "nk" + std::to_string(i));
      if (reply.starts_with("{")) ++made;
      if (reply == kOneAtATime) ++refused;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(refused, kCallers - 1);
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes"), "1");
}

TEST_F(UpdateIndexTest, WhileAnIndexGoesUnitsStay) {
  Open(5'000'000);
  CreateProvisionedWithIndex("tab", 5);
  AdvanceSeconds(6);
  WaitForJobs();
  const std::string reply = Delete("gsi");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.IndexStatus"), "DELETING");
  EXPECT_EQ(Describe("tab", "TableStatus"), "UPDATING");
  EXPECT_EQ(Update(R"("ProvisionedThroughput":{"ReadCapacityUnits":9,"WriteCapacityUnits":9})"),
            "ResourceInUse: Attempt to change a resource which is still in use: Can't change table "
            "IOPS when an index is being deleted. Table: tab Indexes: [gsi]");
  EXPECT_THAT(Update(R"("DeletionProtectionEnabled":true)"), StartsWith("{"));
  EXPECT_THAT(Delete("gsi"), HasSubstr("Index is being deleted. Table: tab Index: gsi"));
  EXPECT_EQ(Create("new", "nk",
                   R"(,"ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1})"),
            kOneAtATime);
}

TEST_F(UpdateIndexTest, DeletedIndexTakesItsDefinitionsAlong) {
  CreateWithIndex("tab");
  const std::string reply = Delete("gsi");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "UPDATING");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.IndexStatus"), "DELETING");
  WaitForJobs();
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes"), "absent");
  EXPECT_EQ(Describe("tab", "AttributeDefinitions"), "1");
  EXPECT_THAT(Create("gsi", "gk"), StartsWith("{"));
}

TEST_F(UpdateIndexTest, ProtectedTableLosesIndexesAllTheSame) {
  CreateWithIndex("tab");
  EXPECT_THAT(Update(R"("DeletionProtectionEnabled":true)"), StartsWith("{"));
  EXPECT_THAT(Delete("gsi"), StartsWith("{"));
}

TEST_F(UpdateIndexTest, TwoAtOnceAreTooMany) {
  CreateWithIndex("tab");
  EXPECT_EQ(Update(R"("AttributeDefinitions":[)" + Definition("nk") + "," + Definition("tk") +
                   R"(],"GlobalSecondaryIndexUpdates":[)" + Creation("new", "nk") + "," +
                   Creation("two", "tk") + "]"),
            kOneAtATime);
  EXPECT_EQ(Update(R"("AttributeDefinitions":[)" + Definition("nk") +
                   R"(],"GlobalSecondaryIndexUpdates":[)" + Creation("new", "nk") +
                   R"(,{"Delete":{"IndexName":"gsi"}}])"),
            kOneAtATime);
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes"), "1");
}

TEST_F(UpdateIndexTest, NameThatIsTakenIsRefused) {
  CreateWithIndex("tab");
  EXPECT_EQ(Create("gsi", "gk"), "Validation: Attempting to create an index which already exists");
}

TEST_F(UpdateIndexTest, KeysAreDefinedInTheRequest) {
  CreateSimple("tab");
  EXPECT_EQ(Update(R"("GlobalSecondaryIndexUpdates":[)" + Creation("new", "nk") + "]"),
            Invalid("AttributeDefinitions is not specified for index: new"));
  EXPECT_EQ(Update(R"("AttributeDefinitions":[)" + Definition("other") +
                   R"(],"GlobalSecondaryIndexUpdates":[)" + Creation("new", "nk") + "]"),
            Invalid("Some index key attributes are not defined in AttributeDefinitions. Keys: "
                    "[nk], AttributeDefinitions: [other]"));
}

TEST_F(UpdateIndexTest, DefinitionsThatNoNewIndexUsesAreIgnored) {
  CreateSimple("tab");
  EXPECT_THAT(
      Update(R"("AttributeDefinitions":[)" + Definition("nk") + "," + Definition("stale", "N") +
             R"(],"GlobalSecondaryIndexUpdates":[)" + Creation("new", "nk") + "]"),
      StartsWith("{"));
  WaitForJobs();
  EXPECT_EQ(Describe("tab", "AttributeDefinitions"), "2");
}

TEST_F(UpdateIndexTest, KeyAttributeKeepsItsType) {
  CreateSimple("tab");
  EXPECT_THAT(Update(R"("AttributeDefinitions":[)" + Definition("pk", "N") +
                     R"(],"GlobalSecondaryIndexUpdates":[)" + Creation("new", "pk") + "]"),
              StartsWith("{"));
  WaitForJobs();
  EXPECT_EQ(Describe("tab", "AttributeDefinitions"), "1");
  EXPECT_EQ(Describe("tab", "AttributeDefinitions.0.AttributeType"), "S");
}

TEST_F(UpdateIndexTest, UnitsFollowTheBillingMode) {
  constexpr std::string_view kUnits =
      R"(,"ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":4})";
  CreateSimple("tab");
  EXPECT_EQ(Create("new", "nk", kUnits),
            Invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: "
                    "new when BillingMode is PAY_PER_REQUEST"));
  Ok("DeleteTable", R"({"TableName":"tab"})");
  CreateProvisioned("tab", 5);
  EXPECT_EQ(Create("new", "nk"),
            Invalid("Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: "
                    "new"));
  EXPECT_THAT(Create("new", "nk", kUnits), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.ProvisionedThroughput.WriteCapacityUnits"),
            "4");
}

TEST_F(UpdateIndexTest, SwitchOfBillingModeAndNewIndexGoTogether) {
  CreateProvisioned("tab", 5);
  EXPECT_THAT(
      Update(R"("BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)" + Definition("nk") +
             R"(],"GlobalSecondaryIndexUpdates":[)" + Creation("new", "nk") + "]"),
      StartsWith("{"));
  EXPECT_EQ(Describe("tab", "BillingModeSummary.BillingMode"), "PAY_PER_REQUEST");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes"), "1");
}

TEST_F(UpdateIndexTest, TwentyOnATable) {
  std::string indexes;
  for (int i = 0; i < 20; ++i) {
    indexes += std::string(i > 0 ? "," : "") + R"({"IndexName":"gsi)" + std::to_string(i) +
               R"(","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
                 "Projection":{"ProjectionType":"KEYS_ONLY"}})";
  }
  Ok("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"GlobalSecondaryIndexes":[)" +
                        indexes + "]}");
  EXPECT_EQ(Create("more", "nk"),
            "LimitExceeded: Subscriber limit exceeded: Number of global secondary indexes exceeds "
            "per-table limit of 20");
}

TEST_F(UpdateIndexTest, LocalIndexStays) {
  Ok("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
                              {"AttributeName":"sk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                   {"AttributeName":"sk","KeyType":"RANGE"}],
      "LocalSecondaryIndexes":[{"IndexName":"lsi","Projection":{"ProjectionType":"ALL"},
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                     {"AttributeName":"sk","KeyType":"RANGE"}]}]})");
  EXPECT_EQ(Delete("lsi"),
            "Validation: Cannot delete an index that is not a GlobalSecondaryIndex: lsi");
  EXPECT_EQ(Update(R"("GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"lsi",
                   "OnDemandThroughput":{"MaxReadRequestUnits":5}}}])"),
            "Validation: Cannot update an index that is not a GlobalSecondaryIndex: lsi");
}

}  // namespace
}  // namespace stator::api
