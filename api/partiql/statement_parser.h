// Parses the statements of DynamoDB's PartiQL.
#pragma once

#include <memory>
#include <string_view>

#include "api/partiql/ast.h"
#include "kv/base/status.h"

namespace stator::api::partiql {

// Errors: kValidation "Statement wasn't well formed, can't be processed: …".
Result<Statement> ParseStatement(std::string_view text);

// The same from a bounded cache, shared by all threads, of what was parsed before.
Result<std::shared_ptr<const Statement>> ParsedStatement(std::string_view text);

}  // namespace stator::api::partiql
