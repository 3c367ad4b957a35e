// Who attaches a policy must be able to change it again, or say that he knows that he will not be.
#include "api/iam/principal.h"
#include "tests/unit/api_policies/policies_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

class KeepAccessTest : public PoliciesTest {
 protected:
  static std::shared_ptr<const iam::Principal> Ann() {
    auto ann = std::make_shared<iam::Principal>(iam::UserPrincipal("123456789012", "ann"));
    auto policy = iam::Policy::Parse(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
        "Action":"dynamodb:*","Resource":"*"}]})",
                                     iam::PolicyUse::kIdentity, "all");
    EXPECT_TRUE(policy.ok()) << policy.status().message();
    ann->identity_policies.push_back(*policy);
    return ann;
  }
  static std::shared_ptr<const iam::Principal> Root() {
    return std::make_shared<iam::Principal>(iam::AccountPrincipal("123456789012"));
  }
  static std::string Denying(const std::string& principal, const std::string& action) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":)" + principal +
           R"(,"Action":")" + action + R"(","Resource":"*"}]})";
  }
  Result<PutResourcePolicyResponse> PutAs(const std::shared_ptr<const iam::Principal>& who,
                                          const std::string& policy, bool confirmed = false,
                                          const std::string& arn = kTableArn) {
    PutResourcePolicyRequest request{arn, policy, {}, confirmed};
    // The namespace of those who name no account is another one than that of 123456789012.
    return engine_->PutResourcePolicy(request, {.account = "123456789012", .principal = who});
  }
  void SetUp() override {
    Open({.in_memory = true, .shared_space = true});
    Create("tab");
  }
};

TEST_F(KeepAccessTest, NobodyLocksHimselfOutUnawares) {
  for (const std::string principal :
       {R"("*")", R"({"AWS":"*"})", R"({"AWS":"arn:aws:iam::123456789012:user/ann"})",
        R"({"AWS":"123456789012"})"}) {
    for (const std::string action : {"dynamodb:*", "*", "dynamodb:Put*Policy"}) {
      const auto put = PutAs(Ann(), Denying(principal, action));
      EXPECT_EQ(put.status().code(), Code::kValidation) << principal << " " << action;
      EXPECT_THAT(put.status().message(), HasSubstr("ConfirmRemoveSelfResourceAccess"));
    }
  }
  EXPECT_EQ(Get(kTableArn), NotFound(kTableArn)) << "nothing was attached";
  EXPECT_EQ(PutAs(Root(), Denying(R"("*")", "dynamodb:*")).status().code(), Code::kValidation);
}

TEST_F(KeepAccessTest, UnlessHeSaysSo) {
  const auto put = PutAs(Ann(), Denying(R"("*")", "dynamodb:*"), true);
  EXPECT_TRUE(put.ok()) << put.status().message();
}

TEST_F(KeepAccessTest, AlsoInJson) {
  const auto put = [&](const std::string& more) {
    const std::string body = R"({"ResourceArn":")" + std::string(kTableArn) + R"(","Policy":)" +
                             Quoted(Denying(R"("*")", "dynamodb:*")) + more + "}";
    return engine_->Call({.account = "123456789012", .principal = Ann()}, "PutResourcePolicy", body)
        .body;
  };
  constexpr char kMember[] = R"(,"ConfirmRemoveSelfResourceAccess":)";
  EXPECT_THAT(put(""), HasSubstr("ValidationException"));
  EXPECT_THAT(put(std::string(kMember) + "false"), HasSubstr("ValidationException"));
  EXPECT_THAT(put(std::string(kMember) + "true"), HasSubstr("RevisionId"));
}

TEST_F(KeepAccessTest, OthersMayBeDeniedEverything) {
  for (const std::string& policy :
       {Denying(R"({"AWS":"arn:aws:iam::123456789012:user/bob"})", "dynamodb:*"),
        Denying(R"("*")", "dynamodb:PutItem"), Policy("dynamodb:GetItem")}) {
    const auto put = PutAs(Ann(), policy);
    EXPECT_TRUE(put.ok()) << put.status().message();
  }
}

TEST_F(KeepAccessTest, WithoutAPrincipalNothingIsDecided) {
  const auto put = PutAs(nullptr, Denying(R"("*")", "dynamodb:*"));
  EXPECT_TRUE(put.ok()) << put.status().message();
}

TEST_F(KeepAccessTest, OfStreamsToo) {
  const std::string stream = CreateWithStream("streamed");
  EXPECT_EQ(PutAs(Ann(), Denying(R"("*")", "*"), false, stream).status().code(), Code::kValidation);
  EXPECT_TRUE(PutAs(Ann(), Denying(R"("*")", "*"), true, stream).ok());
}

}  // namespace
}  // namespace stator::api
