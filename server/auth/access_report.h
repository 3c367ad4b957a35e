// Tells what was decided about a call: in the log (--log-access), and in its reply
// (--explain-access).
#pragma once

#include <string>

#include "api/types/access.h"
#include "kv/base/clock.h"

namespace stator::server {

enum class AccessLog { kOff, kDenied, kAll };

// Writes the line of one decision: who, what he did to what, and which statement of which policy
// decided.
void LogDecision(const api::iam::DecisionEvent& event, const Clock* clock);

// The same in JSON, on one line of ASCII, as the value of a header.
std::string ExplainDecision(const api::iam::DecisionEvent& event);

}  // namespace stator::server
