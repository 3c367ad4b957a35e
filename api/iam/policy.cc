#include "api/iam/policy.h"

#include <utility>

#include "api/iam/compiled_policy.h"
#include "api/iam/policy_reader.h"

namespace stator::api::iam {

Policy::Policy(std::unique_ptr<const CompiledPolicy> compiled) : compiled_(std::move(compiled)) {}

Policy::~Policy() = default;

Result<std::shared_ptr<const Policy>> Policy::Parse(std::string_view json, PolicyUse use,
                                                    std::string name) {
  STATOR_ASSIGN_OR_RETURN(auto compiled, ReadPolicy(json, use, std::move(name)));
  return std::shared_ptr<const Policy>(new Policy(std::move(compiled)));
}

const std::string& Policy::name() const { return compiled_->name; }

const KeyMentions& Policy::mentions() const { return compiled_->mentions; }

}  // namespace stator::api::iam
