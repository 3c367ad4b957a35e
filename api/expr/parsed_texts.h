// From text to checked tree, through the cache that all threads share. Errors are complete
// ("Invalid UpdateExpression: …"); texts with errors are not kept.
#pragma once

#include <memory>
#include <string_view>

#include "api/expr/ast.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// kind: "ConditionExpression", "FilterExpression", "KeyConditionExpression".
Result<std::shared_ptr<const ConditionText>> ParsedCondition(std::string_view kind,
                                                             std::string_view text);
Result<std::shared_ptr<const ProjectionText>> ParsedProjection(std::string_view text);
Result<std::shared_ptr<const UpdateText>> ParsedUpdate(std::string_view text);

}  // namespace stator::api::expr
