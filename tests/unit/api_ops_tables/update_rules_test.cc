// Which changes may stand together in one UpdateTable, and how index updates must look.
#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

constexpr std::string_view kInvalid = "Validation: One or more parameter values were invalid: ";
constexpr std::string_view kUnits =
    R"("ProvisionedThroughput":{"ReadCapacityUnits":2,"WriteCapacityUnits":2})";
constexpr std::string_view kStream =
    R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"})";
constexpr std::string_view kEncryption = R"("SSESpecification":{"Enabled":true})";
constexpr std::string_view kClass = R"("TableClass":"STANDARD_INFREQUENT_ACCESS")";
constexpr std::string_view kProtection = R"("DeletionProtectionEnabled":true)";
constexpr std::string_view kCeilings = R"("OnDemandThroughput":{"MaxReadRequestUnits":10})";
constexpr std::string_view kWarm = R"("WarmThroughput":{"ReadUnitsPerSecond":20000})";
constexpr std::string_view kOnDemand = R"("BillingMode":"PAY_PER_REQUEST")";
constexpr std::string_view kDeleteIndex =
    R"("GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"gsi"}}])";
constexpr std::string_view kCreateIndex =
    R"("AttributeDefinitions":[{"AttributeName":"nk","AttributeType":"S"}],
       "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"new",
         "KeySchema":[{"AttributeName":"nk","KeyType":"HASH"}],
         "Projection":{"ProjectionType":"ALL"}}}])";

class UpdateRulesTest : public TableOpsTest {
 protected:
  void SetUp() override {
    TableOpsTest::SetUp();
    CreateWithIndex("tab");
  }
  std::string Update(std::string_view members) {
    return Call("UpdateTable", R"({"TableName":"tab",)" + std::string(members) + "}");
  }
  std::string Update(std::string_view first, std::string_view second) {
    return Update(std::string(first) + "," + std::string(second));
  }
  std::string UpdateIndexes(std::string_view list) {
    return Update(R"("GlobalSecondaryIndexUpdates":[)" + std::string(list) + "]");
  }
  static std::string Invalid(std::string_view detail) {
    return std::string(kInvalid) + std::string(detail);
  }
};

TEST_F(UpdateRulesTest, SomethingMustChange) {
  const std::string text =
      "Validation: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
      "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
      "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
      "OnDemandThroughput, WarmThroughput or TableClass is required";
  EXPECT_EQ(Call("UpdateTable", R"({"TableName":"tab"})"), text);
  EXPECT_EQ(UpdateIndexes(""), text);
  EXPECT_EQ(Update(R"("AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"N"}])"), text);
  EXPECT_EQ(Update(R"("WarmThroughput":{})"), text);
  EXPECT_EQ(Update(R"("OnDemandThroughput":{})"), text);
}

TEST_F(UpdateRulesTest, SettingsChangeAlone) {
  const std::string encryption =
      Invalid("Server-Side Encryption modification must be the only operation in the request");
  const std::string table_class =
      Invalid("TableClass modification must be the only operation in the request");
  const std::string protection =
      Invalid("DeletionProtection modification must be the only operation in the request");
  const std::string warm = Invalid("WarmThroughput must be the only operation in the request");
  EXPECT_EQ(Update(kProtection, kEncryption), encryption);
  EXPECT_EQ(Update(kProtection, kClass), table_class);
  EXPECT_EQ(Update(kProtection, kOnDemand), protection);
  EXPECT_EQ(Update(kProtection, kCeilings), protection);
  EXPECT_EQ(Update(kProtection, kWarm), protection);
  EXPECT_EQ(Update(kProtection, kDeleteIndex), protection);
  EXPECT_EQ(Update(kWarm, kOnDemand), warm);
}

TEST_F(UpdateRulesTest, CeilingsCombineWithTheBillingModeOnly) {
  EXPECT_EQ(Update(kCeilings, kWarm),
            Invalid("OnDemandThroughput can only be combined with BillingMode in an UpdateTable "
                    "request"));
  EXPECT_THAT(Update(kCeilings, kOnDemand), testing::StartsWith("{"));
}

TEST_F(UpdateRulesTest, StreamAndUnitsChangeApart) {
  EXPECT_EQ(Update(kStream, kUnits),
            Invalid("You cannot modify stream status while updating table IOPS"));
}

TEST_F(UpdateRulesTest, IndexesComeAndGoApartFromUnitsStreamsAndWarmth) {
  EXPECT_EQ(Update(kUnits, kDeleteIndex),
            Invalid("You cannot create or delete index while updating table IOPS"));
  EXPECT_EQ(Update(kUnits, kCreateIndex),
            Invalid("You cannot create or delete index while updating table IOPS"));
  EXPECT_EQ(Update(kStream, kCreateIndex),
            Invalid("You cannot create or delete index while changing stream status"));
  EXPECT_EQ(Update(kWarm, kCreateIndex),
            Invalid("Create global secondary index cannot be specified when updating "
                    "WarmThroughput"));
}

TEST_F(UpdateRulesTest, EmptyListBesideAnotherChangeIsRefused) {
  EXPECT_EQ(Update(kProtection, R"("GlobalSecondaryIndexUpdates":[])"),
            Invalid("List of GlobalSecondaryIndexUpdates is empty"));
  EXPECT_EQ(Describe("tab", "DeletionProtectionEnabled"), "false");
}

TEST_F(UpdateRulesTest, IndexUpdateIsOneAction) {
  EXPECT_EQ(UpdateIndexes("{}"),
            Invalid("One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                    "GlobalSecondaryIndexUpdate.Delete must not be null"));
  EXPECT_EQ(UpdateIndexes(R"({"Delete":{"IndexName":"gsi"},"Update":{"IndexName":"gsi"}})"),
            Invalid("Only one global secondary index action is allowed per "
                    "GlobalSecondaryIndexUpdate object"));
}

TEST_F(UpdateRulesTest, IndexIsNamedOnce) {
  EXPECT_EQ(UpdateIndexes(R"({"Delete":{"IndexName":"gsi"}},{"Delete":{"IndexName":"gsi"}})"),
            Invalid("Only one global secondary index update per index is allowed simultaneously. "
                    "Index: gsi"));
}

TEST_F(UpdateRulesTest, IndexWarmThroughputHasAFigure) {
  EXPECT_EQ(UpdateIndexes(R"({"Update":{"IndexName":"any","WarmThroughput":{}}})"),
            Invalid("WarmThroughput must have at least one of ReadUnitsPerSecond or "
                    "WriteUnitsPerSecond specified for index: any"));
}

TEST_F(UpdateRulesTest, IndexMustExist) {
  EXPECT_EQ(UpdateIndexes(R"({"Delete":{"IndexName":"nosuch"}})"),
            "NotFound: Requested resource not found: Index nosuch for table tab");
  EXPECT_EQ(UpdateIndexes(R"({"Update":{"IndexName":"nosuch",
                          "OnDemandThroughput":{"MaxReadRequestUnits":9}}})"),
            "NotFound: Requested resource not found: Index nosuch for table tab");
}

}  // namespace
}  // namespace stator::api
