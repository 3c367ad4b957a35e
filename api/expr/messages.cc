#include "api/expr/messages.h"

#include <initializer_list>

namespace stator::api::expr::messages {
namespace {

std::string Join(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

std::string Enumerate(const std::vector<std::string_view>& words, std::string_view separator) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

}  // namespace

Status InvalidExpression(std::string_view kind, std::string_view detail) {
  return ValidationError(Join({"Invalid ", kind, ": ", detail}));
}
Status InvalidParameters(std::string_view detail) {
  return ValidationError(Join({"One or more parameter values were invalid: ", detail}));
}

std::string ExpressionTooLong(size_t size_bytes, bool with_size) {
  std::string text = "Expression size has exceeded the maximum allowed size;";
  if (with_size) text += " expression size: " + std::to_string(size_bytes);
  return text;
}
std::string SyntaxError(std::string_view token, std::string_view near) {
  return Join({"Syntax error; token: \"", token, "\", near: \"", near, "\""});
}
std::string ReservedWord(std::string_view word) {
  return Join({"Attribute name is a reserved keyword; reserved keyword: ", word});
}
std::string ListIndexTooLarge(std::string_view index) {
  return Join({"List index is not within the allowable range; index: [", index, "]"});
}
std::string PathTooDeep(size_t levels) {
  return "The document path has too many nesting levels; nesting levels: " + std::to_string(levels);
}
std::string TooManyOperators(size_t count) {
  return "The expression contains too many operators; operator count: " + std::to_string(count);
}
std::string TooManyInOperands(size_t count) {
  return "The IN operator is provided with too many operands; number of operands: " +
         std::to_string(count);
}
std::string SectionTwice(std::string_view section) {
  return Join({"The \"", section, "\" section can only be used once in an update expression;"});
}

std::string UnknownFunction(std::string_view function) {
  return Join({"Invalid function name; function: ", function});
}
std::string NotInCondition(std::string_view function) {
  return Join({"The function is not allowed in a condition expression; function: ", function});
}
std::string NotInUpdate(std::string_view function) {
  return Join({"The function is not allowed in an update expression; function: ", function});
}
std::string FunctionMisplaced(std::string_view function) {
  return Join(
      {"The function is not allowed to be used this way in an expression; function: ", function});
}
std::string WrongOperandCount(std::string_view function, size_t count) {
  return Join({"Incorrect number of operands for operator or function; operator or function: ",
               function, ", number of operands: ", std::to_string(count)});
}
std::string NeedsPath(std::string_view function) {
  return Join({"Operator or function requires a document path; operator or function: ", function});
}
std::string WrongOperandType(std::string_view function, std::string_view type) {
  return Join({"Incorrect operand type for operator or function; operator or function: ", function,
               ", operand type: ", type});
}
std::string UnknownAttributeType(std::string_view type) {
  return Join({"Invalid attribute type name found; type: ", type,
               ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"});
}
std::string OperandsNotDistinct(std::string_view operation, std::string_view first) {
  return Join(
      {"The first operand must be distinct from the remaining operands for this operator or "
       "function; operator: ",
       operation, ", first operand: ", first});
}
std::string BetweenTypesDiffer(std::string_view lower, std::string_view upper) {
  return Join(
      {"The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
       "operand: ",
       lower, ", upper bound operand: ", upper});
}
std::string BetweenBoundsReversed(std::string_view lower, std::string_view upper) {
  return Join(
      {"The BETWEEN operator requires upper bound to be greater than or equal to lower "
       "bound; lower bound operand: ",
       lower, ", upper bound operand: ", upper});
}
std::string WrongActionOperand(std::string_view action, std::string_view type) {
  return Join({"Incorrect operand type for operator or function; operator: ", action,
               ", operand type: ", type, ", typeSet: ALLOWED_FOR_", action, "_OPERAND"});
}

std::string PathsOverlap(std::string_view one, std::string_view two) {
  return Join(
      {"Two document paths overlap with each other; must remove or rewrite one of these "
       "paths; path one: ",
       one, ", path two: ", two});
}
std::string PathsConflict(std::string_view one, std::string_view two) {
  return Join(
      {"Two document paths conflict with each other; must remove or rewrite one of these "
       "paths; path one: ",
       one, ", path two: ", two});
}

std::string UndefinedName(std::string_view name) {
  return Join(
      {"An expression attribute name used in the document path is not defined; attribute "
       "name: ",
       name});
}
std::string UndefinedValue(std::string_view value) {
  return Join({"An expression attribute value used in expression is not defined; attribute value: ",
               value});
}
std::string MustNotBeEmpty(std::string_view parameter) {
  return Join({parameter, " must not be empty"});
}
std::string InvalidKeySyntax(std::string_view parameter, std::string_view key) {
  return Join({parameter, " contains invalid key: Syntax error; key: \"", key, "\""});
}
std::string NameKeyTooLong(size_t size_bytes) {
  return Join({kNames,
               " contains invalid key: The expression attribute map contains a key that is too "
               "long; size of key: ",
               std::to_string(size_bytes)});
}
std::string EmptyAttributeName(std::string_view key) {
  return Join({kNames, " contains invalid value: Empty attribute name for key ", key});
}
std::string AttributeNameTooLong(std::string_view key) {
  return Join(
      {kNames,
       " contains invalid value: Attribute name is too large, must be less than 65536 bytes "
       "for key ",
       key});
}
std::string Unused(std::string_view parameter, const std::vector<std::string_view>& keys) {
  return Join({"Value provided in ", parameter, " unused in expressions: keys: {",
               Enumerate(keys, ", "), "}"});
}

std::string KeyOperatorNotAllowed(std::string_view operation) {
  return Join({"Invalid operator used in KeyConditionExpression: ", operation});
}
std::string KeyNotFirstOperand(std::string_view operation) {
  return Join({"Invalid condition in KeyConditionExpression: ", operation,
               " operator must have the key attribute as its first operand"});
}
std::string TooManyKeyConditions(size_t conditions, size_t key_attributes) {
  return Join({"The number of query conditions (", std::to_string(conditions),
               ") exceeds the number of key attributes defined in the schema (",
               std::to_string(key_attributes), ")"});
}
std::string MissedKeyElement(std::string_view name) {
  return Join({"Query condition missed key schema element: ", name});
}
std::string EmptyKeyValue(std::string_view type, std::string_view name) {
  return Join(
      {"One or more parameter values are not valid. The AttributeValue for a key attribute "
       "cannot contain an empty ",
       type, " value. Key: ", name});
}

std::string ExistsWithOperator(std::string_view name) {
  return Join({"Exists and ComparisonOperator cannot be used together for Attribute: ", name});
}
std::string ValueWithList(std::string_view name) {
  return Join({"Value and AttributeValueList cannot be used together for Attribute: ", name});
}
std::string OperatorWithoutValue(std::string_view operation, std::string_view name) {
  return Join({"Value or AttributeValueList must be used with ComparisonOperator: ", operation,
               " for Attribute: ", name});
}
std::string ListWithoutOperator(std::string_view name) {
  return Join(
      {"AttributeValueList can only be used with a ComparisonOperator for Attribute: ", name});
}
std::string ValueMissing(std::string_view exists, std::string_view name) {
  return Join({"Value must be provided when Exists is ", exists, " for Attribute: ", name});
}
std::string ValueWithExistsFalse(std::string_view name) {
  return Join({"Value cannot be used when Exists is false for Attribute: ", name});
}
std::string WrongArgumentCount(std::string_view operation) {
  return Join({"Invalid number of argument(s) for the ", operation, " ComparisonOperator"});
}
std::string OperatorNotForType(std::string_view operation, std::string_view type) {
  return Join(
      {"ComparisonOperator ", operation, " is not valid for ", type, " AttributeValue type"});
}
std::string DeleteNotForType(std::string_view type) {
  return Join({"DELETE action with value is not supported for the type ", type});
}
std::string AddNotForType(std::string_view type) {
  return Join({"ADD action is not supported for the type ", type});
}
std::string DuplicateName(std::string_view name) {
  return Join({"Duplicate value in attribute name: ", name});
}

}  // namespace stator::api::expr::messages
