#include "kv/base/status.h"

namespace stator {

const std::string& Status::EmptyString() {
  static const std::string empty;
  return empty;
}

Status ValidationError(std::string message) { return {Code::kValidation, std::move(message)}; }
Status InternalError(std::string message) { return {Code::kInternal, std::move(message)}; }
Status CorruptionError(std::string message) { return {Code::kCorruption, std::move(message)}; }

std::string_view CodeName(Code code) {
  switch (code) {
    case Code::kOk: return "Ok";
    case Code::kValidation: return "Validation";
    case Code::kSerialization: return "Serialization";
    case Code::kUnknownOperation: return "UnknownOperation";
    case Code::kMissingAuth: return "MissingAuth";
    case Code::kAccessDenied: return "AccessDenied";
    case Code::kNotFound: return "NotFound";
    case Code::kTableNotFound: return "TableNotFound";
    case Code::kPolicyNotFound: return "PolicyNotFound";
    case Code::kResourceInUse: return "ResourceInUse";
    case Code::kLimitExceeded: return "LimitExceeded";
    case Code::kConditionFailed: return "ConditionFailed";
    case Code::kDuplicateItem: return "DuplicateItem";
    case Code::kTransactionConflict: return "TransactionConflict";
    case Code::kTransactionCanceled: return "TransactionCanceled";
    case Code::kTransactionInProgress: return "TransactionInProgress";
    case Code::kIdempotentMismatch: return "IdempotentMismatch";
    case Code::kExpiredIterator: return "ExpiredIterator";
    case Code::kTrimmedData: return "TrimmedData";
    case Code::kCollectionTooLarge: return "CollectionTooLarge";
    case Code::kThrottled: return "Throttled";
    case Code::kOverCeiling: return "OverCeiling";
    case Code::kTooLarge: return "TooLarge";
    case Code::kUnavailable: return "Unavailable";
    case Code::kFenced: return "Fenced";
    case Code::kUnknown: return "Unknown";
    case Code::kCorruption: return "Corruption";
    case Code::kFormat: return "Format";
    case Code::kInternal: return "Internal";
  }
  return "Invalid";
}

}  // namespace stator
