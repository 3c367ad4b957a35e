// The Condition element of a statement.
#pragma once

#include <string>
#include <vector>

#include "api/iam/condition.h"
#include "api/json/json.h"
#include "kv/base/status.h"

namespace stator::api::iam {

// `place`: where it stands, for errors ("Statement[2].Condition"). `variables`: whether the
// policy's version knows them.
Status ReadConditions(const json::Node& node, const std::string& place, bool variables,
                      std::vector<Condition>* out);

}  // namespace stator::api::iam
