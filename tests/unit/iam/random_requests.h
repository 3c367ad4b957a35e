// Random policies and requests from a small vocabulary, so that they often have to do with each
// other, in the form that api/iam takes and in that of the plain evaluator.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/iam/evaluate.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/iam/plain_evaluator.h"

namespace stator::api::iam::testing {

struct RandomCase {
  Principal principal{};
  RequestOrigin origin{};
  ConditionKeys keys{};
  std::shared_ptr<const Policy> resource_policy{};
  AccessRequest request{};  // points into the others
  PlainRequest plain{};

  std::string Describe() const;
};

// By pointer: the request points into it.
std::unique_ptr<RandomCase> MakeRandomCase(stator::testing::SeededRandom* random);

}  // namespace stator::api::iam::testing
