#include "api/types/cancellation.h"

#include <utility>

#include "kv/codec/varint.h"

namespace stator::api {
namespace {

constexpr auto kLastCode = CancellationCode::kDuplicateItem;

CancellationCode CodeOf(const Status& status) {
  switch (status.code()) {
    case Code::kOk: return CancellationCode::kNone;
    case Code::kConditionFailed: return CancellationCode::kConditionalCheckFailed;
    case Code::kDuplicateItem: return CancellationCode::kDuplicateItem;
    case Code::kCollectionTooLarge: return CancellationCode::kItemCollectionSizeLimitExceeded;
    case Code::kTransactionConflict: return CancellationCode::kTransactionConflict;
    case Code::kThrottled: return CancellationCode::kProvisionedThroughputExceeded;
    case Code::kOverCeiling:
    case Code::kLimitExceeded: return CancellationCode::kThrottlingError;
    default: return CancellationCode::kValidationError;
  }
}

Code StatusCodeOf(CancellationCode code) {
  switch (code) {
    case CancellationCode::kNone: return Code::kOk;
    case CancellationCode::kConditionalCheckFailed: return Code::kConditionFailed;
    case CancellationCode::kItemCollectionSizeLimitExceeded: return Code::kCollectionTooLarge;
    case CancellationCode::kTransactionConflict: return Code::kTransactionConflict;
    case CancellationCode::kProvisionedThroughputExceeded: return Code::kThrottled;
    case CancellationCode::kThrottlingError: return Code::kLimitExceeded;
    case CancellationCode::kValidationError: return Code::kValidation;
    case CancellationCode::kDuplicateItem: return Code::kDuplicateItem;
  }
  return Code::kInternal;
}

std::string_view MessageOf(const Status& status) {
  // The texts of the exception and of the reason differ (AWS: TransactionCanceledException).
  if (status.code() == Code::kCollectionTooLarge) return "Collection size exceeded.";
  return status.message();
}

// code (1 byte) · length-prefixed message · length-prefixed item bytes. Never stored.
void AppendReason(const Status& status, std::string* payload) {
  payload->push_back(static_cast<char>(CodeOf(status)));
  AppendLengthPrefixed(MessageOf(status), payload);
  // The payload of any other status is not an item (kv/base/status.h).
  const bool has_item =
      status.code() == Code::kConditionFailed || status.code() == Code::kDuplicateItem;
  AppendLengthPrefixed(has_item ? std::string_view(status.payload()) : "", payload);
}

bool ConsumeReason(std::string_view* payload, CancellationReason* reason) {
  const auto code = static_cast<uint8_t>(payload->front());
  payload->remove_prefix(1);
  std::string_view message;
  std::string_view item;
  if (code > static_cast<uint8_t>(kLastCode) || !ConsumeLengthPrefixed(payload, &message) ||
      !ConsumeLengthPrefixed(payload, &item)) {
    return false;
  }
  reason->code = static_cast<CancellationCode>(code);
  reason->message = message;
  if (!item.empty()) reason->item.emplace(ItemView(item));
  return true;
}

}  // namespace

std::string_view CancellationCodeName(CancellationCode code) {
  switch (code) {
    case CancellationCode::kNone: return "None";
    case CancellationCode::kConditionalCheckFailed: return "ConditionalCheckFailed";
    case CancellationCode::kItemCollectionSizeLimitExceeded:
      return "ItemCollectionSizeLimitExceeded";
    case CancellationCode::kTransactionConflict: return "TransactionConflict";
    case CancellationCode::kProvisionedThroughputExceeded: return "ProvisionedThroughputExceeded";
    case CancellationCode::kThrottlingError: return "ThrottlingError";
    case CancellationCode::kValidationError: return "ValidationError";
    case CancellationCode::kDuplicateItem: return "DuplicateItem";
  }
  return "None";
}

Status TransactionCanceled(const std::vector<Status>& statuses) {
  std::string message =
      "Transaction cancelled, please refer cancellation reasons for specific reasons [";
  std::string payload;
  for (const Status& status : statuses) {
    if (!payload.empty()) message.append(", ");
    message.append(CancellationCodeName(CodeOf(status)));
    AppendReason(status, &payload);
  }
  message.push_back(']');
  return Status(Code::kTransactionCanceled, std::move(message), std::move(payload));
}

std::vector<Status> CancellationStatuses(const Status& status) {
  std::vector<Status> statuses;
  for (const CancellationReason& reason : CancellationReasons(status)) {
    if (reason.code == CancellationCode::kNone) {
      statuses.push_back(OkStatus());
      continue;
    }
    std::string payload;
    if (reason.item) payload = std::string(reason.item->encoded());
    statuses.emplace_back(StatusCodeOf(reason.code), reason.message, std::move(payload));
  }
  return statuses;
}

std::vector<CancellationReason> CancellationReasons(const Status& status) {
  std::vector<CancellationReason> reasons;
  if (status.code() != Code::kTransactionCanceled) return reasons;
  std::string_view payload = status.payload();
  while (!payload.empty()) {
    if (!ConsumeReason(&payload, &reasons.emplace_back())) return {};
  }
  return reasons;
}

}  // namespace stator::api
