// What one read or write costs (AWS: "DynamoDB read and write operations"). Pure arithmetic.
#pragma once

#include <cstddef>

namespace stator {

// One read of `bytes`: a unit per started 4 KB, at least one; eventually consistent reads cost
// half.
double ReadUnits(size_t bytes, bool consistent);
// One write: a unit per started 1 KB of the larger image, at least one.
double WriteUnits(size_t bytes);

}  // namespace stator
