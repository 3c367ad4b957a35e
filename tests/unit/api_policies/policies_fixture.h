// Resource policies through the JSON door of an engine, on a clock that the test moves.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/engine.h"
#include "api/json/json.h"
#include "kv/base/clock.h"

namespace stator::api {

inline constexpr char kTableArn[] = "arn:aws:dynamodb:us-east-1:123456789012:table/tab";

class PoliciesTest : public ::testing::Test {
 protected:
  static constexpr int64_t kSecond = 1'000'000;
  static constexpr int64_t kHour = 3'600 * kSecond;
  static constexpr int64_t kStartMillis = 1'800'000'000'123;
  static constexpr char kFirstRevision[] = "1800000000123";

  void SetUp() override {
    Open({.in_memory = true});
    Create("tab");
  }
  void Open(EngineOptions options) {
    engine_.reset();
    options.clock = &clock_;
    auto engine = Engine::Open(options);
    if (!engine.ok()) std::abort();
    engine_ = std::move(*engine);
  }

  // The reply's body, or "<exception>: <message>".
  std::string Call(std::string_view operation, std::string_view body) {
    const CallReply reply = engine_->Call({}, operation, body);
    if (reply.http_status == 200) return reply.body;
    EXPECT_EQ(reply.http_status, 400) << reply.body;
    const std::string type = At(reply.body, "__type").value_or("");
    const auto message = At(reply.body, "message");
    return type.substr(type.find('#') + 1) + ": " +
           (message ? *message : At(reply.body, "Message").value_or(""));
  }
  // A member of a reply, which is a string; none: it is not there.
  static std::optional<std::string> At(std::string_view body, std::string_view member) {
    json::Document document;
    const auto root = document.Parse(body);
    if (!root.ok() || !root->is(json::Kind::kObject)) return std::nullopt;
    const auto value = root->Find(member);
    if (!value || !value->is(json::Kind::kString)) return std::nullopt;
    return std::string(value->string());
  }
  static std::string Quoted(std::string_view text) {
    std::string quoted;
    json::Writer(&quoted).String(text);
    return quoted;
  }

  // `more`: further members, each after a comma.
  std::string Create(const std::string& name, const std::string& more = "") {
    return Call("CreateTable", R"({"TableName":")" + name + R"(","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}])" +
                                   more + "}");
  }
  std::string CreateWithStream(const std::string& name) {
    const std::string reply = Create(
        name, R"(,"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"})");
    const size_t at = reply.find("/stream/");
    if (at == std::string::npos) return "no stream: " + reply;
    const size_t begin = reply.rfind('"', at) + 1;
    return reply.substr(begin, reply.find('"', at) - begin);
  }

  std::string Put(std::string_view arn, std::string_view policy, const std::string& more = "") {
    return Call("PutResourcePolicy",
                R"({"ResourceArn":)" + Quoted(arn) + R"(,"Policy":)" + Quoted(policy) + more + "}");
  }
  std::string Get(std::string_view arn) {
    return Call("GetResourcePolicy", R"({"ResourceArn":)" + Quoted(arn) + "}");
  }
  std::string Delete(std::string_view arn, const std::string& more = "") {
    return Call("DeleteResourcePolicy", R"({"ResourceArn":)" + Quoted(arn) + more + "}");
  }
  static std::string Revision(std::string_view id) {
    return R"({"RevisionId":")" + std::string(id) + "\"}";
  }
  static std::string Expecting(std::string_view id) {
    return R"(,"ExpectedRevisionId":")" + std::string(id) + '"';
  }
  static std::string NotFound(std::string_view arn) {
    return "PolicyNotFoundException: Resource-based policy not found for the provided "
           "ResourceArn: " +
           std::string(arn);
  }
  static std::string NoResource(std::string_view arn) {
    return "ResourceNotFoundException: Requested resource not found: ResourceArn: " +
           std::string(arn) + " not found";
  }

  ManualClock clock_{kStartMillis * 1'000};
  std::unique_ptr<Engine> engine_;
};

// Allows the action on the resource to user ann of the account.
inline std::string Policy(std::string_view action, std::string_view resource = kTableArn) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
         R"("Principal":{"AWS":"arn:aws:iam::123456789012:user/ann"},"Action":")" +
         std::string(action) + R"(","Resource":")" + std::string(resource) + "\"}]}";
}

}  // namespace stator::api
