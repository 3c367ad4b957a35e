// A key attribute's value as operators and policies write it.
#pragma once

#include <optional>
#include <string>

#include "kv/codec/value.h"

namespace stator::api {

// A string as it is, a number in its canonical form, bytes in Base64. None for any other type.
std::optional<std::string> KeyText(const ValueView& value);

}  // namespace stator::api
