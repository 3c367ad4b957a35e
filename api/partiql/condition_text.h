// Conditions of a WHERE as the text of a filter or condition expression.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/partiql/ast.h"
#include "api/partiql/request_text.h"
#include "api/partiql/value_resolver.h"
#include "kv/base/status.h"

namespace stator::api::partiql {

// "=", "<>" and so on.
std::string_view SignOf(expr::Comparison comparison);

// Of those that are conditions by themselves. name: in lower case.
bool IsConditionFunction(std::string_view name);

// Conditions of which all must hold; pointers into a statement.
using Conjuncts = std::vector<const Expression*>;

// The parts of a WHERE; none of it: none.
Conjuncts ConjunctsOf(const std::optional<Expression>& where);

// Writes conditions and operands with the names and values that they need.
class ConditionText {
 public:
  ConditionText(const ValueResolver& values, RequestText* request)
      : values_(values), request_(request) {}

  // Of at least one.
  Result<std::string> All(const Conjuncts& conjuncts);
  // A path, a value or a call; of calls only size may be one.
  Result<std::string> Operand(const Expression& expression);

 private:
  enum class Around { kNothing, kAnd, kOr, kNot };

  Status Append(const Expression& condition, Around around, std::string* out);
  Status AppendChain(const Expression& chain, Around around, std::string* out);
  static Status NoCondition(Around around);
  Status AppendIs(const Expression& is, std::string* out);
  Status AppendCompare(const Expression& compare, std::string* out);
  Status AppendBetween(const Expression& between, std::string* out);
  Status AppendIn(const Expression& in, std::string* out);
  Status AppendCall(const Expression& call, std::string* out);
  Status AppendCallTo(const Expression& call, std::string* out);
  Status AppendOperands(std::span<const Expression> operands, std::string* out);

  const ValueResolver& values_;
  RequestText* const request_;
};

}  // namespace stator::api::partiql
