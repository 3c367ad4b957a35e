// What tools ask about features that the tables have not: "off" and "none", where that is true, and
// a refusal by name where somebody wants one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "api/engine.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

class AbsentFeatures : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    ASSERT_EQ(Call("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-pk","Projection":{"ProjectionType":"ALL"},
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}]})")
                  .substr(0, 1),
              "{");
  }
  std::string Call(std::string_view operation, std::string_view body) {
    return engine_->Call({}, operation, body).body;
  }

  std::unique_ptr<Engine> engine_;
};

constexpr char kBackupsOff[] =
    R"({"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",)"
    R"("PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}})";

TEST_F(AbsentFeatures, PointInTimeRecoveryIsOff) {
  EXPECT_EQ(Call("DescribeContinuousBackups", R"({"TableName":"tab"})"), kBackupsOff);
  EXPECT_EQ(Call("DescribeContinuousBackups",
                 R"({"TableName":"arn:aws:dynamodb:us-east-1:123456789012:table/tab"})"),
            kBackupsOff);
  EXPECT_EQ(Call("DescribeContinuousBackups", R"({"TableName":"none"})"),
            R"({"__type":"com.amazonaws.dynamodb.v20120810#TableNotFoundException",)"
            R"("message":"Table not found: none"})");
}

TEST_F(AbsentFeatures, PointInTimeRecoveryStaysOff) {
  EXPECT_EQ(Call("UpdateContinuousBackups", R"({"TableName":"tab",
                "PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":false}})"),
            kBackupsOff);
  for (const char* wanted : {R"("PointInTimeRecoveryEnabled":true)",
                             R"("PointInTimeRecoveryEnabled":false,"RecoveryPeriodInDays":7)"}) {
    EXPECT_THAT(Call("UpdateContinuousBackups",
                     R"({"TableName":"tab","PointInTimeRecoverySpecification":{)" +
                         std::string(wanted) + "}}"),
                HasSubstr("point-in-time recovery is not served by this version"));
  }
}

TEST_F(AbsentFeatures, NoStreamingDestination) {
  EXPECT_EQ(Call("DescribeKinesisStreamingDestination", R"({"TableName":"tab"})"),
            R"({"TableName":"tab","KinesisDataStreamDestinations":[]})");
  EXPECT_THAT(Call("DescribeKinesisStreamingDestination", R"({"TableName":"none"})"),
              HasSubstr("#ResourceNotFoundException"));
}

TEST_F(AbsentFeatures, ListsAreEmpty) {
  EXPECT_EQ(Call("ListBackups", R"({"TableName":"tab"})"), R"({"BackupSummaries":[]})");
  EXPECT_EQ(Call("ListBulkOperations", "{}"), R"({"BulkOperationsSummaryList":[]})");
  EXPECT_EQ(Call("ListExports", "{}"), R"({"ExportSummaries":[]})");
  EXPECT_EQ(Call("ListGlobalTables", "{}"), R"({"GlobalTables":[]})");
  EXPECT_EQ(Call("ListImports", "{}"), R"({"ImportSummaryList":[]})");
  EXPECT_THAT(Call("ListBackups", R"({"Limit":0})"), HasSubstr("at 'limit' failed"));
}

}  // namespace
}  // namespace stator::api
