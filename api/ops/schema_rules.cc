#include "api/ops/schema_rules.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "api/ops/name_rules.h"
#include "api/ops/table_errors.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

using KeyElements = std::vector<KeySchemaElement>;

const AttributeDefinition* FindDefinition(const AttributeDefinitions& definitions,
                                          std::string_view name) {
  const auto it = std::find_if(
      definitions.begin(), definitions.end(),
      [name](const AttributeDefinition& definition) { return definition.attribute_name == name; });
  return it == definitions.end() ? nullptr : &*it;
}

// "[a, b]", as Java prints a list.
template <typename List, typename NameOf>
std::string NameList(const List& list, NameOf name_of) {
  std::string text = "[";
  for (const auto& element : list) {
    if (text.size() > 1) text += ", ";
    text += name_of(element);
  }
  return text + "]";
}

std::string KeyNames(const KeyElements& elements) {
  return NameList(elements, [](const KeySchemaElement& e) { return e.attribute_name; });
}

std::string DefinedNames(const AttributeDefinitions& definitions) {
  return NameList(definitions, [](const AttributeDefinition& d) { return d.attribute_name; });
}

Status CheckLength(const KeyElements& elements, std::string_view path, size_t most) {
  if (elements.empty()) {
    return BrokenConstraint("[]", path, "have length greater than or equal to 1");
  }
  if (elements.size() <= most) return OkStatus();
  const std::string value = NameList(elements, [](const KeySchemaElement& e) {
    return "KeySchemaElement(attributeName=" + e.attribute_name +
           ", keyType=" + (e.hash ? "HASH" : "RANGE") + ")";
  });
  return BrokenConstraint(value, path, "have length less than or equal to " + std::to_string(most));
}

Status RequireDefined(const KeyElements& elements, const AttributeDefinitions& definitions) {
  // The count comes first in AWS, so one attribute given twice is reported as lacking a definition.
  if (elements.size() > definitions.size()) {
    return ValidationError("Invalid KeySchema: Some index key attribute have no definition");
  }
  std::unordered_set<std::string_view> defined;
  for (const AttributeDefinition& definition : definitions) {
    defined.insert(definition.attribute_name);
  }
  for (const KeySchemaElement& element : elements) {
    if (defined.contains(element.attribute_name)) continue;
    return InvalidParameter(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: " +
        KeyNames(elements) + ", AttributeDefinitions: " + DefinedNames(definitions));
  }
  return OkStatus();
}

bool NamesAttributeTwice(const KeyElements& elements) {
  std::unordered_set<std::string_view> seen;
  return std::any_of(elements.begin(), elements.end(), [&seen](const KeySchemaElement& element) {
    return !seen.insert(element.attribute_name).second;
  });
}

Status RequireFirstHash(const KeyElements& elements) {
  if (elements.front().hash) return OkStatus();
  return ValidationError("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
}

Status CheckRoles(const KeyElements& elements) {
  const auto first_range = std::find_if(elements.begin(), elements.end(),
                                        [](const KeySchemaElement& e) { return !e.hash; });
  if (std::any_of(first_range, elements.end(), [](const KeySchemaElement& e) { return e.hash; })) {
    return InvalidParameter(
        "All HASH key attributes must precede RANGE key attributes in the KeySchema");
  }
  const size_t hashes = static_cast<size_t>(first_range - elements.begin());
  if (hashes > limits::kKeyAttributesPerRole) {
    return InvalidParameter(
        "The KeySchema exceeds the maximum allowed number of HASH key attributes");
  }
  if (elements.size() - hashes > limits::kKeyAttributesPerRole) {
    return InvalidParameter(
        "The KeySchema exceeds the maximum allowed number of RANGE key attributes");
  }
  return OkStatus();
}

KeySchema BuildKeys(const KeyElements& elements, const AttributeDefinitions& definitions) {
  KeySchema keys;
  for (const KeySchemaElement& element : elements) {
    const AttributeDefinition* definition = FindDefinition(definitions, element.attribute_name);
    auto& role = element.hash ? keys.hash : keys.range;
    role.push_back({element.attribute_name, definition->type});
  }
  return keys;
}

}  // namespace

Status CheckDefinitions(const AttributeDefinitions& definitions) {
  std::unordered_set<std::string_view> seen;
  for (size_t i = 0; i < definitions.size(); ++i) {
    const auto& [name, type] = definitions[i];
    const std::string path = ElementPath("attributeDefinitions", i);
    STATOR_RETURN_IF_ERROR(CheckKeyAttributeName(name, path + ".attributeName"));
    if (type != AttributeType::kString && type != AttributeType::kNumber &&
        type != AttributeType::kBinary) {
      return BrokenConstraint(TypeDescriptor(type), path + ".attributeType",
                              "satisfy enum value set: [B, N, S]");
    }
    if (!seen.insert(name).second) {
      return ValidationError("Attribute Name is duplicated: " + name);
    }
  }
  return OkStatus();
}

Result<KeySchema> SimpleKeys(const KeyElements& elements, const AttributeDefinitions& definitions,
                             std::string_view path) {
  STATOR_RETURN_IF_ERROR(CheckLength(elements, path, 2));
  STATOR_RETURN_IF_ERROR(RequireDefined(elements, definitions));
  if (NamesAttributeTwice(elements)) {
    return ValidationError(
        "Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }
  STATOR_RETURN_IF_ERROR(RequireFirstHash(elements));
  if (elements.size() == 2 && elements[1].hash) {
    return ValidationError(
        "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  }
  return BuildKeys(elements, definitions);
}

Result<KeySchema> GlobalIndexKeys(const KeyElements& elements,
                                  const AttributeDefinitions& definitions, std::string_view path) {
  STATOR_RETURN_IF_ERROR(CheckLength(elements, path, elements.size()));
  STATOR_RETURN_IF_ERROR(RequireDefined(elements, definitions));
  if (NamesAttributeTwice(elements)) {
    return ValidationError("The KeySchema contains multiple key attributes with the same name");
  }
  STATOR_RETURN_IF_ERROR(RequireFirstHash(elements));
  STATOR_RETURN_IF_ERROR(CheckRoles(elements));
  return BuildKeys(elements, definitions);
}

Status RequireDefinitionsUsed(const AttributeDefinitions& definitions,
                              const std::vector<std::string_view>& keys_used, bool has_indexes) {
  std::unordered_set<std::string_view> seen;
  std::vector<std::string_view> unique;  // in the order of their first use
  for (const std::string_view name : keys_used) {
    if (seen.insert(name).second) unique.push_back(name);
  }
  for (const AttributeDefinition& definition : definitions) {
    if (seen.contains(definition.attribute_name)) continue;
    if (!has_indexes) {
      return InvalidParameter(
          "Number of attributes in KeySchema does not exactly match number of attributes defined "
          "in AttributeDefinitions");
    }
    return InvalidParameter("Some AttributeDefinitions are not used. AttributeDefinitions: " +
                            DefinedNames(definitions) +
                            ", keys used: " + NameList(unique, [](std::string_view name) {
                              return std::string(name);
                            }));
  }
  return OkStatus();
}

}  // namespace stator::api
