// An engine with the table of AWS's example, and users who may do what a policy says.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/engine.h"
#include "api/iam/policy.h"
#include "api/iam/principal.h"

namespace stator::api {

inline constexpr std::string_view kAccount = "123456789012";
inline constexpr std::string_view kOtherAccount = "210987654321";
inline constexpr std::string_view kScores = "arn:aws:dynamodb:us-east-1:123456789012:table/Scores";

class AccessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    CreateScores("Scores", Owner());
  }

  // What the account's owner does is not decided on.
  static CallContext Owner() { return {.account = std::string(kAccount)}; }

  // Key: user and game. Global indexes "by-game" (ALL), "by-level" (keys only, of level and zone),
  // "by-place" (keys only, of level, zone, town and street), local index "by-score" (INCLUDE wins).
  void CreateScores(const std::string& name, const CallContext& caller) {
    const CallReply reply = engine_->Call(caller, "CreateTable", R"({"TableName":")" + name + R"(",
        "AttributeDefinitions":[{"AttributeName":"user","AttributeType":"S"},
                                {"AttributeName":"game","AttributeType":"S"},
                                {"AttributeName":"level","AttributeType":"N"},
                                {"AttributeName":"zone","AttributeType":"B"},
                                {"AttributeName":"town","AttributeType":"S"},
                                {"AttributeName":"street","AttributeType":"N"},
                                {"AttributeName":"score","AttributeType":"N"}],
        "KeySchema":[{"AttributeName":"user","KeyType":"HASH"},
                     {"AttributeName":"game","KeyType":"RANGE"}],
        "GlobalSecondaryIndexes":[
            {"IndexName":"by-game","KeySchema":[{"AttributeName":"game","KeyType":"HASH"}],
             "Projection":{"ProjectionType":"ALL"}},
            {"IndexName":"by-level",
             "KeySchema":[{"AttributeName":"level","KeyType":"HASH"},
                          {"AttributeName":"zone","KeyType":"HASH"}],
             "Projection":{"ProjectionType":"KEYS_ONLY"}},
            {"IndexName":"by-place",
             "KeySchema":[{"AttributeName":"level","KeyType":"HASH"},
                          {"AttributeName":"zone","KeyType":"HASH"},
                          {"AttributeName":"town","KeyType":"HASH"},
                          {"AttributeName":"street","KeyType":"HASH"}],
             "Projection":{"ProjectionType":"KEYS_ONLY"}}],
        "LocalSecondaryIndexes":[{"IndexName":"by-score",
             "KeySchema":[{"AttributeName":"user","KeyType":"HASH"},
                          {"AttributeName":"score","KeyType":"RANGE"}],
             "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["wins"]}}],
        "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"},
        "BillingMode":"PAY_PER_REQUEST"})");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
  }

  static std::shared_ptr<const iam::Policy> PolicyOf(const std::string& json) {
    auto policy = iam::Policy::Parse(json, iam::PolicyUse::kIdentity, "test");
    EXPECT_TRUE(policy.ok()) << policy.status().message() << "\n" << json;
    return policy.ok() ? *policy : nullptr;
  }
  static CallContext UserWith(const std::vector<std::string>& policies,
                              std::string_view name = "ann", std::string_view account = kAccount) {
    auto user = std::make_shared<iam::Principal>(iam::UserPrincipal(account, name));
    for (const std::string& json : policies) user->identity_policies.push_back(PolicyOf(json));
    return {.principal = std::move(user)};
  }
  // `rest`: what a statement has besides Effect, Action and Resource, with a comma before it.
  static std::string Statement(std::string_view effect, std::string_view actions,
                               std::string_view rest = "", std::string_view resource = "*") {
    return std::string(R"({"Effect":")")
        .append(effect)
        .append(R"(","Action":)")
        .append(actions)
        .append(R"(,"Resource":")")
        .append(resource)
        .append("\"")
        .append(rest)
        .append("}");
  }
  static std::string Policy(const std::vector<std::string>& statements) {
    std::string json = R"({"Version":"2012-10-17","Statement":[)";
    for (size_t i = 0; i < statements.size(); ++i) json += (i == 0 ? "" : ",") + statements[i];
    return json + "]}";
  }
  static CallContext UserWhoMay(std::string_view actions, std::string_view rest = "",
                                std::string_view resource = "*") {
    return UserWith({Policy({Statement("Allow", actions, rest, resource)})});
  }
  static CallContext OperatorWhoMay(std::string_view actions) {
    CallContext caller = UserWhoMay(actions);
    auto user = std::make_shared<iam::Principal>(*caller.principal);
    user->operates_engine = true;
    caller.principal = std::move(user);
    return caller;
  }
  // Who may do anything with items of partition key `own`.
  static CallContext TenantOf(const std::string& own) {
    return UserWhoMay(R"("dynamodb:*")",
                      R"(,"Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":[")" +
                          own + R"("]}})");
  }

  static Item KeyOf(const std::string& user, const std::string& game = "chess") {
    return {{"user", user}, {"game", game}};
  }
  void Put(const std::string& user, const std::string& table = "Scores") {
    const auto reply = engine_->PutItem({.table_name = table,
                                         .item = {{"user", user},
                                                  {"game", "chess"},
                                                  {"level", 7},
                                                  {"score", 12},
                                                  {"wins", 3},
                                                  {"secret", "hidden"}}},
                                        Owner());
    ASSERT_TRUE(reply.ok()) << reply.status().message();
  }

  // Whether a call is let through: what the handler says of it afterwards is another matter.
  bool Allows(const CallContext& caller, std::string_view operation, const std::string& body) {
    const CallReply reply = engine_->Call(caller, operation, body);
    const bool denied = reply.body.find("AccessDeniedException") != std::string::npos;
    if (reply.http_status != 200 && !denied) last_error_ = reply.body;
    return !denied;
  }
  std::string last_error_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace stator::api
