#include "server/metrics_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "server/router.h"

namespace stator::server {
namespace {

using testing::HasSubstr;
using testing::Not;

// A table that one PutItem was done to, and one global index.
api::Metrics OneTable(const std::string& account) {
  api::TableMetrics table{.account = account, .region = "eu-west-1", .table_name = "tab"};
  OperationTotals put;
  put.successes[0] = 2;
  put.successes[1] = 1;
  put.success_micros = 190;
  table.operations = {{"PutItem", put}};
  table.resources = {{}, {.index_name = "by-g"}};
  table.resources[0].write.provisioned_units = 5;
  table.resources[0].write.consumed_units = 2.5;
  table.resources[0].partitions = {{.partition_id = 7, .size_bytes = 60}};
  table.resources[0].partitions[0].write = {2.5, 0, 997.5};
  api::Metrics metrics;
  metrics.tables = {table};
  metrics.accounts = {{account, "eu-west-1", 4}};
  return metrics;
}

TEST(MetricsPage, HasNamesAndDimensionsOfCloudWatch) {
  const std::string page = MetricsPage(OneTable("local"), {});
  const std::string place = R"({account="local",region="eu-west-1",TableName="tab")";
  EXPECT_THAT(page, HasSubstr("# TYPE ConsumedWriteCapacityUnits counter\n"));
  EXPECT_THAT(page, HasSubstr("\nConsumedWriteCapacityUnits" + place + "} 2.5\n"));
  EXPECT_THAT(page, HasSubstr("\nConsumedWriteCapacityUnits" + place +
                              R"(,GlobalSecondaryIndexName="by-g"} 0)"));
  EXPECT_THAT(page, HasSubstr("# TYPE ProvisionedWriteCapacityUnits gauge\n"));
  EXPECT_THAT(page, HasSubstr("\nProvisionedWriteCapacityUnits" + place + "} 5\n"));
  EXPECT_THAT(page, Not(HasSubstr("ProvisionedReadCapacityUnits")));
  EXPECT_THAT(page, HasSubstr("\nThrottledRequests" + place + R"(,Operation="PutItem"} 0)"));
  EXPECT_THAT(page, HasSubstr("\nUserErrors{account=\"local\",region=\"eu-west-1\"} 4\n"));
  EXPECT_THAT(page, HasSubstr("\nAccountMaxTableLevelWrites{account=\"local\",region="
                              "\"eu-west-1\"} 40000\n"));
}

TEST(MetricsPage, LatenciesAreMillisecondsAndAddUp) {
  const std::string page = MetricsPage(OneTable("local"), {});
  const std::string place =
      R"({account="local",region="eu-west-1",TableName="tab",Operation="PutItem")";
  EXPECT_THAT(page, HasSubstr("# TYPE SuccessfulRequestLatency histogram\n"));
  EXPECT_THAT(page, HasSubstr("\nSuccessfulRequestLatency_count" + place + "} 3\n"));
  EXPECT_THAT(page, HasSubstr("\nSuccessfulRequestLatency_sum" + place + "} 0.19"));
  EXPECT_THAT(page, HasSubstr("\nSuccessfulRequestLatency_bucket" + place + ",le=\"0.1\"} 3\n"));
  EXPECT_THAT(page, HasSubstr("\nSuccessfulRequestLatency_bucket" + place + ",le=\"+Inf\"} 3\n"));
}

TEST(MetricsPage, PartitionsHaveFamiliesOfTheirOwn) {
  const std::string page = MetricsPage(OneTable("local"), {});
  const std::string place = R"({account="local",region="eu-west-1",TableName="tab",partition="7"})";
  EXPECT_THAT(page, HasSubstr("\nstator_partition_ConsumedWriteCapacityUnits" + place + " 2.5\n"));
  EXPECT_THAT(page, HasSubstr("\nstator_partition_write_units_left" + place + " 997.5\n"));
  EXPECT_THAT(page, HasSubstr("\nstator_partition_size_bytes" + place + " 60\n"));
  EXPECT_THAT(page, Not(HasSubstr("stator_partition_ReadThrottleEvents")));
}

TEST(MetricsPage, EscapesWhatCallersNameThemselves) {
  const std::string page = MetricsPage(OneTable("a\"b\\c\nd"), {});
  EXPECT_THAT(page, HasSubstr(R"(account="a\"b\\c\nd")"));
}

TEST(MetricsPage, IsRoutedLikeTheServersOwnRoutes) {
  class Nobody final : public RequestHandler {
   public:
    api::CallReply Handle(const api::CallContext&, std::string_view, std::string_view) override {
      return {};
    }
    bool MayBlock(std::string_view) const override { return false; }
  } nobody;
  HttpRequest request;
  request.has_host = true;
  request.method = HttpMethod::kGet;
  for (const auto& [target, is_admin] :
       {std::pair{"/metrics", true}, {"/metrics?limit=3", true}, {"/metrics/", false}}) {
    request.target = target;
    api::CallContext context;
    EXPECT_EQ(RouteRequest(request, nobody, &context).to_admin, is_admin) << target;
  }
}

}  // namespace
}  // namespace stator::server
