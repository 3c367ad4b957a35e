// Points in time as policies write them: ISO 8601 in the forms of the W3C's note "Date and Time
// Formats", or seconds since the epoch.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stator::api::iam {

struct Instant {
  int64_t seconds = 0;  // since the epoch
  int32_t nanos = 0;    // 0 … 999,999,999, further digits cut off
  auto operator<=>(const Instant&) const = default;
};

// "2026", "2026-11", "2026-11-22", "2026-11-22T18:05Z", "2026-11-22T18:05:30.5+01:00", or digits
// alone, which are epoch seconds if they are not four.
std::optional<Instant> ParseInstant(std::string_view text);

// "2026-11-22T18:05:30Z" into out, and its length. Years 0 … 9999; others as the epoch's seconds.
constexpr size_t kInstantTextBytes = 24;
size_t WriteInstant(int64_t seconds, char out[kInstantTextBytes]);

}  // namespace stator::api::iam
