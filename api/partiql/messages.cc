#include "api/partiql/messages.h"

namespace stator::api::partiql::messages {
namespace {

// The text with what is special about the case behind it.
std::string With(std::string_view text, std::string_view detail) {
  std::string message(text);
  message.append(detail);
  return message;
}

}  // namespace

Status Malformed(std::string_view detail) {
  return ValidationError(With("Statement wasn't well formed, can't be processed: ", detail));
}

std::string SeveralValuesOfKey(std::string_view key) {
  return With("Multiple conditions on same key ", key) +
         ". Only single item Update/Insert/Delete are supported";
}

std::string KeyNotGivenInSelect(std::string_view operation) {
  return With("Select statements within ", operation) +
         " must specify the primary key in the where clause.";
}

std::string KeyTypeMismatch(std::string_view key) {
  return With("Key attribute's data type should match its data type in table's schema: Key ", key);
}

std::string KeyNotInItem(std::string_view key) {
  return With("Key attribute should be present in the item: Key ", key);
}

std::string NotAKeyInOrder(std::string_view name) {
  return With("Variable reference ", name) + " in ORDER BY clause must be part of the primary key";
}

std::string UnsupportedOperation(std::string_view operation) {
  return With("Unsupported operation: ", operation);
}

std::string UnsupportedClause(std::string_view clause) {
  return With("Unsupported clause: ", clause);
}

std::string UnsupportedToken(std::string_view token) {
  return With("Unsupported token in expression: ", token);
}

std::string UnsupportedOperator(std::string_view sign) {
  return With("Unsupported operator in Condition Expression. Operator: ", sign);
}

std::string UnsupportedIsType(std::string_view type) {
  return With("Unsupported data type for IS operator: ", type) +
         ". Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, "
         "TUPLE, LIST]";
}

std::string UnrecognizedFunction(std::string_view function) {
  return With("Unrecognized function: ", function);
}

std::string DuplicateColumn(std::string_view name) {
  return With("Duplicate identifiers in select clause: ", name);
}

std::string SetArgumentNoSet(std::string_view function) {
  return With("The second argument to ", function) + " must be a value with type SET";
}

std::string SetFunctionOnOtherPath(std::string_view function) {
  return With("The first argument to ", function) + " must equal the assignment value";
}

std::string ReturningInDelete(std::string_view clause) {
  return With("Invalid returning clause: RETURNING ", clause) +
         " *. Only RETURNING ALL OLD * is allowed in DELETE statements.";
}

std::string UnsupportedValue(std::string_view text) {
  return With("Unsupported data type: ", text) + " under key root";
}

std::string DuplicateMapName(std::string_view name) {
  return With("Duplicate keys in tuple. Key: ", name) + " under root";
}

std::string FailedInTransaction(size_t position, std::string_view detail) {
  return "Validation failed in TransactStatements[" + std::to_string(position) +
         "]: " + std::string(detail);
}

}  // namespace stator::api::partiql::messages
