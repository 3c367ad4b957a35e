// AWS's rules for attribute definitions and key schemas, in AWS's order and words.
#pragma once

#include <string_view>
#include <vector>

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

using AttributeDefinitions = std::vector<AttributeDefinition>;

// Each name once, each type S, N or B.
Status CheckDefinitions(const AttributeDefinitions& definitions);

// One HASH, then at most one RANGE attribute, all of them defined. path: of the key schema, for
// texts.
Result<KeySchema> SimpleKeys(const std::vector<KeySchemaElement>& elements,
                             const AttributeDefinitions& definitions, std::string_view path);

// A global index's: up to four HASH, then up to four RANGE attributes.
Result<KeySchema> GlobalIndexKeys(const std::vector<KeySchemaElement>& elements,
                                  const AttributeDefinitions& definitions, std::string_view path);

// A table's definitions name exactly the attributes of its key schemas. keys_used: those of the
// table, then of each index. has_indexes only decides the words.
Status RequireDefinitionsUsed(const AttributeDefinitions& definitions,
                              const std::vector<std::string_view>& keys_used, bool has_indexes);

}  // namespace stator::api
