// The server's own routes, all of them: which there are, that each is an action of its own, and
// that none is called for whom it is not meant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "server/admin_router.h"
#include "server/clock_routes.h"
#include "server/fault_routes.h"
#include "server/metrics_routes.h"
#include "server/partition_routes.h"

namespace stator::server {
namespace {

using Row = std::tuple<HttpMethod, std::string_view, std::string_view>;

class AdminRoutesTest : public testing::Test {
 protected:
  // Without an engine: a handler that was called would crash.
  AdminRoutesTest() {
    AddClockRoutes({}, &router_);
    AddPartitionRoutes(nullptr, &router_);
    AddFaultRoutes(nullptr, &router_);
    AddMetricsRoute(nullptr, nullptr, &router_);
  }
  HttpReply Ask(const AdminRouter::Route& route, bool may_administer, std::string_view origin,
                const AdminRouter::Permit& permit) const {
    HttpRequest request;
    request.method = route.method;
    request.target = route.path;
    request.origin = origin;
    return router_.Answer(request, route.path, may_administer, permit);
  }
  AdminRouter router_;
};

TEST_F(AdminRoutesTest, AreThese) {
  std::vector<Row> found;
  for (const auto& route : router_.routes()) {
    found.emplace_back(route.method, route.path, route.action);
  }
  const std::vector<Row> expected = {
      {HttpMethod::kGet, "/_stator/clock", "stator:ReadClock"},
      {HttpMethod::kPost, "/_stator/clock", "stator:MoveClock"},
      {HttpMethod::kPost, "/_stator/split", "stator:SplitPartition"},
      {HttpMethod::kPost, "/_stator/capacity", "stator:SetCapacityMode"},
      {HttpMethod::kGet, "/_stator/partitions", "stator:DescribePartitions"},
      {HttpMethod::kGet, "/_stator/insights", "stator:DescribeInsights"},
      {HttpMethod::kPost, "/_stator/faults", "stator:AddFault"},
      {HttpMethod::kGet, "/_stator/faults", "stator:ListFaults"},
      {HttpMethod::kDelete, "/_stator/faults", "stator:DeleteFaults"},
      {HttpMethod::kPost, "/_stator/lag", "stator:SetLag"},
      {HttpMethod::kGet, "/_stator/lag", "stator:DescribeLag"},
      {HttpMethod::kDelete, "/_stator/lag", "stator:ClearLag"},
      {HttpMethod::kGet, "/metrics", "stator:ReadMetrics"}};
  EXPECT_THAT(found, testing::UnorderedElementsAreArray(expected));
}

TEST_F(AdminRoutesTest, AreOfOnePathAndActionEach) {
  std::set<std::pair<HttpMethod, std::string_view>> places;
  std::set<std::string_view> actions;
  for (const auto& route : router_.routes()) {
    EXPECT_TRUE(route.path.starts_with(kAdminPrefix) || route.path == kMetricsPath) << route.path;
    EXPECT_TRUE(route.action.starts_with("stator:")) << route.action;
    EXPECT_TRUE(places.emplace(route.method, route.path).second) << route.path;
    EXPECT_TRUE(actions.insert(route.action).second) << route.action;
  }
}

TEST_F(AdminRoutesTest, AreNotCalledForOthers) {
  for (const auto& route : router_.routes()) {
    std::vector<std::string> asked;
    const auto permit = [&asked](std::string_view action) {
      asked.emplace_back(action);
      return Status(Code::kAccessDenied, "not you");
    };
    const std::string of(route.action);
    const HttpReply elsewhere = Ask(route, /*may_administer=*/false, "", permit);
    EXPECT_EQ(elsewhere.status, 403) << of;
    const HttpReply page = Ask(route, /*may_administer=*/true, "http://a.example", permit);
    EXPECT_EQ(page.status, 403) << of;
    EXPECT_THAT(asked, testing::IsEmpty()) << of;
    const HttpReply denied = Ask(route, /*may_administer=*/true, "", permit);
    EXPECT_EQ(denied.status, 403) << of;
    EXPECT_NE(denied.body.find("not you"), std::string::npos) << of;
    EXPECT_THAT(asked, testing::ElementsAre(of));
  }
}

}  // namespace
}  // namespace stator::server
