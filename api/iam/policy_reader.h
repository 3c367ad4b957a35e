// From the JSON of a policy document to its compiled form.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/iam/compiled_policy.h"
#include "kv/base/status.h"

namespace stator::api::iam {

Result<std::unique_ptr<const CompiledPolicy>> ReadPolicy(std::string_view json, PolicyUse use,
                                                         std::string name);

}  // namespace stator::api::iam
