#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/iam/principal.h"

namespace stator::api::iam {
namespace {

Principal Session() {
  Principal session = RolePrincipal("111122223333", "player", "AROAEXAMPLE", "phone");
  session.tags = {{"team", "red"}, {"user", "1"}};
  session.token_keys = {{"graph.facebook.com:id", {"ann"}}, {"graph.facebook.com:amr", {"a", "b"}}};
  return session;
}

std::shared_ptr<const Policy> SessionPolicy(const std::string& name) {
  const auto policy = Policy::Parse(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
      PolicyUse::kIdentity, name);
  EXPECT_TRUE(policy.ok());
  return policy.ok() ? *policy : nullptr;
}

TEST(StableIdentity, OfAUserIsHisArn) {
  Principal user = UserPrincipal("111122223333", "ann");
  user.tags = {{"team", "red"}};
  EXPECT_EQ(StableIdentity(user), "arn:aws:iam::111122223333:user/ann");
  EXPECT_EQ(StableIdentity(AccountPrincipal("111122223333")), "arn:aws:iam::111122223333:root");
}

TEST(StableIdentity, OfASessionOutlivesItsRenewal) {
  Principal renewed = Session();
  renewed.token_issued_seconds = 1'000;
  std::swap(renewed.tags[0], renewed.tags[1]);
  std::swap(renewed.token_keys[0], renewed.token_keys[1]);
  EXPECT_EQ(StableIdentity(renewed), StableIdentity(Session()));
}

TEST(StableIdentity, SessionsOfOneNameAreToldApart) {
  std::vector<Principal> others(12, Session());
  others[0].tags[1].second = "2";
  others[1].tags.pop_back();
  others[2].tags.clear();
  others[3].token_keys[0].second = {"bob"};
  others[4].token_keys[1].second = {"b", "a"};
  others[5].token_keys[1].second = {"a"};
  others[6].token_keys.clear();
  others[7].tags = {{"team", "red4:user1:1"}};
  others[8].arn += "2";
  others[9].session_policies = {SessionPolicy("of tenant 1")};
  others[10].session_policies = {SessionPolicy("of tenant 2")};
  // Names that read as what a token brought.
  others[11].token_keys.erase(others[11].token_keys.begin());
  others[11].session_policies = {SessionPolicy("graph.facebook.com:id"), SessionPolicy("1"),
                                 SessionPolicy("ann")};
  for (size_t i = 0; i < others.size(); ++i) {
    EXPECT_NE(StableIdentity(others[i]), StableIdentity(Session())) << i;
    for (size_t j = 0; j < i; ++j) {
      EXPECT_NE(StableIdentity(others[i]), StableIdentity(others[j])) << i << " " << j;
    }
  }
}

}  // namespace
}  // namespace stator::api::iam
