#include "server/admin_router.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "server/engine_handler.h"
#include "server/router.h"

namespace stator::server {
namespace {

class AdminRouterTest : public testing::Test {
 protected:
  using Request = AdminRouter::Request;
  AdminRouterTest() {
    router_.Add(HttpMethod::kGet, "/_stator/a", "stator:ReadA", [](const Request& request) {
      return HttpReply{.body = "get " + std::string(request.query)};
    });
    router_.Add(HttpMethod::kPost, "/_stator/a", "stator:SetA", [](const Request& request) {
      return HttpReply{.body = "post " + std::string(request.body)};
    });
    router_.Add(HttpMethod::kPost, "/_stator/b", "stator:SetB",
                [](const Request&) { return HttpReply{}; });
  }
  HttpReply Ask(HttpMethod method, std::string_view path, bool may_administer = true) const {
    HttpRequest request;
    request.method = method;
    request.target = std::string(path) + "?table=votes";
    request.body = "x";
    return router_.Answer(request, path, may_administer);
  }
  AdminRouter router_;
};

TEST_F(AdminRouterTest, ChoosesByPathAndMethod) {
  EXPECT_EQ(Ask(HttpMethod::kGet, "/_stator/a").body, "get table=votes");
  EXPECT_EQ(Ask(HttpMethod::kHead, "/_stator/a").body, "get table=votes");
  EXPECT_EQ(Ask(HttpMethod::kPost, "/_stator/a").body, "post x");
  EXPECT_EQ(Ask(HttpMethod::kPost, "/_stator/b").status, 200);
}

TEST_F(AdminRouterTest, TellsOtherPathsAndMethodsApart) {
  EXPECT_EQ(Ask(HttpMethod::kGet, "/_stator/b").status, 405);
  EXPECT_EQ(Ask(HttpMethod::kOther, "/_stator/a").status, 405);
  EXPECT_EQ(Ask(HttpMethod::kGet, "/_stator/c").status, 404);
  EXPECT_EQ(Ask(HttpMethod::kGet, "/_stator/a/").status, 404);
}

TEST_F(AdminRouterTest, RefusesOtherMachinesWhateverTheyAsk) {
  for (const char* path : {"/_stator/a", "/_stator/c"}) {
    const HttpReply reply = Ask(HttpMethod::kGet, path, /*may_administer=*/false);
    EXPECT_EQ(reply.status, 403);
    EXPECT_NE(reply.body.find("-admin-remote"), std::string::npos);
  }
}

TEST_F(AdminRouterTest, RefusesWebPages) {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.origin = "http://localhost:8000";
  EXPECT_EQ(router_.Answer(request, "/_stator/a", true).status, 403);
}

TEST_F(AdminRouterTest, NoReplyCarriesCorsHeaders) {
  EXPECT_FALSE(Ask(HttpMethod::kGet, "/_stator/a").cors);
  EXPECT_FALSE(Ask(HttpMethod::kGet, "/_stator/c").cors);
  EXPECT_FALSE(Ask(HttpMethod::kGet, "/_stator/a", false).cors);
}

TEST_F(AdminRouterTest, AsksWhetherTheActionIsPermitted) {
  std::vector<std::string> asked;
  const auto permit = [&asked](std::string_view action) {
    asked.emplace_back(action);
    return action == "stator:ReadA" ? OkStatus() : Status(Code::kAccessDenied, "not you");
  };
  const auto ask = [&](HttpMethod method, std::string_view path, bool may_administer) {
    HttpRequest request;
    request.method = method;
    request.target = std::string(path);
    return router_.Answer(request, path, may_administer, permit);
  };
  EXPECT_EQ(ask(HttpMethod::kGet, "/_stator/a", true).status, 200);
  EXPECT_EQ(ask(HttpMethod::kHead, "/_stator/a", true).status, 200);
  const HttpReply denied = ask(HttpMethod::kPost, "/_stator/a", true);
  EXPECT_EQ(denied.status, 403);
  EXPECT_EQ(denied.body,
            R"({"__type":"com.amazon.coral.service#AccessDeniedException","message":"not you"})");
  EXPECT_FALSE(denied.cors);
  EXPECT_EQ(asked, (std::vector<std::string>{"stator:ReadA", "stator:ReadA", "stator:SetA"}));
  EXPECT_EQ(ask(HttpMethod::kGet, "/_stator/a", false).status, 403) << "still of this machine only";
}

TEST(AdminRouting, PathsBelowThePrefixAreTheServersOwn) {
  const auto route = [](std::string target, HttpMethod method) {
    HttpRequest request;
    request.method = method;
    request.target = std::move(target);
    request.has_host = true;
    api::CallContext context;
    const Routed routed = RouteRequest(request, EngineHandler(nullptr, false), &context);
    return routed.to_admin ? std::string(routed.operation) : "no";
  };
  EXPECT_EQ(route("/_stator/clock", HttpMethod::kGet), "/_stator/clock");
  EXPECT_EQ(route("/_stator/clock?x=1", HttpMethod::kPost), "/_stator/clock");
  EXPECT_EQ(route("/_stator/", HttpMethod::kOptions), "/_stator/");
  EXPECT_EQ(route("/_stator", HttpMethod::kGet), "no");
  EXPECT_EQ(route("/", HttpMethod::kPost), "no");
}

}  // namespace
}  // namespace stator::server
