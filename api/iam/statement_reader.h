// One statement of a policy document.
#pragma once

#include <string>

#include "api/iam/compiled_policy.h"
#include "api/json/json.h"
#include "kv/base/status.h"

namespace stator::api::iam {

// `place`: "Statement[2]". `variables`: whether the policy's version knows them.
Result<Statement> ReadStatement(const json::Node& node, const std::string& place, PolicyUse use,
                                bool variables);

}  // namespace stator::api::iam
