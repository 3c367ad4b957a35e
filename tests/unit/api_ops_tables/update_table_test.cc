#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class UpdateTableTest : public TableOpsTest {
 protected:
  // The members behind TableName.
  std::string Update(std::string_view members) {
    return Call("UpdateTable", R"({"TableName":"tab",)" + std::string(members) + "}");
  }
  static std::string Units(int64_t read, int64_t write) {
    return R"("ProvisionedThroughput":{"ReadCapacityUnits":)" + std::to_string(read) +
           R"(,"WriteCapacityUnits":)" + std::to_string(write) + "}";
  }
  static std::string IndexUnits(std::string_view name, int64_t read, int64_t write) {
    return R"("GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":")" + std::string(name) +
           R"(",)" + Units(read, write) + "}}]";
  }
};

TEST_F(UpdateTableTest, NewUnitsAreInForceAndTheReplyShowsTheOldOnes) {
  CreateProvisioned("tab", 5);
  AdvanceSeconds(60);
  const std::string reply = Update(Units(10, 20));
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "UPDATING");
  EXPECT_EQ(At(reply, "TableDescription.ProvisionedThroughput.ReadCapacityUnits"), "5");
  EXPECT_EQ(At(reply, "TableDescription.ProvisionedThroughput.LastIncreaseDateTime"), "1791505260");
  EXPECT_EQ(Describe("tab", "TableStatus"), "ACTIVE");
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.ReadCapacityUnits"), "10");
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.WriteCapacityUnits"), "20");
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.LastDecreaseDateTime"), "absent");
}

TEST_F(UpdateTableTest, SameUnitsAreRefused) {
  CreateProvisioned("tab", 5);
  const std::string text =
      "Validation: The provisioned throughput for the table will not change. The requested value "
      "equals the current value. Current ReadCapacityUnits provisioned for the table: 5. Requested "
      "ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 5. Requested "
      "WriteCapacityUnits: 5. Refer to the Amazon DynamoDB Developer Guide for current limits and "
      "how to request higher limits.";
  EXPECT_EQ(Update(Units(5, 5)), text);
  EXPECT_EQ(Update(R"("BillingMode":"PROVISIONED",)" + Units(5, 5)), text);
}

TEST_F(UpdateTableTest, FourDecreasesADayThenOneAnHour) {
  CreateProvisioned("tab", 10);
  for (int units = 9; units >= 6; --units) {
    EXPECT_THAT(Update(Units(units, 10)), StartsWith("{"));
  }
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.NumberOfDecreasesToday"), "4");
  EXPECT_EQ(
      Update(Units(5, 10)),
      "LimitExceeded: Subscriber limit exceeded: Provisioned throughput decreases are limited "
      "within a given UTC day. After the first 4 decreases, each subsequent decrease in the "
      "same UTC day can be performed at most once every 3600 seconds. Number of decreases "
      "today: 4. Last decrease at Friday, October 9, 2026 at 12:20:00 AM Coordinated "
      "Universal Time. Next decrease can be made at Friday, October 9, 2026 at 1:20:00 AM "
      "Coordinated Universal Time");
  EXPECT_THAT(Update(Units(6, 11)), StartsWith("{"));
  AdvanceSeconds(3599);
  EXPECT_THAT(Update(Units(5, 11)), StartsWith("LimitExceeded"));
  AdvanceSeconds(1);
  EXPECT_THAT(Update(Units(5, 11)), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.NumberOfDecreasesToday"), "5");
  EXPECT_THAT(Update(Units(4, 11)), StartsWith("LimitExceeded"));
}

TEST_F(UpdateTableTest, DecreasesAreCountedAnewAtMidnightUtc) {
  CreateProvisioned("tab", 10);
  AdvanceSeconds(23 * 3600);  // 23:20
  for (int units = 9; units >= 6; --units) EXPECT_THAT(Update(Units(units, 10)), StartsWith("{"));
  EXPECT_THAT(Update(Units(5, 10)), HasSubstr("October 10, 2026 at 12:00:00 AM"));
  AdvanceSeconds(40 * 60);
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.NumberOfDecreasesToday"), "0");
  EXPECT_THAT(Update(Units(5, 10)), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.NumberOfDecreasesToday"), "1");
}

TEST_F(UpdateTableTest, TableAndIndexCountTheirDecreasesApart) {
  CreateProvisionedWithIndex("tab", 10);
  EXPECT_THAT(Update(Units(9, 9)), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.NumberOfDecreasesToday"), "1");
  EXPECT_EQ(
      Describe("tab", "GlobalSecondaryIndexes.0.ProvisionedThroughput.NumberOfDecreasesToday"),
      "0");
}

TEST_F(UpdateTableTest, SwitchToOnDemandZeroesUnits) {
  CreateProvisionedWithIndex("tab", 5);
  AdvanceSeconds(10);
  const std::string reply = Update(R"("BillingMode":"PAY_PER_REQUEST")");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "UPDATING");
  EXPECT_EQ(At(reply, "TableDescription.BillingModeSummary.BillingMode"), "PAY_PER_REQUEST");
  EXPECT_EQ(At(reply, "TableDescription.BillingModeSummary"), "1");
  EXPECT_EQ(Describe("tab", "BillingModeSummary.LastUpdateToPayPerRequestDateTime"), "1791505210");
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.ReadCapacityUnits"), "0");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.ProvisionedThroughput.ReadCapacityUnits"),
            "0");
  EXPECT_EQ(Describe("tab", "WarmThroughput.ReadUnitsPerSecond"), "12000");
}

TEST_F(UpdateTableTest, SwitchToProvisionedNeedsUnitsForTableAndEachIndex) {
  CreateWithIndex("tab");
  EXPECT_EQ(Update(R"("BillingMode":"PROVISIONED")"),
            "Validation: One or more parameter values were invalid: ProvisionedThroughput must be "
            "specified when BillingMode is PROVISIONED");
  EXPECT_EQ(Update(R"("BillingMode":"PROVISIONED",)" + Units(5, 5)),
            "Validation: One or more parameter values were invalid: ProvisionedThroughput must be "
            "specified for index: gsi");
  EXPECT_EQ(Describe("tab", "BillingModeSummary.BillingMode"), "PAY_PER_REQUEST");
  EXPECT_THAT(
      Update(R"("BillingMode":"PROVISIONED",)" + Units(5, 6) + "," + IndexUnits("gsi", 7, 8)),
      StartsWith("{"));
  EXPECT_EQ(Describe("tab", "BillingModeSummary.BillingMode"), "PROVISIONED");
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.WriteCapacityUnits"), "6");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.ProvisionedThroughput.WriteCapacityUnits"),
            "8");
}

TEST_F(UpdateTableTest, SwitchDropsCeilingsAndKeepsWarmth) {
  CreateWithIndex("tab");
  EXPECT_THAT(Update(R"("OnDemandThroughput":{"MaxReadRequestUnits":50})"), StartsWith("{"));
  EXPECT_THAT(
      Update(R"("BillingMode":"PROVISIONED",)" + Units(5, 5) + "," + IndexUnits("gsi", 5, 5)),
      StartsWith("{"));
  EXPECT_EQ(Describe("tab", "OnDemandThroughput"), "absent");
  EXPECT_EQ(Describe("tab", "WarmThroughput.ReadUnitsPerSecond"), "12000");
}

TEST_F(UpdateTableTest, WarmthFollowsTheHighestUnitsEver) {
  CreateProvisioned("tab", 5);
  EXPECT_THAT(Update(Units(30, 5)), StartsWith("{"));
  EXPECT_THAT(Update(Units(2, 9)), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "WarmThroughput.ReadUnitsPerSecond"), "30");
  EXPECT_EQ(Describe("tab", "WarmThroughput.WriteUnitsPerSecond"), "9");
}

TEST_F(UpdateTableTest, SameOnDemandModeIsTaken) {
  CreateSimple("tab");
  const std::string reply = Update(R"("BillingMode":"PAY_PER_REQUEST")");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "UPDATING");
  EXPECT_EQ(Describe("tab", "TableStatus"), "ACTIVE");
}

TEST_F(UpdateTableTest, OnDemandTableTakesNoUnits) {
  CreateWithIndex("tab");
  EXPECT_EQ(Update(Units(5, 5)),
            "Validation: One or more parameter values were invalid: Neither ReadCapacityUnits nor "
            "WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
  EXPECT_EQ(
      Update(R"("BillingMode":"PAY_PER_REQUEST",)" + Units(5, 5)),
      "Validation: One or more parameter values were invalid: ProvisionedThroughput cannot be "
      "specified when BillingMode is PAY_PER_REQUEST");
  EXPECT_EQ(
      Update(IndexUnits("gsi", 5, 5)),
      "Validation: One or more parameter values were invalid: The only Updates for index: gsi "
      "when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, "
      "WarmThroughput");
}

TEST_F(UpdateTableTest, IndexUnitsChangeByThemselves) {
  CreateProvisionedWithIndex("tab", 5);
  const std::string reply = Update(IndexUnits("gsi", 6, 7));
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "ACTIVE");
  EXPECT_EQ(At(reply, "TableDescription.GlobalSecondaryIndexes.0.IndexStatus"), "UPDATING");
  EXPECT_EQ(At(reply,
               "TableDescription.GlobalSecondaryIndexes.0.ProvisionedThroughput.ReadCapacityUnits"),
            "5");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.ProvisionedThroughput.WriteCapacityUnits"),
            "7");
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.IndexStatus"), "ACTIVE");
  EXPECT_THAT(Update(IndexUnits("gsi", 6, 7)),
              HasSubstr("The provisioned throughput for the index gsi will not change. The "
                        "requested value equals the current value. Current ReadCapacityUnits "
                        "provisioned for index gsi: 6."));
}

TEST_F(UpdateTableTest, UpdateIsAllOrNothing) {
  CreateProvisionedWithIndex("tab", 5);
  EXPECT_THAT(Update(Units(9, 9) + "," + IndexUnits("nosuch", 9, 9)), StartsWith("NotFound"));
  EXPECT_EQ(Describe("tab", "ProvisionedThroughput.ReadCapacityUnits"), "5");
}

TEST_F(UpdateTableTest, CeilingsMergeAndMinusOneClears) {
  CreateSimple("tab");
  const std::string reply =
      Update(R"("OnDemandThroughput":{"MaxReadRequestUnits":100,"MaxWriteRequestUnits":50})");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "ACTIVE");
  EXPECT_THAT(Update(R"("OnDemandThroughput":{"MaxReadRequestUnits":200})"), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "OnDemandThroughput.MaxReadRequestUnits"), "200");
  EXPECT_EQ(Describe("tab", "OnDemandThroughput.MaxWriteRequestUnits"), "50");
  EXPECT_THAT(Update(R"("OnDemandThroughput":{"MaxReadRequestUnits":-1})"), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "OnDemandThroughput"), "1");
  EXPECT_THAT(Update(R"("OnDemandThroughput":{"MaxWriteRequestUnits":-1})"), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "OnDemandThroughput"), "absent");
  EXPECT_EQ(Update(R"("OnDemandThroughput":{"MaxWriteRequestUnits":0})"),
            "Validation: One or more parameter values were invalid: Requested MaxWriteRequestUnits "
            "for OnDemandThroughput for table is outside of valid range");
  EXPECT_EQ(Update(R"("OnDemandThroughput":{"MaxReadRequestUnits":40001})"),
            "LimitExceeded: Subscriber limit exceeded: Requested MaxReadRequestUnits for "
            "OnDemandThroughput for table exceeds TableMaxReadCapacityUnits of the account in "
            "region eu-west-1");
}

TEST_F(UpdateTableTest, ProvisionedTableTakesNoCeilings) {
  CreateProvisionedWithIndex("tab", 5);
  EXPECT_EQ(Update(R"("OnDemandThroughput":{"MaxReadRequestUnits":100})"),
            "Validation: One or more parameter values were invalid: MaxReadRequestUnits for "
            "OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED");
}

TEST_F(UpdateTableTest, IndexCeilingsAreItsOwn) {
  CreateWithIndex("tab");
  EXPECT_THAT(Update(R"("GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"gsi",
                     "OnDemandThroughput":{"MaxReadRequestUnits":70}}}])"),
              StartsWith("{"));
  EXPECT_EQ(Describe("tab", "GlobalSecondaryIndexes.0.OnDemandThroughput.MaxReadRequestUnits"),
            "70");
  EXPECT_EQ(Describe("tab", "OnDemandThroughput"), "absent");
}

TEST_F(UpdateTableTest, WarmThroughputOnlyRises) {
  CreateSimple("tab");
  const std::string reply = Update(R"("WarmThroughput":{"ReadUnitsPerSecond":13000})");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "ACTIVE");
  EXPECT_EQ(At(reply, "TableDescription.WarmThroughput.Status"), "UPDATING");
  EXPECT_EQ(At(reply, "TableDescription.WarmThroughput.ReadUnitsPerSecond"), "12000");
  EXPECT_EQ(Describe("tab", "WarmThroughput.ReadUnitsPerSecond"), "13000");
  EXPECT_EQ(Describe("tab", "WarmThroughput.WriteUnitsPerSecond"), "4000");
  EXPECT_THAT(Update(R"("WarmThroughput":{"ReadUnitsPerSecond":13000})"), StartsWith("{"));
  EXPECT_EQ(Update(R"("WarmThroughput":{"ReadUnitsPerSecond":12999})"),
            "Validation: One or more parameter values were invalid: Requested ReadUnitsPerSecond "
            "for WarmThroughput for table is lower than current WarmThroughput, decreasing "
            "WarmThroughput is not supported");
}

TEST_F(UpdateTableTest, ProtectionIsInForceAtOnce) {
  CreateSimple("tab");
  const std::string reply = Update(R"("DeletionProtectionEnabled":true)");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "ACTIVE");
  EXPECT_EQ(At(reply, "TableDescription.DeletionProtectionEnabled"), "true");
  EXPECT_THAT(Update(R"("DeletionProtectionEnabled":true)"), StartsWith("{"));
}

TEST_F(UpdateTableTest, TableClassIsShownOnceItWasChanged) {
  CreateSimple("tab");
  EXPECT_THAT(Update(R"("TableClass":"STANDARD")"), StartsWith("{"));
  EXPECT_EQ(Describe("tab", "TableClassSummary"), "absent");
  const std::string reply = Update(R"("TableClass":"STANDARD_INFREQUENT_ACCESS")");
  EXPECT_EQ(At(reply, "TableDescription.TableStatus"), "UPDATING");
  EXPECT_EQ(Describe("tab", "TableClassSummary.TableClass"), "STANDARD_INFREQUENT_ACCESS");
  EXPECT_EQ(Describe("tab", "TableClassSummary.LastUpdateDateTime"), "1791505200");
}

TEST_F(UpdateTableTest, UnknownTableIsNotFound) {
  EXPECT_EQ(Update(R"("DeletionProtectionEnabled":true)"),
            "NotFound: Requested resource not found: Table: tab not found");
}

TEST_F(UpdateTableTest, RequestIsCheckedBeforeTheTable) {
  EXPECT_THAT(Update(R"("AttributeDefinitions":[])"), StartsWith("Validation: At least one of"));
}

TEST_F(UpdateTableTest, StreamsHaveTheirRulesAndKeysAreRefusedAfterTheirs) {
  CreateSimple("tab");
  EXPECT_EQ(
      Update(R"("StreamSpecification":{"StreamEnabled":true})"),
      "Validation: One or more parameter values were invalid: If stream is being enabled then "
      "UpdateViewType is required");
  EXPECT_EQ(Update(R"("StreamSpecification":{"StreamEnabled":false})"),
            "Validation: Table has no stream to disable: TableName: tab");
  EXPECT_EQ(
      Update(R"("StreamSpecification":{"StreamEnabled":false,"StreamViewType":"KEYS_ONLY"})"),
      "Validation: One or more parameter values were invalid: If stream is being disabled, then "
      "UpdateViewType must not be specified");
  EXPECT_EQ(Update(R"("SSESpecification":{"Enabled":false})"),
            "Validation: One or more parameter values were invalid: Table is already encrypted by "
            "default");
  EXPECT_THAT(Update(R"("SSESpecification":{"Enabled":true,"SSEType":"KMS"})"),
              HasSubstr("--encryption-key-file"));
}

TEST_F(UpdateTableTest, MembersThatAreNotServedAreRefused) {
  CreateSimple("tab");
  EXPECT_EQ(
      Update(R"("ReplicaUpdates":[{"Create":{"RegionName":"eu-west-2"}}])"),
      "Validation: One or more parameter values were invalid: ReplicaUpdates is not served by "
      "this version");
  EXPECT_EQ(Update(R"("MultiRegionConsistency":"STRONG","DeletionProtectionEnabled":true)"),
            "Validation: One or more parameter values were invalid: MultiRegionConsistency is not "
            "served by this version");
  EXPECT_EQ(Describe("tab", "DeletionProtectionEnabled"), "false");
}

}  // namespace
}  // namespace stator::api
