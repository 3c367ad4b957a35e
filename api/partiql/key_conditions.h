// What a WHERE says of key attributes: which values a partition key can have, which condition a
// Query can apply to a sort key, and which one item a write means.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/partiql/ast.h"
#include "api/partiql/condition_text.h"
#include "api/partiql/value_resolver.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"

namespace stator::api::partiql {

// AWS: "PartiQL arithmetic, comparison, and logical operators for DynamoDB".
inline constexpr size_t kMaxHashKeys = 50;

// kValidation unless the value has the attribute's type.
Status CheckKeyType(const KeyAttribute& attribute, const Value& value);

// Whether the condition is about nothing but that attribute and a value, and which of its operands
// is the value.
std::optional<size_t> ValueBeside(const Expression& compare, std::string_view attribute);

// Values outside of which the attribute cannot lie where all the conjuncts hold.
struct AllowedValues {
  // Each once, in the order in which they are first named. More than kMaxHashKeys of them are cut
  // off behind one more.
  std::vector<Value> values;
  size_t named = 0;                      // how many there were, repetitions included
  const Expression* conjunct = nullptr;  // the one that says so
  bool exact = false;                    // and says nothing else
};
// None: it may have any. From equality, IN, and ORs of them.
Result<std::optional<AllowedValues>> FindAllowedValues(const Conjuncts& conjuncts,
                                                       std::string_view attribute,
                                                       const ValueResolver& values);

// The first conjunct that a key condition on the attribute can be: a comparison other than <>,
// BETWEEN or begins_with, with values. Null: none.
const Expression* FindRangeCondition(const Conjuncts& conjuncts, std::string_view attribute);

// The one item that the conjuncts mean, and what they ask of it besides.
struct KeyAndRest {
  Item key;
  Conjuncts rest;
};
// kValidation with the text `missing` unless each key attribute has an equality. Of several the
// first counts, and the others are rest.
Result<KeyAndRest> SplitKey(const Conjuncts& conjuncts, const KeySchema& keys,
                            const ValueResolver& values, std::string_view missing);

// For a statement that writes: the same, but kValidation also where a key attribute has equalities
// with different values.
Result<KeyAndRest> SplitKeyOfWrite(const Conjuncts& conjuncts, const KeySchema& keys,
                                   const ValueResolver& values);

}  // namespace stator::api::partiql
