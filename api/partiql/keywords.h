// The words that stand for themselves in a statement and are names only in double quotes.
#pragma once

#include <string_view>

namespace stator::api::partiql {

// In any case. The words of SQL-92, which PartiQL takes over, and PartiQL's own clauses and types:
// those that DynamoDB Local refuses as names.
bool IsKeyword(std::string_view word);
// Those of them that a call may begin with.
bool IsFunctionKeyword(std::string_view word);

}  // namespace stator::api::partiql
