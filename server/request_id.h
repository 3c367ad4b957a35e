// The value of x-amzn-RequestId.
#pragma once

#include <string>

#include "kv/base/clock.h"

namespace stator::server {

inline constexpr size_t kRequestIdChars = 52;

// Writes a fresh id in the service's form to *id: 52 characters 0-9 A-V, the first 26 random (130
// bits), the rest the same in every reply that the service gives (captured).
void NewRequestId(RandomSource* random, std::string* id);

}  // namespace stator::server
