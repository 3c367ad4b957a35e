// The values of a statement: its literals, and its parameters in their places.
#pragma once

#include <vector>

#include "api/partiql/ast.h"
#include "kv/base/status.h"
#include "kv/codec/value.h"
#include "kv/codec/value_builder.h"

namespace stator::api::partiql {

class ValueResolver {
 public:
  // `parameters` must outlive the resolver, and has at least as many as the statement wants.
  explicit ValueResolver(const std::vector<Value>& parameters) : parameters_(parameters) {}

  // kValidation for what is no value (Expression::is_value), for numbers and sets that DynamoDB
  // does not have, and for values that are nested too deep.
  Result<Value> Resolve(const Expression& expression) const;

  // The values that an IN lists; all operands must be values.
  Result<std::vector<Value>> ListedIn(const Expression& in) const;

 private:
  Status Build(const Expression& expression, ValueBuilder* builder) const;
  Status BuildMap(const Expression& map, ValueBuilder* builder) const;
  Status BuildSet(const Expression& set, ValueBuilder* builder) const;

  const std::vector<Value>& parameters_;
};

}  // namespace stator::api::partiql
