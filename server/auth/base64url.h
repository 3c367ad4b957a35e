// Base64 for URLs, without padding (RFC 4648, section 5; RFC 7515, section 2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stator::server {

// None for anything but the one encoding of its bytes: no padding, no white space, no other
// alphabet, unused bits zero.
std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace stator::server
