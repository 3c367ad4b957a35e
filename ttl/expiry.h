// When an item expires. AWS: "Using time to live (TTL) in DynamoDB".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kv/codec/item.h"

namespace stator::ttl {

// A time that lies five years back or more does not count: AWS takes it for a mistake, such as an
// item that was brought in with a date of long ago. Five years are taken as 1825 days; the service
// does not say how it counts them.
inline constexpr int64_t kForgottenAfterSeconds = int64_t{5} * 365 * 86'400;

// No clock of ours gets beyond this second: microseconds are counted in int64.
inline constexpr int64_t kLastSecond = INT64_MAX / 1'000'000;

// The time in the item's top-level attribute, in seconds since the epoch, a fraction cut off. None
// when there is no such attribute, or it is not of type Number, negative (before 1970, and so
// forgotten on any clock), or behind kLastSecond. Milliseconds, a common mistake, are taken for
// what they say: a time some ten thousand years ahead.
std::optional<int64_t> ExpirySeconds(const ItemView& item, std::string_view attribute);

// The first second that is not forgotten yet; never negative.
int64_t OldestSecond(int64_t now_seconds);

// Whether an item with that time is to be deleted: its second has come, and is not forgotten.
bool IsDue(int64_t expiry_seconds, int64_t now_seconds);

}  // namespace stator::ttl
