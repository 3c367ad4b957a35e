// Texts of random policies.
#pragma once

#include <string>
#include <vector>

#include "api/iam/policy.h"
#include "tests/support/seeded_random.h"

namespace stator::api::iam::testing {

using Texts = std::vector<std::string>;

const std::string& Pick(const Texts& texts, stator::testing::SeededRandom* random);

std::string RandomPolicy(PolicyUse use, stator::testing::SeededRandom* random);

}  // namespace stator::api::iam::testing
