// Why a transaction was cancelled: one reason per action, in the order of the request. They travel
// in the payload of a kTransactionCanceled status.
//
//   auto reply = engine->TransactWriteItems(request);
//   for (const auto& reason : CancellationReasons(reply.status())) …
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/codec/item.h"

namespace stator::api {

enum class CancellationCode : uint8_t {
  kNone = 0,  // nothing was wrong with this action
  kConditionalCheckFailed,
  kItemCollectionSizeLimitExceeded,
  kTransactionConflict,
  kProvisionedThroughputExceeded,
  kThrottlingError,
  kValidationError,
  kDuplicateItem,  // an INSERT of a PartiQL transaction
};

struct CancellationReason {
  CancellationCode code = CancellationCode::kNone;
  std::string message{};       // empty for kNone
  std::optional<Item> item{};  // of a failed condition, where the action asked for it
};

// As AWS writes it: "ConditionalCheckFailed".
std::string_view CancellationCodeName(CancellationCode code);

// kTransactionCanceled from one status per action; those that are OK become None.
Status TransactionCanceled(const std::vector<Status>& statuses);

// The statuses that such a status was made from, as far as its reasons tell them apart. Empty for
// every other one.
std::vector<Status> CancellationStatuses(const Status& status);

// The reasons in such a status. Empty for every other one.
std::vector<CancellationReason> CancellationReasons(const Status& status);

}  // namespace stator::api
