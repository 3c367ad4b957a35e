// The texts with which AWS's JSON layer refuses a value of the wrong kind (captured).
#pragma once

#include <string_view>

#include "api/json/json.h"
#include "kv/base/status.h"

namespace stator::api::json {

// What the JSON value was to become, as far as the texts tell them apart.
enum class Target {
  kString,
  kNumber,  // type name: Integer, Long, Double
  kBoolean,
  kBlob,
  kTimestamp,
  kList,
  kMap,               // type name: that of the map's values, with its Java package
  kStructureField,    // a structure that is a member of another one; type name: the shape's
  kStructureElement,  // a structure in a list or map; type name: the shape's
};

// kSerialization for a value that does not fit the target.
Status WrongKind(const Node& value, Target target, std::string_view type_name);

// A list or map that is itself the element of a list or map, where AWS's own code trips over a
// string, number or boolean.
Status WrongKindInNestedCollection();

inline constexpr std::string_view kApiPackage = "com.amazonaws.dynamodb.v20120810.";

}  // namespace stator::api::json
