#include "api/io/index_io.h"

#include <string_view>

#include "api/io/member.h"
#include "api/io/throughput_io.h"

namespace stator::api {
namespace {

std::string_view ProjectionTypeText(ProjectionType type) {
  switch (type) {
    case ProjectionType::kAll: return "ALL";
    case ProjectionType::kKeysOnly: return "KEYS_ONLY";
    case ProjectionType::kInclude: return "INCLUDE";
  }
  return "ALL";
}

ProjectionSpec ReadProjection(const json::Node& object) {
  ProjectionSpec projection;
  if (const auto type = Member(object, "ProjectionType")) {
    if (type->string() == "ALL") {
      projection.type = ProjectionType::kAll;
    } else if (type->string() == "KEYS_ONLY") {
      projection.type = ProjectionType::kKeysOnly;
    } else {
      projection.type = ProjectionType::kInclude;
    }
  }
  projection.non_key_attributes = StringsMember(object, "NonKeyAttributes");
  return projection;
}

void WriteKeyElement(const KeyAttribute& key, std::string_view type, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("AttributeName");
  writer->String(key.name);
  writer->Name("KeyType");
  writer->String(type);
  writer->EndObject();
}

}  // namespace

std::vector<AttributeDefinition> ReadAttributeDefinitions(const json::Node& array) {
  std::vector<AttributeDefinition> definitions;
  definitions.reserve(array.size());
  for (auto it = array.begin(); it.Valid(); it.Next()) {
    const json::Node element = it.value();
    AttributeDefinition definition;
    definition.attribute_name = RequiredString(element, "AttributeName");
    definition.type = TypeFromDescriptor(RequiredString(element, "AttributeType"))
                          .value_or(AttributeType::kString);
    definitions.push_back(std::move(definition));
  }
  return definitions;
}

std::vector<KeySchemaElement> ReadKeySchema(const json::Node& array) {
  std::vector<KeySchemaElement> keys;
  keys.reserve(array.size());
  for (auto it = array.begin(); it.Valid(); it.Next()) {
    const json::Node element = it.value();
    keys.push_back({.attribute_name = RequiredString(element, "AttributeName"),
                    .hash = RequiredString(element, "KeyType") == "HASH"});
  }
  return keys;
}

IndexSpec ReadIndex(const json::Node& object) {
  IndexSpec index;
  index.index_name = RequiredString(object, "IndexName");
  if (const auto keys = Member(object, "KeySchema")) index.key_schema = ReadKeySchema(*keys);
  if (const auto projection = Member(object, "Projection")) {
    index.projection = ReadProjection(*projection);
  }
  index.throughput = ProvisionedThroughputMember(object);
  index.on_demand = OnDemandThroughputMember(object);
  index.warm = WarmThroughputMember(object);
  return index;
}

std::vector<IndexSpec> ReadIndexes(const json::Node& array) {
  std::vector<IndexSpec> indexes;
  indexes.reserve(array.size());
  for (auto it = array.begin(); it.Valid(); it.Next()) indexes.push_back(ReadIndex(it.value()));
  return indexes;
}

void WriteAttributeDefinitions(const std::vector<KeyAttribute>& definitions, json::Writer* writer) {
  writer->Name("AttributeDefinitions");
  writer->BeginArray();
  for (const KeyAttribute& definition : definitions) {
    writer->BeginObject();
    writer->Name("AttributeName");
    writer->String(definition.name);
    writer->Name("AttributeType");
    writer->String(TypeDescriptor(definition.type));
    writer->EndObject();
  }
  writer->EndArray();
}

void WriteKeySchema(const KeySchema& keys, json::Writer* writer) {
  writer->Name("KeySchema");
  writer->BeginArray();
  for (const KeyAttribute& key : keys.hash) WriteKeyElement(key, "HASH", writer);
  for (const KeyAttribute& key : keys.range) WriteKeyElement(key, "RANGE", writer);
  writer->EndArray();
}

void WriteProjection(const Projection& projection, json::Writer* writer) {
  writer->Name("Projection");
  writer->BeginObject();
  writer->Name("ProjectionType");
  writer->String(ProjectionTypeText(projection.type));
  if (projection.type == ProjectionType::kInclude) {
    writer->Name("NonKeyAttributes");
    writer->BeginArray();
    for (const std::string& name : projection.non_key_attributes) writer->String(name);
    writer->EndArray();
  }
  writer->EndObject();
}

}  // namespace stator::api
