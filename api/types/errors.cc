#include "api/types/errors.h"

namespace stator::api {
namespace {

constexpr std::string_view kMessage = "message";
constexpr std::string_view kCapitalMessage = "Message";

constexpr WireError kInternalError = {"com.amazonaws.dynamodb.v20120810#InternalServerError", 500,
                                      kMessage};

}  // namespace

std::string_view WireError::exception_name() const { return type.substr(type.find('#') + 1); }

// Errors of the service proper are in its own namespace, those of AWS's front end in Coral's.
WireError ToWireError(Code code) {
  switch (code) {
    case Code::kValidation:
    case Code::kTooLarge: return {"com.amazon.coral.validate#ValidationException", 400, kMessage};
    case Code::kSerialization:
      return {"com.amazon.coral.service#SerializationException", 400, kCapitalMessage};
    case Code::kUnknownOperation:
      return {"com.amazon.coral.service#UnknownOperationException", 400, kMessage};
    case Code::kMissingAuth:
      return {"com.amazon.coral.service#MissingAuthenticationTokenException", 400, kMessage};
    case Code::kAccessDenied:
      return {"com.amazon.coral.service#AccessDeniedException", 400, kCapitalMessage};
    case Code::kNotFound:
      return {"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", 400, kMessage};
    case Code::kTableNotFound:
      return {"com.amazonaws.dynamodb.v20120810#TableNotFoundException", 400, kMessage};
    case Code::kPolicyNotFound:
      return {"com.amazonaws.dynamodb.v20120810#PolicyNotFoundException", 400, kMessage};
    case Code::kResourceInUse:
      return {"com.amazonaws.dynamodb.v20120810#ResourceInUseException", 400, kMessage};
    case Code::kLimitExceeded:
      return {"com.amazonaws.dynamodb.v20120810#LimitExceededException", 400, kMessage};
    case Code::kConditionFailed:
      return {"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", 400, kMessage};
    case Code::kDuplicateItem:
      return {"com.amazonaws.dynamodb.v20120810#DuplicateItemException", 400, kMessage};
    case Code::kTransactionConflict:
      return {"com.amazonaws.dynamodb.v20120810#TransactionConflictException", 400, kMessage};
    case Code::kTransactionCanceled:
      return {"com.amazonaws.dynamodb.v20120810#TransactionCanceledException", 400,
              kCapitalMessage};
    case Code::kTransactionInProgress:
      return {"com.amazonaws.dynamodb.v20120810#TransactionInProgressException", 400,
              kCapitalMessage};
    case Code::kIdempotentMismatch:
      return {"com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException", 400,
              kCapitalMessage};
    case Code::kExpiredIterator:
      return {"com.amazonaws.dynamodb.v20120810#ExpiredIteratorException", 400, kMessage};
    case Code::kTrimmedData:
      return {"com.amazonaws.dynamodb.v20120810#TrimmedDataAccessException", 400, kMessage};
    case Code::kCollectionTooLarge:
      return {"com.amazonaws.dynamodb.v20120810#ItemCollectionSizeLimitExceededException", 400,
              kMessage};
    case Code::kThrottled:
      return {"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", 400,
              kMessage};
    case Code::kOverCeiling:
      return {"com.amazonaws.dynamodb.v20120810#ThrottlingException", 400, kMessage};
    case Code::kUnavailable:
      return {"com.amazonaws.dynamodb.v20120810#ServiceUnavailable", 503, kMessage};
    case Code::kOk:
    case Code::kFenced:
    case Code::kUnknown:
    case Code::kCorruption:
    case Code::kFormat:
    case Code::kInternal: break;
  }
  return kInternalError;
}

}  // namespace stator::api
