// Asking for decisions in few words.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "api/iam/evaluate.h"
#include "api/iam/policy.h"
#include "api/iam/principal.h"

namespace stator::api::iam::testing {

inline constexpr std::string_view kAccount = "123456789012";
inline constexpr std::string_view kOther = "999999999999";
inline constexpr std::string_view kTable = "arn:aws:dynamodb:us-east-1:123456789012:table/Orders";

inline std::shared_ptr<const Policy> Parsed(std::string_view json,
                                            PolicyUse use = PolicyUse::kIdentity,
                                            std::string name = "p") {
  auto policy = Policy::Parse(json, use, std::move(name));
  EXPECT_TRUE(policy.ok()) << policy.status().message() << "\n" << json;
  return policy.ok() ? *policy : nullptr;
}

// A policy of version 2012-10-17 with these statements.
inline std::string Statements(const std::string& statements) {
  return R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}";
}

// A statement about everything with `more` behind Action and Resource.
inline std::string StatementWith(const std::string& effect, const std::string& more) {
  const std::string tail = more.empty() ? "" : ", " + more;
  return R"({"Effect": ")" + effect + R"(", "Action": "*", "Resource": "*")" + tail + "}";
}
inline std::string AllowAll(const std::string& more = "") { return StatementWith("Allow", more); }
inline std::string DenyAll(const std::string& more = "") { return StatementWith("Deny", more); }

// A request of alice's, to be changed as a test likes.
struct Asking {
  Principal principal = UserPrincipal(kAccount, "alice");
  ConditionKeys keys{};
  RequestOrigin origin{};
  std::shared_ptr<const Policy> resource_policy{};
  AccessRequest request{.action = "dynamodb:GetItem",
                        .resource = kTable,
                        .resource_account = kAccount,
                        .region = "us-east-1",
                        .now_seconds = 1'700'000'000};  // 2023-11-14T22:13:20Z

  Decision Ask() {
    request.principal = &principal;
    request.keys = &keys;
    request.origin = &origin;
    request.resource_policy = resource_policy.get();
    return Evaluate(request);
  }
  bool Allowed() { return Ask().allowed; }
  std::string Message() {
    const Decision decision = Ask();
    return DeniedMessage(request, decision);
  }
  void Identity(const std::string& statements) {
    principal.identity_policies = {Parsed(Statements(statements))};
  }
};

}  // namespace stator::api::iam::testing
