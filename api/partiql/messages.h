// What statements are refused with. Sources: texts that users of the service have published, and
// what AWS's own DynamoDB Local answers, which shares the service's translation of statements;
// docs/compatibility.md says which are of our own.
#pragma once

#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator::api::partiql::messages {

// "Statement wasn't well formed, can't be processed: <detail>". The details are those of PartiQL's
// reference parser, which the service's own texts have been seen to come from.
Status Malformed(std::string_view detail);
inline constexpr std::string_view kExpectedStatement = "Expected data manipulation";
inline constexpr std::string_view kUnexpectedKeyword = "Unexpected keyword";
inline constexpr std::string_view kUnexpectedTerm = "Unexpected term";
inline constexpr std::string_view kMissingRightSide =
    "Missing right-hand side expression of infix operator";
inline constexpr std::string_view kTrailingToken = "Unexpected token after expression";
inline constexpr std::string_view kTrailingStatement =
    "Unexpected token after semicolon. (Only one query is allowed.)";
inline constexpr std::string_view kExpectedName = "Expected identifier!";
inline constexpr std::string_view kInvalidPathStep = "Invalid path dot component";
inline constexpr std::string_view kExpectedAssignment = "Expected '='";
inline constexpr std::string_view kExpectedFromAfterSelect = "Expected FROM after SELECT list";
inline constexpr std::string_view kExpectedFromAfterDelete = "Expected FROM after DELETE";
inline constexpr std::string_view kExpectedReturning =
    "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.";
inline constexpr std::string_view kTooDeep = "Expressions are nested too deep";

inline constexpr std::string_view kParameterCount =
    "Number of parameters in request and statement don't match.";
inline constexpr std::string_view kInvalidToken = "Invalid NextToken";
inline constexpr std::string_view kForeignToken = "NextToken does not match request";

// --- Keys and order ---
inline constexpr std::string_view kKeyNotGiven =
    "Where clause does not contain a mandatory equality on all key attributes";
std::string SeveralValuesOfKey(std::string_view key);
// operation: "BatchExecuteStatement"
std::string KeyNotGivenInSelect(std::string_view operation);
std::string KeyTypeMismatch(std::string_view key);
std::string KeyNotInItem(std::string_view key);
inline constexpr std::string_view kOrderWithoutWhere =
    "Must have WHERE clause in the statement when using ORDER BY clause.";
inline constexpr std::string_view kOrderWithoutHashKey =
    "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY "
    "clause.";
inline constexpr std::string_view kOrderNeedsHashKey =
    "Must have hash key in ORDER BY clause when more than one hash key condition specified in "
    "WHERE clause.";
std::string NotAKeyInOrder(std::string_view name);
inline constexpr std::string_view kPathInOrder =
    "Argument to ORDER BY must be of type VariableReference. Type: PATH";
inline constexpr std::string_view kMixedDirections =
    "Sort keys of ORDER BY clause must have the same direction";

// --- What DynamoDB does not have of PartiQL ---
// operation: "CreateTable"
std::string UnsupportedOperation(std::string_view operation);
// clause: "GROUP BY"
std::string UnsupportedClause(std::string_view clause);
std::string UnsupportedToken(std::string_view token);
std::string UnsupportedOperator(std::string_view sign);
std::string UnsupportedIsType(std::string_view type);
std::string UnrecognizedFunction(std::string_view function);
inline constexpr std::string_view kUnexpectedPathComponent = "Unexpected path component";
inline constexpr std::string_view kHierarchyChange =
    "Changing item's hierarchy while reading isn't supported";
inline constexpr std::string_view kWildcardInPath =
    "Unpivot path component like a.*.b are not supported";
inline constexpr std::string_view kValueProjection =
    "Select projection doesn't support value or pivot keywords";
std::string DuplicateColumn(std::string_view name);
inline constexpr std::string_view kAlias = "Aliasing is not supported";
inline constexpr std::string_view kSeveralSources =
    "Only select from a single table or index is supported.";
inline constexpr std::string_view kSourceTooDeep =
    "A path may contain at most 2 components in the FROM clause";
inline constexpr std::string_view kUnexpectedSource = "Unexpected from source";
inline constexpr std::string_view kNoCondition =
    "WHERE clause must contain an expression that resolves to a boolean";
inline constexpr std::string_view kNoConditionInNot =
    "The argument to NOT must be a Type or Expression";
inline constexpr std::string_view kNoConditionInChain =
    "The arguments to AND/OR must be Expressions";
inline constexpr std::string_view kUnsupportedIsOperand =
    "The left hand side argument to IS must be a Variable Reference, Literal, or Path";
inline constexpr std::string_view kUnsupportedOperand =
    "Unsupported operand: a path, a value or size(path) is needed";
inline constexpr std::string_view kMissingWithoutIs = "MISSING must be compared using IS operator";
inline constexpr std::string_view kBadIn =
    "IN operator must have a left hand argument of type Variable Reference and right hand argument "
    "of type Seq with at least one member";
inline constexpr std::string_view kUnsupportedAssignment = "Unsupported expression in SET clause";
// function: "SET_ADD"
std::string SetArgumentNoSet(std::string_view function);
std::string SetFunctionOnOtherPath(std::string_view function);
inline constexpr std::string_view kInsertWithoutValue = "InsertOp";
inline constexpr std::string_view kAtInInsert = "AT is not supported in insert statements.";
inline constexpr std::string_view kInsertIntoIndex =
    "FROM clause may only contain a single table name in data manipulation statements";
inline constexpr std::string_view kIndexIsReadOnly = "This operation is not supported on an index";

// --- RETURNING ---
inline constexpr std::string_view kReturningInInsert = "RETURNING is not supported in INSERT";
inline constexpr std::string_view kReturningColumns =
    "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause";
inline constexpr std::string_view kSeveralReturning =
    "Invalid syntax with multiple returning elements in RETURNING clause";
// clause: "ALL NEW"
std::string ReturningInDelete(std::string_view clause);

// --- Values ---
inline constexpr std::string_view kItemIsNoMap =
    "Unsupported format in item expression. Please use struct format {...} to express item values "
    "for insert statement.";
std::string UnsupportedValue(std::string_view text);
std::string DuplicateMapName(std::string_view name);
inline constexpr std::string_view kMapNameIsNoString =
    "Tuple keys must be of type String. Actual type: VariableReference under root";
inline constexpr std::string_view kEmptySet = "Empty bags are not supported";
inline constexpr std::string_view kSetOfOtherTypes =
    "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags";
inline constexpr std::string_view kDuplicateElement = "Input collection contains duplicates";
inline constexpr std::string_view kTooManyDigits =
    "DynamoDB only supports precision up to 38 digits";
inline constexpr std::string_view kEmptyName = "Path component cannot be an empty string";

// --- Batches and transactions ---
inline constexpr std::string_view kMixedBatch =
    "Read and write requests together in the same batch is not supported.";
inline constexpr std::string_view kBatchDuplicates =
    "Provided list of item keys contains duplicates";
inline constexpr std::string_view kMixedTransaction =
    "ExecuteTransaction API does not support both read and write operations in the same request.";
// "Validation failed in TransactStatements[2]: <detail>"
std::string FailedInTransaction(size_t position, std::string_view detail);
inline constexpr std::string_view kReturningInTransaction =
    "RETURNING clause is not supported in ExecuteTransaction.";
inline constexpr std::string_view kIndexInTransaction =
    "Reads on indices are not supported within transactions.";
inline constexpr std::string_view kExistsOnIndex =
    "Operations on indices are not supported in transactions";
inline constexpr std::string_view kExistsNeedsCondition =
    "EXISTS() must contain a single item read with additional condition";
inline constexpr std::string_view kExistsOutsideTransaction =
    "EXISTS can only be used in ExecuteTransaction write requests.";

}  // namespace stator::api::partiql::messages
