// Where a text stops being JSON, for people who write it by hand.
#pragma once

#include <string>
#include <string_view>

namespace stator::server {

// "line 3, column 14: a comma or } is missing". For a text that json::Document refuses. Quotes
// nothing of it.
std::string JsonSyntaxError(std::string_view text);

}  // namespace stator::server
