// Whether a fault rule makes sense, and whether it is about a request. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "api/ops/fault_target.h"
#include "api/types/fault_ops.h"
#include "kv/base/status.h"
#include "kv/partition/throttle.h"

namespace stator::api {

// kValidation for a rule that is malformed or can never hit. That its operations exist is known
// where the list of operations is.
Status CheckFaultRule(const FaultRule& rule);

// Of one of the 16 reasons, "TableWriteKeyRangeThroughputExceeded"; without names. An index reason
// has an index name that is not empty. None: there is no such reason.
std::optional<Throttle> ThrottleOfReason(std::string_view reason);

// * any text, ? any byte, \ takes the next byte as it is.
bool MatchesPattern(std::string_view pattern, std::string_view text);

// Whether the rule names the operation, and the element's table and key.
bool IsAbout(const FaultRule& rule, std::string_view operation);
bool IsAbout(const FaultRule& rule, const FaultElement& element);

// Whether the service could answer so for this element. Not of faults of whole calls.
bool CanShow(const FaultRule& rule, const std::optional<Throttle>& throttle, FaultShape shape,
             const FaultElement& element);

// The reason that the rule gives for the element, with its names.
Throttle ThrottleFor(const std::optional<Throttle>& throttle, const FaultRule& rule,
                     const FaultElement& element);

}  // namespace stator::api
