// Every text that the expression language answers, in AWS's words. Texts about one expression come
// without their opening: InvalidExpression puts "Invalid ConditionExpression: " in front.
//
// Sources: AWS's documentation, texts that users of the service have published, and what AWS's own
// DynamoDB Local answers, where the service has not been seen to answer otherwise.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"

namespace stator::api::expr::messages {

// "Invalid <kind>: <detail>"
Status InvalidExpression(std::string_view kind, std::string_view detail);
// "One or more parameter values were invalid: <detail>"
Status InvalidParameters(std::string_view detail);

// --- The text of an expression ---
inline constexpr std::string_view kEmptyExpression = "The expression can not be empty;";
inline constexpr std::string_view kRedundantParentheses =
    "The expression has redundant parentheses;";
// with_size: UpdateExpression and ProjectionExpression are refused without saying how long they
// are.
std::string ExpressionTooLong(size_t size_bytes, bool with_size);
std::string SyntaxError(std::string_view token, std::string_view near);
std::string ReservedWord(std::string_view word);
std::string ListIndexTooLarge(std::string_view index);
std::string PathTooDeep(size_t levels);
std::string TooManyOperators(size_t count);
std::string TooManyInOperands(size_t count);
std::string SectionTwice(std::string_view section);

// --- Functions and operands ---
std::string UnknownFunction(std::string_view function);
std::string NotInCondition(std::string_view function);
std::string NotInUpdate(std::string_view function);
std::string FunctionMisplaced(std::string_view function);
std::string WrongOperandCount(std::string_view function, size_t count);
std::string NeedsPath(std::string_view function);
std::string WrongOperandType(std::string_view function, std::string_view type);
std::string UnknownAttributeType(std::string_view type);
std::string OperandsNotDistinct(std::string_view operation, std::string_view first);
std::string BetweenTypesDiffer(std::string_view lower, std::string_view upper);
std::string BetweenBoundsReversed(std::string_view lower, std::string_view upper);
// ADD and DELETE. type: "STRING", "MAP", …
std::string WrongActionOperand(std::string_view action, std::string_view type);
// What attribute_type answers to a second operand whose type is not known beforehand.
inline constexpr std::string_view kAnyType = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";

// --- Paths ---
std::string PathsOverlap(std::string_view one, std::string_view two);
std::string PathsConflict(std::string_view one, std::string_view two);

// --- Names and values ---
std::string UndefinedName(std::string_view name);
std::string UndefinedValue(std::string_view value);
inline constexpr std::string_view kNames = "ExpressionAttributeNames";
inline constexpr std::string_view kValues = "ExpressionAttributeValues";
std::string MustNotBeEmpty(std::string_view parameter);
std::string InvalidKeySyntax(std::string_view parameter, std::string_view key);
std::string NameKeyTooLong(size_t size_bytes);
inline constexpr std::string_view kValueKeyTooLong =
    "ExpressionAttributeValues contains invalid key: The expression attribute map contains a key "
    "that is too long;";
std::string EmptyAttributeName(std::string_view key);
std::string AttributeNameTooLong(std::string_view key);
inline constexpr std::string_view kValuesTooLarge = "ExpressionAttributeValues exceeds max size";
std::string Unused(std::string_view parameter, const std::vector<std::string_view>& keys);
inline constexpr std::string_view kNamesWithoutExpression =
    "ExpressionAttributeNames can only be specified when using expressions";

// --- Applying an update ---
inline constexpr std::string_view kAbsentOperand =
    "The provided expression refers to an attribute that does not exist in the item";
inline constexpr std::string_view kWrongOperandInItem =
    "An operand in the update expression has an incorrect data type";
inline constexpr std::string_view kInvalidUpdatePath =
    "The document path provided in the update expression is invalid for update";
inline constexpr std::string_view kTypeMismatch = "Type mismatch for attribute to update";
inline constexpr std::string_view kNestedTooDeep =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
    "beyond "
    "supported limit";

// --- Key conditions ---
std::string KeyOperatorNotAllowed(std::string_view operation);
std::string KeyNotFirstOperand(std::string_view operation);
inline constexpr std::string_view kNestedKeyOperation =
    "KeyConditionExpressions cannot contain nested operations";
inline constexpr std::string_view kNestedKeyAttribute =
    "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested "
    "attributes";
inline constexpr std::string_view kTwoAttributesInCondition =
    "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition";
inline constexpr std::string_view kNoKeyInCondition =
    "Invalid condition in KeyConditionExpression: No key attribute specified";
inline constexpr std::string_view kKeyConditionTwice =
    "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per "
    "key";
std::string TooManyKeyConditions(size_t conditions, size_t key_attributes);
inline constexpr std::string_view kKeyConditionCount = "Conditions can be of length 1 or 2 only";
inline constexpr std::string_view kKeyConditionNotSupported = "Query key condition not supported";
inline constexpr std::string_view kNotIndexable =
    "Attempted conditional constraint is not an indexable operation";
inline constexpr std::string_view kKeyTypeMismatch =
    "Condition parameter type does not match schema type";
std::string MissedKeyElement(std::string_view name);
// type: "string" or "binary"
std::string EmptyKeyValue(std::string_view type, std::string_view name);
inline constexpr std::string_view kPartitionKeyTooLong =
    "Size of hashkey has exceeded the maximum size limit of2048 bytes";
inline constexpr std::string_view kSortKeyTooLong =
    "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";

// --- The older parameters ---
std::string ExistsWithOperator(std::string_view name);
std::string ValueWithList(std::string_view name);
std::string OperatorWithoutValue(std::string_view operation, std::string_view name);
std::string ListWithoutOperator(std::string_view name);
// exists: "true" or, where Exists was not given, "null"
std::string ValueMissing(std::string_view exists, std::string_view name);
std::string ValueWithExistsFalse(std::string_view name);
std::string WrongArgumentCount(std::string_view operation);
std::string OperatorNotForType(std::string_view operation, std::string_view type);
inline constexpr std::string_view kListTypesDiffer =
    "AttributeValues inside AttributeValueList must be of same type";
inline constexpr std::string_view kLegacyBetweenReversed =
    "The BETWEEN condition was provided a range where the lower bound is greater than the upper "
    "bound";
inline constexpr std::string_view kOperatorNeedsTwo =
    "ConditionalOperator can only be used when Filter or Expected has two or more elements";
inline constexpr std::string_view kOperatorNeedsConditions =
    "ConditionalOperator cannot be used without Filter or Expected";
inline constexpr std::string_view kOnlyDeleteWithoutValue =
    "Only DELETE action is allowed when no attribute value is specified";
std::string DeleteNotForType(std::string_view type);
std::string AddNotForType(std::string_view type);
std::string DuplicateName(std::string_view name);
inline constexpr std::string_view kEmptyName = "Empty attribute name";

}  // namespace stator::api::expr::messages
