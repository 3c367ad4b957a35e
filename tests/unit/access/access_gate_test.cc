// That every operation is decided on, by whichever door it comes, and before anything else.
#include "api/ops/access_facts.h"
#include "api/types/admin_actions.h"
#include "tests/unit/access/access_fixture.h"

namespace stator::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using AccessGateTest = AccessTest;

// Without a function of its own a kind of request does not get through the gate at all.
template <typename Request>
concept SaysWhatItTouches = requires(const OpContext& context, const Request& request) {
  AccessOf(context, request);
};
struct UnknownRequest {
  std::string table_name;
};
static_assert(SaysWhatItTouches<QueryRequest>);
static_assert(!SaysWhatItTouches<ReadPageRequest>);
static_assert(!SaysWhatItTouches<UnknownRequest>);

TEST_F(AccessGateTest, DecidesNothingWithoutPrincipal) {
  Put("ann");
  EXPECT_TRUE(engine_->GetItem({.table_name = "Scores", .key = KeyOf("ann")}, Owner()).ok());
}

TEST_F(AccessGateTest, RefusesWhoHasNoPolicies) {
  const auto reply = engine_->GetItem({.table_name = "Scores", .key = KeyOf("ann")}, UserWith({}));
  ASSERT_EQ(reply.status().code(), Code::kAccessDenied);
  EXPECT_THAT(reply.status().message(), HasSubstr("arn:aws:iam::123456789012:user/ann"));
  EXPECT_THAT(reply.status().message(), HasSubstr("dynamodb:GetItem"));
  EXPECT_THAT(reply.status().message(), HasSubstr(std::string(kScores)));
}

TEST_F(AccessGateTest, LetsThroughWhoMay) {
  Put("ann");
  const CallContext ann = UserWhoMay(R"("dynamodb:GetItem")", "", kScores);
  const auto reply = engine_->GetItem({.table_name = "Scores", .key = KeyOf("ann")}, ann);
  ASSERT_TRUE(reply.ok()) << reply.status().message();
  EXPECT_TRUE(reply->item.has_value());
  EXPECT_EQ(engine_->DeleteItem({.table_name = "Scores", .key = KeyOf("ann")}, ann).status().code(),
            Code::kAccessDenied);
}

TEST_F(AccessGateTest, AccountIsThatOfThePrincipal) {
  Put("ann");
  CallContext ann = UserWhoMay(R"("dynamodb:*")");
  ann.account = kOtherAccount;
  EXPECT_TRUE(engine_->GetItem({.table_name = "Scores", .key = KeyOf("ann")}, ann)->item);
}

TEST_F(AccessGateTest, TellsTheListenerOfEachDecision) {
  std::vector<std::string> heard;
  const iam::DecisionListener listener = [&](const iam::DecisionEvent& event) {
    heard.push_back(std::string(event.action) + " " + std::string(event.resource) +
                    (event.decision.allowed ? " allowed" : " denied"));
  };
  CallContext ann = UserWhoMay(R"("dynamodb:GetItem")");
  ann.decisions = &listener;
  EXPECT_TRUE(engine_->GetItem({.table_name = "Scores", .key = KeyOf("ann")}, ann).ok());
  EXPECT_FALSE(engine_->DeleteItem({.table_name = "Scores", .key = KeyOf("ann")}, ann).ok());
  EXPECT_THAT(heard, ElementsAre("dynamodb:GetItem " + std::string(kScores) + " allowed",
                                 "dynamodb:DeleteItem " + std::string(kScores) + " denied"));
}

TEST_F(AccessGateTest, AuthorizeAsksForWhatIsNoOperation) {
  EXPECT_TRUE(engine_->Authorize(Owner(), admin_actions::kReadMetrics, "*").ok());
  EXPECT_EQ(engine_->Authorize(UserWith({}), admin_actions::kReadMetrics, "*").code(),
            Code::kAccessDenied);
  const CallContext ann = OperatorWhoMay(R"("stator:ReadMetrics")");
  EXPECT_TRUE(engine_->Authorize(ann, admin_actions::kReadMetrics, "*").ok());
  EXPECT_FALSE(engine_->Authorize(ann, admin_actions::kMoveClock, "*").ok());
}

TEST_F(AccessGateTest, AdminCallsAreActionsOfTheirOwn) {
  const CallContext ann = OperatorWhoMay(R"("stator:ListFaults")");
  EXPECT_TRUE(engine_->ListFaults({}, ann).ok());
  EXPECT_EQ(engine_->AddFault({}, ann).status().code(), Code::kAccessDenied);
  EXPECT_EQ(engine_->SetLag({}, ann).status().code(), Code::kAccessDenied);
  EXPECT_EQ(engine_->DescribePartitions({.table_name = "Scores"}, ann).status().code(),
            Code::kAccessDenied);
  EXPECT_EQ(engine_->Administer(AdminCall::kListFaults, "{}", ann).http_status, 200);
  for (int call = 0; call <= static_cast<int>(AdminCall::kClearLag); ++call) {
    const CallReply reply = engine_->Administer(static_cast<AdminCall>(call), "{}", UserWith({}));
    EXPECT_THAT(reply.body, HasSubstr("AccessDeniedException")) << call;
  }
}

// An operator's calls reach into all accounts: one of them tells the most used keys of any table.
// So neither a policy that allows everything, nor being the root user of an account, makes an
// operator.
TEST_F(AccessGateTest, NobodyOperatesTheEngineByHisOwnPolicies) {
  const CallContext stranger =
      UserWith({Policy({Statement("Allow", R"("*")")})}, "eve", kOtherAccount);
  const CallContext root = {
      .principal = std::make_shared<iam::Principal>(iam::AccountPrincipal(kOtherAccount))};
  for (const CallContext& caller : {stranger, root, UserWhoMay(R"("stator:*")")}) {
    for (int call = 0; call <= static_cast<int>(AdminCall::kClearLag); ++call) {
      const CallReply reply = engine_->Administer(static_cast<AdminCall>(call), "{}", caller);
      EXPECT_THAT(reply.body, HasSubstr("AccessDeniedException")) << call;
    }
    EXPECT_EQ(engine_->DescribeInsights({.table_name = "Scores"}, caller).status().code(),
              Code::kAccessDenied);
    EXPECT_EQ(engine_->Authorize(caller, admin_actions::kMoveClock, "*").code(),
              Code::kAccessDenied);
  }
}

TEST_F(AccessGateTest, FaultsComeAfterTheDecision) {
  FaultRule rule;
  rule.fault = FaultKind::kThrottle;
  ASSERT_TRUE(engine_->AddFault(rule).ok());
  EXPECT_EQ(
      engine_->GetItem({.table_name = "Scores", .key = KeyOf("ann")}, UserWith({})).status().code(),
      Code::kAccessDenied);
}

TEST_F(AccessGateTest, TablesThatAreNotThereAreDecidedOnFirst) {
  const GetItemRequest request{.table_name = "NoSuchTable", .key = KeyOf("ann")};
  EXPECT_EQ(engine_->GetItem(request, UserWith({})).status().code(), Code::kAccessDenied);
  EXPECT_EQ(engine_->GetItem(request, UserWhoMay(R"("dynamodb:*")", "", kScores)).status().code(),
            Code::kAccessDenied);
  EXPECT_EQ(engine_->GetItem(request, UserWhoMay(R"("dynamodb:*")")).status().code(),
            Code::kNotFound);
}

}  // namespace
}  // namespace stator::api
