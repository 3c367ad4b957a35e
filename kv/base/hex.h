// Bytes in hexadecimal. Threads: any.
#pragma once

#include <string>
#include <string_view>

namespace stator {

// Two lower-case digits a byte.
std::string ToHex(std::string_view bytes);

// What the digit stands for, in either case; -1: it is none.
int HexDigit(char c);

}  // namespace stator
