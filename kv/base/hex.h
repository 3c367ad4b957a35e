// Bytes in hexadecimal. Threads: any.
#pragma once

#include <string>
#include <string_view>

namespace stator {

// Two lower-case digits a byte.
std::string ToHex(std::string_view bytes);

}  // namespace stator
