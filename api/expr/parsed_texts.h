// From text to checked tree, through the cache that all threads share. Errors are complete
// ("Invalid UpdateExpression: …", without that opening for texts made from a statement); texts with
// errors are not kept.
#pragma once

#include <memory>
#include <string_view>

#include "api/expr/ast.h"
#include "kv/base/status.h"

namespace stator::api::expr {

enum class TextLimit {
  kOfRequest,  // 4 KB
  kNone,       // made from a statement (ExpressionAttributes::from_statement)
};

// kind: "ConditionExpression", "FilterExpression", "KeyConditionExpression".
Result<std::shared_ptr<const ConditionText>> ParsedCondition(
    std::string_view kind, std::string_view text, TextLimit limit = TextLimit::kOfRequest);
Result<std::shared_ptr<const ProjectionText>> ParsedProjection(
    std::string_view text, TextLimit limit = TextLimit::kOfRequest);
Result<std::shared_ptr<const UpdateText>> ParsedUpdate(std::string_view text,
                                                       TextLimit limit = TextLimit::kOfRequest);

}  // namespace stator::api::expr
