#include "server/auth/access_report.h"

#include <gtest/gtest.h>

#include <string>

#include "server/auth/request_surroundings.h"
#include "tests/unit/server_auth/signed_request.h"

namespace stator::server {
namespace {

using api::iam::Decision;
using api::iam::DecisionEvent;
using api::iam::PolicyKind;

constexpr Decision kDenied = {.explicit_deny = true,
                              .kind = PolicyKind::kBoundary,
                              .policy = "limits",
                              .statement = 2,
                              .sid = "NoDeletes"};

TEST(ExplainDecisionTest, NamesPolicyAndStatement) {
  EXPECT_EQ(ExplainDecision({"arn:ann", "dynamodb:DeleteItem", "arn:table", kDenied}),
            R"({"principal":"arn:ann","action":"dynamodb:DeleteItem","resource":"arn:table",)"
            R"("decision":"explicit-deny","policyKind":"boundary","policy":"limits",)"
            R"("statement":2,"sid":"NoDeletes"})");
  EXPECT_EQ(ExplainDecision({"a", "b", "*", Decision{.kind = PolicyKind::kIdentity}}),
            R"({"principal":"a","action":"b","resource":"*","decision":"implicit-deny",)"
            R"("policyKind":"identity"})");
}

TEST(ExplainDecisionTest, IsFitForAHeader) {
  const std::string resource = "\"\\\r\nX: y\x01\xc3\xa9" + std::string(100'000, 'x');
  const std::string json = ExplainDecision({"a", "b", resource, kDenied});
  EXPECT_LT(json.size(), 4096U);
  EXPECT_NE(json.find(R"("resource":"\"\\??X: y???xx)"), std::string::npos) << json.substr(0, 80);
}

class RequestSurroundingsTest : public testing::Test {
 protected:
  ManualClock clock_{0};
  HttpRequest request_;
  api::CallContext context_;
};

TEST_F(RequestSurroundingsTest, TellTheOrigin) {
  RequestSurroundings surroundings(AccessLog::kOff, false, &clock_);
  surroundings.SetPeer("::ffff:10.0.0.1", true);
  AddHeader("User-Agent", "curl/8", &request_);
  AddHeader("Referer", "http://a", &request_);
  surroundings.Describe(request_, &context_);
  ASSERT_NE(context_.origin, nullptr);
  EXPECT_EQ(context_.origin->source_ip, "10.0.0.1");
  EXPECT_TRUE(context_.origin->secure_transport);
  EXPECT_EQ(context_.origin->user_agent, "curl/8");
  EXPECT_EQ(context_.origin->referer, "http://a");
  EXPECT_EQ(context_.decisions, nullptr) << "nobody wants to know";
  request_.Clear();
  surroundings.Describe(request_, &context_);
  EXPECT_EQ(context_.origin->user_agent, "");
  surroundings.SetPeer("fe80::1", false);
  EXPECT_EQ(context_.origin->source_ip, "fe80::1");
}

TEST_F(RequestSurroundingsTest, ForgetWhoSentTheRequestBefore) {
  RequestSurroundings surroundings(AccessLog::kOff, true, &clock_);
  context_.principal = std::make_shared<api::iam::Principal>();
  surroundings.Describe(request_, &context_);
  EXPECT_EQ(context_.principal, nullptr);
}

TEST_F(RequestSurroundingsTest, ExplainTheFirstDenial) {
  RequestSurroundings surroundings(AccessLog::kOff, true, &clock_);
  surroundings.Describe(request_, &context_);
  ASSERT_NE(context_.decisions, nullptr);
  (*context_.decisions)({"a", "first", "*", Decision{.allowed = true}});
  EXPECT_EQ(surroundings.explanation(), "");
  (*context_.decisions)({"a", "second", "*", kDenied});
  (*context_.decisions)({"a", "third", "*", kDenied});
  EXPECT_NE(surroundings.explanation().find("second"), std::string::npos);
  surroundings.Describe(request_, &context_);
  EXPECT_EQ(surroundings.explanation(), "");
}

}  // namespace
}  // namespace stator::server
