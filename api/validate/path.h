// Where in a request the check is: a chain of frames on the stack, made into text only for an
// error.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stator::api::validate {

struct Path {
  const Path* parent = nullptr;  // null: the request itself
  std::string_view name;         // a member's name, a map's key, or empty for a list's element
  size_t index = 0;              // of a list's element, from 1
  bool in_collection = false;    // an element of a list or map

  // "keySchema.1.member.keyType", "requestItems.tbl.member.keys": members begin in lower case.
  std::string Text() const;
  // As spelled in the request: "RequestItems.tbl.member.Keys".
  std::string TextAsSpelled() const;
};

// "TableName" → "tableName": AWS prints the names of its Java fields.
std::string FieldName(std::string_view member);

}  // namespace stator::api::validate
