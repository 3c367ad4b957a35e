// Attribute definitions, key schemas, projections and indexes in JSON.
#pragma once

#include <vector>

#include "api/json/json.h"
#include "api/types/table_ops.h"

namespace stator::api {

std::vector<AttributeDefinition> ReadAttributeDefinitions(const json::Node& array);
std::vector<KeySchemaElement> ReadKeySchema(const json::Node& array);
// One LocalSecondaryIndex, GlobalSecondaryIndex or CreateGlobalSecondaryIndexAction.
IndexSpec ReadIndex(const json::Node& object);
std::vector<IndexSpec> ReadIndexes(const json::Node& array);

// Each writes a member with its name.
void WriteAttributeDefinitions(const std::vector<KeyAttribute>& definitions, json::Writer* writer);
void WriteKeySchema(const KeySchema& keys, json::Writer* writer);
void WriteProjection(const Projection& projection, json::Writer* writer);

}  // namespace stator::api
