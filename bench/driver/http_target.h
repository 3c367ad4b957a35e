// Any endpoint that speaks DynamoDB's protocol. Partitions and capacity modes are told by Stator's
// own routes; at others a run goes without.
#pragma once

#include <memory>
#include <string>

#include "bench/driver/target.h"

namespace stator::bench {

// kValidation: no URL of an endpoint. Nothing is asked of it yet.
Result<std::unique_ptr<Target>> OpenHttpTarget(const std::string& url);

}  // namespace stator::bench
