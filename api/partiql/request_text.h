// The names and values of one request that a statement becomes: its expressions hold only
// placeholders, so that no name can be a reserved word, and statements that differ in their
// literals alone have the same texts, which are parsed once.
#pragma once

#include <string>
#include <string_view>

#include "api/types/common.h"
#include "kv/codec/value.h"
#include "kv/model/document_path.h"

namespace stator::api::partiql {

class RequestText {
 public:
  // "#n0"; the same for the same name.
  std::string Name(std::string_view name);
  // "#n0.#n1[2]"
  std::string Path(const DocumentPath& path);
  // ":v0", ":v1" and so on.
  std::string AddValue(Value value);
  static std::string ValueName(size_t position) { return ":v" + std::to_string(position); }

  // What was named, for the request; marked as made from a statement.
  ExpressionAttributes Take() &&;

 private:
  ExpressionNames names_;         // by placeholder
  ExpressionNames placeholders_;  // by name
  ExpressionValues values_;
};

}  // namespace stator::api::partiql
