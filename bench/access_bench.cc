// What a decision costs: policies of 20 statements, as tenants have them, with conditions on the
// keys and attributes of a request.
//
//   access_bench --benchmark_repetitions=5
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "api/iam/evaluate.h"
#include "api/iam/policy.h"
#include "api/iam/principal.h"

namespace stator::bench {
namespace {

namespace iam = api::iam;

// A tenant's statement for one table.
std::string TenantStatement(const std::string& table) {
  return R"({"Effect": "Allow",
    "Action": ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
    "Resource": ["arn:aws:dynamodb:us-east-1:123456789012:table/)" +
         table + R"(", "arn:aws:dynamodb:us-east-1:123456789012:table/)" + table + R"(/index/*"],
    "Condition": {
      "ForAllValues:StringEquals": {
        "dynamodb:LeadingKeys": ["${graph.facebook.com:id}"],
        "dynamodb:Attributes": ["UserId", "GameTitle", "TopScore", "Wins", "Losses"]},
      "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}}})";
}

const char kDenyPlain[] = R"({"Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}}})";
const char kDenyElsewhere[] = R"({"Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}})";

// 20 statements; the one that allows is the last but two.
std::string TwentyStatements() {
  std::string statements;
  for (int i = 0; i < 18; ++i) statements += TenantStatement("Table" + std::to_string(i)) + ",";
  return R"({"Version": "2012-10-17", "Statement": [)" + statements + kDenyPlain + "," +
         kDenyElsewhere + "]}";
}

struct Asking {
  iam::Principal principal =
      iam::RolePrincipal("123456789012", "game", "AROAEXAMPLEGAMEROLE", "session");
  iam::RequestOrigin origin{.source_ip = "203.0.113.9", .secure_transport = true};
  iam::ConditionKeys keys{};
  iam::AccessRequest request{.action = "dynamodb:GetItem",
                             .resource = "arn:aws:dynamodb:us-east-1:123456789012:table/Table17",
                             .resource_account = "123456789012",
                             .region = "us-east-1",
                             .now_seconds = 1'700'000'000};

  explicit Asking(const std::string& json) {
    auto policy = iam::Policy::Parse(json, iam::PolicyUse::kIdentity, "bench");
    if (!policy.ok()) {
      std::fprintf(stderr, "benchmark set-up failed: %s\n", policy.status().message().c_str());
      std::abort();
    }
    principal.identity_policies.push_back(*policy);
    principal.token_keys = {{"graph.facebook.com:id", {"10157890123456789"}}};
    keys.SetAll("dynamodb:LeadingKeys", {"10157890123456789"});
    keys.SetAll("dynamodb:Attributes", {"UserId", "GameTitle", "TopScore"});
    keys.Set("dynamodb:Select", "SPECIFIC_ATTRIBUTES");
    request.principal = &principal;
    request.origin = &origin;
    request.keys = &keys;
  }
};

void Decide(const Asking& asking, bool allowed, benchmark::State& state) {
  for (auto _ : state) {
    const iam::Decision decision = iam::Evaluate(asking.request);
    if (decision.allowed != allowed) state.SkipWithError("wrong decision");
    benchmark::DoNotOptimize(decision);
  }
}

void AllowedByOneOfTwentyStatements(benchmark::State& state) {
  Decide(Asking(TwentyStatements()), true, state);
}
BENCHMARK(AllowedByOneOfTwentyStatements);

void DeniedByTwentyStatements(benchmark::State& state) {
  Asking asking(TwentyStatements());
  asking.keys.SetAll("dynamodb:LeadingKeys", {"someone else"});
  Decide(asking, false, state);
}
BENCHMARK(DeniedByTwentyStatements);

void AllowedByOneStatement(benchmark::State& state) {
  Decide(Asking(R"({"Version": "2012-10-17", "Statement": )" + TenantStatement("Table17") + "}"),
         true, state);
}
BENCHMARK(AllowedByOneStatement);

// Every statement is for every action and table, so each is looked at to its end.
void AllowedByTwentyGeneralStatements(benchmark::State& state) {
  std::string statements;
  for (int i = 0; i < 19; ++i) {
    statements += R"({"Effect": "Deny", "Action": "dynamodb:*",
        "Resource": "arn:aws:dynamodb:*:*:table/*", "Condition": {"ForAnyValue:StringLike":
        {"dynamodb:Attributes": ["Secret)" +
                  std::to_string(i) + R"(*", "*Hash"]}}},)";
  }
  Decide(Asking(R"({"Version": "2012-10-17", "Statement": [)" + statements +
                R"({"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}]})"),
         true, state);
}
BENCHMARK(AllowedByTwentyGeneralStatements);

void ParseTwentyStatements(benchmark::State& state) {
  const std::string json = TwentyStatements();
  for (auto _ : state) {
    auto policy = iam::Policy::Parse(json, iam::PolicyUse::kIdentity, "bench");
    if (!policy.ok()) state.SkipWithError("not parsed");
    benchmark::DoNotOptimize(policy);
  }
}
BENCHMARK(ParseTwentyStatements);

}  // namespace
}  // namespace stator::bench

BENCHMARK_MAIN();
