// Thousands of random policies and requests, decided here and by the plain evaluator.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/iam/random_requests.h"

namespace stator::api::iam::testing {
namespace {

std::string NameOf(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::kIdentity: return "identity";
    case PolicyKind::kBoundary: return "boundary";
    case PolicyKind::kSession: return "session";
    case PolicyKind::kResource: return "resource";
    case PolicyKind::kTrust:
    case PolicyKind::kNone: break;
  }
  return "none";
}

std::string Text(bool allowed, bool explicit_deny, const std::string& missing) {
  if (allowed) return "allowed";
  return explicit_deny ? "explicit deny" : "implicit deny: " + missing;
}

TEST(Simulator, AgreesWithThePlainEvaluator) {
  constexpr int kCasesEach = 2000;
  PlainEvaluator plain;
  std::map<std::string, int> outcomes;
  for (const uint64_t seed : {1, 2, 3, 5, 8, 13, 21, 34}) {
    stator::testing::SeededRandom random(seed);
    for (int i = 0; i < kCasesEach; ++i) {
      const auto c = MakeRandomCase(&random);
      const Decision decision = Evaluate(c->request);
      const PlainDecision expected = plain.Evaluate(c->plain);
      const std::string text =
          Text(decision.allowed, decision.explicit_deny, NameOf(decision.kind));
      ++outcomes[text];
      ASSERT_EQ(text, Text(expected.allowed, expected.explicit_deny, expected.missing))
          << "seed " << seed << ", case " << i << "\n"
          << c->Describe();
    }
  }
  // The cases are worth something only if each outcome is common.
  const int total = 8 * kCasesEach;
  EXPECT_GT(outcomes["allowed"], total / 10);
  EXPECT_GT(outcomes["explicit deny"], total / 10);
  EXPECT_GT(outcomes["implicit deny: identity"], total / 20);
  EXPECT_GT(outcomes["implicit deny: boundary"], total / 200);
  EXPECT_GT(outcomes["implicit deny: session"], total / 200);
  EXPECT_GT(outcomes["implicit deny: resource"], total / 20);
  std::map<std::string, OperatorCounts> by_operator;
  for (const auto& [op, counts] : plain.counts) {
    const std::string name = op.substr(0, op.find("IfExists")).substr(op.rfind(':') + 1);
    by_operator[name].held += counts.held;
    by_operator[name].failed += counts.failed;
  }
  EXPECT_EQ(by_operator.size(), 27u);
  for (const auto& [op, counts] : by_operator) {
    EXPECT_GT(counts.held, 20) << op;
    EXPECT_GT(counts.failed, 20) << op;
  }
}

}  // namespace
}  // namespace stator::api::iam::testing
