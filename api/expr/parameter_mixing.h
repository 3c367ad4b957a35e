// Rules about which parameters may be given together, before any of them is looked into.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/types/common.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// "Can not use both expression and non-expression parameters in the same request: …" with the names
// of those that were given, in the operation's own order.
std::string MixingText(const std::vector<std::string_view>& legacy_parameters,
                       const std::vector<std::string_view>& expression_parameters);

// ConditionalOperator joins at least two conditions of Expected, QueryFilter or ScanFilter. Give 0
// where none of these is in the request. FromExpected and FromFilter check it by themselves.
Status CheckConditionalOperator(const std::optional<ConditionalOperator>& op, size_t conditions);

}  // namespace stator::api::expr
