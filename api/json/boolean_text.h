// Strings that AWS's JSON layer accepts where a boolean is expected (captured).
#pragma once

#include <optional>
#include <string_view>

namespace stator::api::json {

// "true", "yes", "1" → true; "false", "no", "0" → false; upper and lower case alike. Else none.
std::optional<bool> BooleanFromText(std::string_view text);

}  // namespace stator::api::json
