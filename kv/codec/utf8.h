// Strict UTF-8, as in RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF.
#pragma once

#include <string_view>

namespace stator {

bool IsValidUtf8(std::string_view text);

}  // namespace stator
