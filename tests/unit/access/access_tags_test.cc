// Tags as condition keys. Keys are without case and tags of tables with it, so that tags which
// differ only in case are one key: none of them hides another.
#include "tests/unit/access/access_fixture.h"

namespace stator::api {
namespace {

class AccessTagsTest : public AccessTest {
 protected:
  static std::string When(const std::string& lines) { return R"(,"Condition":{)" + lines + "}"; }
  // Of a user who may do anything, but for this.
  static CallContext AllBut(const std::string& actions, const std::string& lines) {
    return UserWith(
        {Policy({Statement("Allow", R"("*")"), Statement("Deny", actions, When(lines))})});
  }
  static CallContext OnlyWhen(const std::string& actions, const std::string& lines) {
    return UserWhoMay(actions, When(lines));
  }
  bool Tags(const CallContext& caller, const std::vector<Tag>& tags) {
    return engine_->TagResource({std::string(kScores), tags}, caller).ok();
  }
  bool Scans(const CallContext& caller) {
    return Allows(caller, "Scan", R"({"TableName":"Scores"})");
  }
};

// Who may not read what is tagged as secret, and may not touch that tag, adds one beside it.
TEST_F(AccessTagsTest, ATagOfAnotherCaseDoesNotSwitchADenyOff) {
  ASSERT_TRUE(Tags(Owner(), {{"Secret", "yes"}}));
  const std::string secret = R"("StringEquals":{"aws:ResourceTag/Secret":"yes"})";
  const CallContext ann = UserWith(
      {Policy({Statement("Allow", R"("*")"), Statement("Deny", R"("dynamodb:Scan")", When(secret)),
               Statement("Deny", R"(["dynamodb:TagResource","dynamodb:UntagResource"])",
                         When(R"("ForAnyValue:StringEquals":{"aws:TagKeys":["Secret"]})"))})});
  EXPECT_FALSE(Scans(ann));
  EXPECT_FALSE(Tags(ann, {{"Secret", "no"}}));
  // Whichever of the two comes first.
  ASSERT_TRUE(Tags(ann, {{"secret", "no"}, {"SECRET", "no"}}));
  EXPECT_FALSE(Scans(ann));
}

TEST_F(AccessTagsTest, ATagOfAnotherCaseMeetsNoAllow) {
  const CallContext ann =
      OnlyWhen(R"("dynamodb:Scan")", R"("StringEquals":{"aws:ResourceTag/team":"red"})");
  EXPECT_FALSE(Scans(ann));
  ASSERT_TRUE(Tags(Owner(), {{"Team", "blue"}}));
  EXPECT_FALSE(Scans(ann));
  ASSERT_TRUE(Tags(Owner(), {{"team", "red"}}));
  EXPECT_FALSE(Scans(ann));
  // With one value there is no doubt, however often it stands there.
  ASSERT_TRUE(Tags(Owner(), {{"Team", "red"}}));
  EXPECT_TRUE(Scans(ann));
}

// Who may only tag as his own brings somebody's tag along.
TEST_F(AccessTagsTest, TagsOfARequestDoNotHideOneAnother) {
  const CallContext ann =
      OnlyWhen(R"("dynamodb:TagResource")", R"("StringEquals":{"aws:RequestTag/Owner":"ann"})");
  EXPECT_TRUE(Tags(ann, {{"Owner", "ann"}}));
  EXPECT_FALSE(Tags(ann, {{"Owner", "bob"}}));
  EXPECT_FALSE(Tags(ann, {{"Owner", "bob"}, {"owner", "ann"}}));
  EXPECT_FALSE(Tags(ann, {{"owner", "ann"}, {"Owner", "bob"}}));
  const CallContext eve =
      AllBut(R"("dynamodb:TagResource")", R"("StringEquals":{"aws:RequestTag/Owner":"ann"})");
  EXPECT_TRUE(Tags(eve, {{"Owner", "eve"}}));
  EXPECT_FALSE(Tags(eve, {{"Owner", "ann"}, {"owner", "eve"}}));
  EXPECT_FALSE(Tags(eve, {{"owner", "eve"}, {"Owner", "ann"}}));
}

TEST_F(AccessTagsTest, TagKeysHoldEachCase) {
  const CallContext ann = OnlyWhen(R"("dynamodb:TagResource")",
                                   R"("ForAllValues:StringEquals":{"aws:TagKeys":["team"]})");
  EXPECT_TRUE(Tags(ann, {{"team", "red"}}));
  EXPECT_FALSE(Tags(ann, {{"team", "red"}, {"Team", "red"}}));
  EXPECT_FALSE(Tags(ann, {{"Team", "red"}, {"team", "red"}}));
}

// Tags are looked for only where a policy mentions them: in any of a caller's, in the resource's,
// and in variables.
TEST_F(AccessTagsTest, CountWhereverTheyAreMentioned) {
  ASSERT_TRUE(Tags(Owner(), {{"team", "red"}}));
  const std::string red = When(R"("StringEquals":{"aws:ResourceTag/team":"red"})");
  const auto limited = [&](auto set) {
    auto user = std::make_shared<iam::Principal>(iam::UserPrincipal(kAccount, "ann"));
    user->identity_policies = {PolicyOf(Policy({Statement("Allow", R"("*")")}))};
    set(user.get(), PolicyOf(Policy({Statement("Allow", R"("*")"),
                                     Statement("Deny", R"("dynamodb:Scan")", red)})));
    return CallContext{.principal = std::move(user)};
  };
  const CallContext bounded =
      limited([](iam::Principal* user, auto policy) { user->boundary = policy; });
  const CallContext in_session =
      limited([](iam::Principal* user, auto policy) { user->session_policies = {policy}; });
  EXPECT_FALSE(Scans(bounded));
  EXPECT_FALSE(Scans(in_session));
  EXPECT_TRUE(Scans(
      UserWhoMay(R"("*")", "", "arn:aws:dynamodb:*:*:table/S${aws:ResourceTag/none, 'cores'}")));
  const CallContext of_team = UserWhoMay(
      R"("*")", When(R"("StringEquals":{"aws:PrincipalAccount":"${aws:ResourceTag/account}"})"));
  EXPECT_FALSE(Scans(of_team));
  ASSERT_TRUE(Tags(Owner(), {{"account", std::string(kAccount)}}));
  EXPECT_TRUE(Scans(of_team));

  const CallContext plain = UserWhoMay(R"("*")");
  EXPECT_TRUE(Scans(plain));
  const CallReply put =
      engine_->Call(Owner(), "PutResourcePolicy",
                    R"({"ResourceArn":")" + std::string(kScores) +
                        R"(","Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":)"
                        R"(\"Deny\",\"Principal\":\"*\",\"Action\":\"dynamodb:Scan\",)"
                        R"(\"Resource\":\"*\",\"Condition\":{\"StringEquals\":)"
                        R"({\"aws:ResourceTag/TEAM\":\"red\"}}}]}"})");
  ASSERT_EQ(put.http_status, 200) << put.body;
  EXPECT_FALSE(Scans(plain));
}

// A policy about tags by which its author would lock himself out is known for one, although no
// policy that is attached yet mentions tags.
TEST_F(AccessTagsTest, APolicyAboutTagsDoesNotLockItsAuthorOutUnawares) {
  ASSERT_TRUE(Tags(Owner(), {{"team", "red"}}));
  const auto put = [&](const std::string& team) {
    const CallReply reply =
        engine_->Call(UserWhoMay(R"("*")"), "PutResourcePolicy",
                      R"({"ResourceArn":")" + std::string(kScores) +
                          R"(","Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":)"
                          R"(\"Deny\",\"Principal\":\"*\",\"Action\":\"dynamodb:*\",)"
                          R"(\"Resource\":\"*\",\"Condition\":{\"StringEquals\":)"
                          R"({\"aws:ResourceTag/team\":\")" +
                          team + R"(\"}}}]}"})");
    return reply.body;
  };
  EXPECT_THAT(put("red"), ::testing::HasSubstr("ConfirmRemoveSelfResourceAccess"));
  EXPECT_THAT(put("blue"), ::testing::HasSubstr("RevisionId"));
}

}  // namespace
}  // namespace stator::api
