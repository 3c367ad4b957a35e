#include "server/auth/identity_store.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/unit/server_identities/sample_identities.h"

namespace stator::server {
namespace {

using testing::Changed;
using testing::kSampleText;
using testing::Sample;

constexpr int64_t kNow = 1'800'000'000;

SessionFacts Facts(int64_t seconds = 3'600, const std::string& holder = "alice") {
  SessionFacts facts;
  facts.account = "000011112222";
  facts.role_name = "app";
  facts.session_name = "web-1";
  facts.holder = {facts.account, holder};
  facts.issued_seconds = kNow;
  facts.expires_seconds = kNow + seconds;
  return facts;
}

class IdentityStoreTest : public ::testing::Test {
 protected:
  std::string Start(SessionFacts facts) {
    auto started = store_.Start(std::move(facts));
    EXPECT_TRUE(started.ok()) << started.status().message();
    return started.ok() ? started->access_key_id : std::string();
  }

  ManualClock clock_{kNow * 1'000'000};
  IdentityStore store_{Sample(), &clock_, {.of_account = 3}};
};

TEST_F(IdentityStoreTest, FindsUsersAndSessions) {
  EXPECT_EQ(store_.Find(testing::kAliceKey)->principal->user_name, "alice");
  const auto started = store_.Start(Facts());
  ASSERT_TRUE(started.ok());
  EXPECT_TRUE(started->access_key_id.starts_with("ASIA"));
  EXPECT_EQ(started->access_key_id.size(), 20U);
  const auto found = store_.Find(started->access_key_id);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found, started->credential);
  EXPECT_EQ(found->secret_key.size(), 40U);
  EXPECT_EQ(found->session_token.size(), 128U);
  EXPECT_EQ(found->expires_seconds, kNow + 3'600);
  const api::iam::Principal& principal = *found->principal;
  EXPECT_EQ(principal.arn, "arn:aws:sts::000011112222:assumed-role/app/web-1");
  EXPECT_EQ(principal.principal_arn, "arn:aws:iam::000011112222:role/app");
  EXPECT_TRUE(principal.user_id.starts_with("AROA"));
  EXPECT_TRUE(principal.user_id.ends_with(":web-1"));
  EXPECT_EQ(principal.token_issued_seconds, kNow);
  EXPECT_EQ(store_.Find("ASIAAAAAAAAAAAAAAAAA"), nullptr);
}

// Whoever remembers what Find answered asks by the version whether it still counts.
TEST_F(IdentityStoreTest, TheVersionChangesWithWhatIsFound) {
  const uint64_t first = store_.version();
  const std::string session = Start(Facts());
  Start(Facts());
  Start(Facts());
  store_.Find(session);
  EXPECT_EQ(store_.version(), first) << "nobody was found who is not there now";
  Start(Facts());
  EXPECT_EQ(store_.Find(session), nullptr);
  const uint64_t without = store_.version();
  EXPECT_NE(without, first) << "a session has made room";
  store_.Replace(Sample());
  EXPECT_NE(store_.version(), without);
}

TEST_F(IdentityStoreTest, SecretsOfSessionsDiffer) {
  const auto first = store_.Start(Facts());
  const auto second = store_.Start(Facts());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(first->access_key_id, second->access_key_id);
  EXPECT_NE(first->credential->secret_key, second->credential->secret_key);
  EXPECT_NE(first->credential->session_token, second->credential->session_token);
}

TEST_F(IdentityStoreTest, ASessionsTagsComeBeforeThoseOfItsRole) {
  SessionFacts facts = Facts();
  facts.tags = {{"Team", "green"}, {"user", "u1"}};
  facts.source_identity = "alice";
  facts.token_keys = {{"graph.facebook.com:id", {"42"}}};
  const auto found = store_.Find(Start(facts));
  EXPECT_EQ(found->principal->tags, (Tags{{"Team", "green"}, {"user", "u1"}, {"stage", "test"}}));
  EXPECT_EQ(found->principal->token_keys,
            (decltype(facts.token_keys){{"graph.facebook.com:id", {"42"}},
                                        {"aws:SourceIdentity", {"alice"}}}));
}

TEST_F(IdentityStoreTest, WhoHasMostSessionsGivesWay) {
  const std::string first = Start(Facts(7'200));
  const std::string second = Start(Facts());
  const std::string third = Start(Facts());
  const std::string of_bob = Start(Facts(3'600, "bob"));
  EXPECT_EQ(store_.Find(first), nullptr) << "the oldest, though not the first to end";
  const std::string fourth = Start(Facts());
  EXPECT_EQ(store_.Find(second), nullptr) << "his own";
  EXPECT_NE(store_.Find(third), nullptr);
  EXPECT_NE(store_.Find(of_bob), nullptr);
  const std::string of_bob_too = Start(Facts(3'600, "bob"));
  EXPECT_EQ(store_.Find(of_bob), nullptr) << "or else he would have more than alice";
  EXPECT_NE(store_.Find(of_bob_too), nullptr);
  EXPECT_NE(store_.Find(third), nullptr);
  EXPECT_NE(store_.Find(fourth), nullptr);
}

TEST_F(IdentityStoreTest, NobodyLosesHisOnlySession) {
  for (const char* holder : {"alice", "bob", "carol"}) Start(Facts(900, holder));
  const auto refused = store_.Start(Facts(3'600, "dave"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.status().code(), Code::kThrottled);
  const std::string renewed = Start(Facts(1'800, "alice"));  // in the place of her own
  clock_.Advance(900 * 1'000'000LL);
  Start(Facts(3'600, "dave"));  // in the place of one that is over
  EXPECT_NE(store_.Find(renewed), nullptr);
}

TEST_F(IdentityStoreTest, OneAccountTakesNothingFromAnother) {
  SessionFacts of_other = Facts(900);
  of_other.holder.account = "333344445555";
  const std::string other = Start(of_other);
  for (int i = 0; i < 10; ++i) Start(Facts(900, "holder " + std::to_string(i % 2)));
  EXPECT_NE(store_.Find(other), nullptr);
  clock_.Advance(1'000 * 1'000'000LL);
  for (int i = 0; i < 10; ++i) Start(Facts());
  EXPECT_NE(store_.Find(other), nullptr) << "it is over, and its holder is told so";
}

TEST_F(IdentityStoreTest, AccountsHaveEqualPartsOfTheServersSessions) {
  IdentityStore store(Sample(), &clock_, {.of_account = 3, .of_server = 5});
  std::vector<std::string> keys;
  for (int i = 0; i < 3; ++i) keys.push_back(store.Start(Facts())->access_key_id);
  EXPECT_EQ(store.Find(keys[0]), nullptr) << "two accounts, two sessions each";
  EXPECT_NE(store.Find(keys[1]), nullptr);
  EXPECT_NE(store.Find(keys[2]), nullptr);
}

TEST_F(IdentityStoreTest, SessionsThatWentWithTheirRoleLeaveRoom) {
  SessionFacts facts = Facts();
  facts.role_name = "second";
  for (int i = 0; i < 3; ++i) Start(facts);
  store_.Replace(Sample(Changed(kSampleText, R"("second": {)", R"("third": {)")));
  const std::string of_bob = Start(Facts(3'600, "bob"));
  Start(Facts(3'600, "bob"));
  Start(Facts());
  EXPECT_NE(store_.Find(of_bob), nullptr);
}

TEST_F(IdentityStoreTest, ASessionThatIsOverIsRememberedForAnHour) {
  const std::string key = Start(Facts(900));
  clock_.Advance(4'499 * 1'000'000LL);
  Start(Facts(9'000));
  ASSERT_NE(store_.Find(key), nullptr) << "whoever signs with it is told that it is over";
  clock_.Advance(1'000'000);
  Start(Facts(9'000));
  EXPECT_EQ(store_.Find(key), nullptr);
}

TEST_F(IdentityStoreTest, AReloadGivesSessionsTheNewPoliciesOfTheirRole) {
  SessionFacts facts = Facts();
  facts.policy_names = {"Reads"};
  const std::string key = Start(facts);
  const auto before = store_.Find(key);
  EXPECT_EQ(before->principal->identity_policies.size(), 1U);
  store_.Replace(Sample(
      Changed(kSampleText, R"("Policies": ["Reads"])", R"("Policies": ["Reads", "Everything"])")));
  const auto after = store_.Find(key);
  ASSERT_NE(after, nullptr);
  EXPECT_EQ(after->principal->identity_policies.size(), 2U);
  EXPECT_EQ(after->principal->session_policies[0], after->principal->identity_policies[0]);
  EXPECT_NE(after->principal->session_policies[0], before->principal->session_policies[0]);
  EXPECT_EQ(after->secret_key, before->secret_key);
  EXPECT_EQ(after->expires_seconds, before->expires_seconds);
  EXPECT_EQ(store_.Find(key), after) << "made once";
}

TEST_F(IdentityStoreTest, AReloadEndsTheSessionsOfARoleThatIsGone) {
  const std::string key = Start(Facts());
  store_.Replace(Sample(Changed(kSampleText, R"("app": {)", R"("other": {)")));
  EXPECT_EQ(store_.Find(key), nullptr);
  EXPECT_EQ(store_.FindSession(key), nullptr);
  store_.Replace(Sample());
  EXPECT_EQ(store_.Find(key), nullptr) << "it does not come back with a role of the same name";
  EXPECT_FALSE([this] {
    SessionFacts facts = Facts();
    facts.role_name = "nobody";
    return store_.Start(facts).ok();
  }());
}

TEST_F(IdentityStoreTest, AReloadEndsTheSessionsOfAPolicyThatIsGone) {
  SessionFacts facts = Facts();
  facts.policy_names = {"Reads"};
  const std::string limited = Start(facts);
  const std::string unlimited = Start(Facts());
  std::string text = Changed(kSampleText, R"("Reads": {)", R"("Looks": {)");
  store_.Replace(Sample(Changed(text, R"(["Reads"])", R"(["Looks"])")));
  EXPECT_EQ(store_.Find(limited), nullptr) << "without it, it would be allowed more";
  EXPECT_NE(store_.Find(unlimited), nullptr);
}

TEST_F(IdentityStoreTest, AReloadTakesKeysAway) {
  store_.Replace(Sample(Changed(kSampleText, "AKIAALICEALICEALICE1", "AKIAALICEALICEALICE2")));
  EXPECT_EQ(store_.Find(testing::kAliceKey), nullptr);
  EXPECT_NE(store_.Find("AKIAALICEALICEALICE2"), nullptr);
}

}  // namespace
}  // namespace stator::server
