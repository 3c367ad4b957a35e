// Whether two patterns of the policy language, in which * stands for any text and ? for any one
// character, have a text in common: a pattern of a policy that has none with the names that there
// are can never match.
#pragma once

#include <string_view>

namespace stator::api {

// Case counts. Takes time in proportion to the product of the lengths.
bool PatternsOverlap(std::string_view a, std::string_view b);

}  // namespace stator::api
