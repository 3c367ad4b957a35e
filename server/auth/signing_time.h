// The times of a signature: when it was made, as X-Amz-Date or Date says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stator::server {

// Seconds since the epoch of "20150830T123600Z", the only form of X-Amz-Date.
std::optional<int64_t> ParseBasicTime(std::string_view text);
// Of "Sun, 30 Aug 2015 12:36:00 GMT" (RFC 9110, 5.6.7, its first form) or the form above: Date.
std::optional<int64_t> ParseDateHeader(std::string_view text);
// "20150830T123600Z"; years 0 to 9999.
std::string BasicTime(int64_t unix_seconds);

}  // namespace stator::server
