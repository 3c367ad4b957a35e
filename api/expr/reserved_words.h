// The words that cannot stand as attribute names in an expression, in any case of letters; #names
// get around them. Source: the AWS page "Reserved words in DynamoDB" (573 words).
#pragma once

#include <string_view>

namespace stator::api::expr {

bool IsReservedWord(std::string_view word);

}  // namespace stator::api::expr
