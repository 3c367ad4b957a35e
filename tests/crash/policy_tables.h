// What the crash test of resource policies and its writer agree on.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "api/engine.h"

namespace stator::testing {

inline constexpr char kPolicyTable[] = "policies";
inline constexpr char kPolicyTableArn[] = "arn:aws:dynamodb:us-east-1:123456789012:table/policies";
inline constexpr char kShortLivedTable[] = "short-lived";
inline constexpr char kShortLivedTableArn[] =
    "arn:aws:dynamodb:us-east-1:123456789012:table/short-lived";

// Tells its version, and is long enough to be torn.
inline std::string CrashPolicy(int64_t version) {
  return R"({"Version":"2012-10-17","Statement":[{"Sid":"V)" + std::to_string(version) +
         R"(","Effect":"Deny","Principal":"*","Action":"dynamodb:*","Resource":"*"}]})" +
         std::string(5'000, ' ');
}

inline api::CreateTableRequest CrashTable(const std::string& name) {
  api::CreateTableRequest request;
  request.table_name = name;
  request.attribute_definitions = {{"pk", AttributeType::kString}};
  request.key_schema = {{"pk"}};
  request.billing_mode = BillingMode::kPayPerRequest;
  return request;
}

// With a stream, unless it is there already. The stream's ARN.
inline std::string CreatePolicyTable(api::Engine* engine) {
  api::CreateTableRequest request = CrashTable(kPolicyTable);
  request.stream = api::StreamSpec{true, StreamViewType::kKeysOnly};
  const auto created = engine->CreateTable(request);
  if (!created.ok() && created.status().code() != Code::kResourceInUse) std::abort();
  const auto described = engine->DescribeTable({kPolicyTable});
  if (!described.ok()) std::abort();
  return described->table.arn + "/stream/" + described->table.schema->stream_label;
}

inline Status CreateShortLivedTable(api::Engine* engine) {
  api::CreateTableRequest request = CrashTable(kShortLivedTable);
  request.resource_policy = CrashPolicy(1);
  return engine->CreateTable(request).status();
}

}  // namespace stator::testing
