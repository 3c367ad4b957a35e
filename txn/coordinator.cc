#include "txn/coordinator.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "kv/base/limits.h"
#include "kv/table/table_key.h"
#include "txn/token_sweeper.h"

namespace stator::txn {
namespace {

// Whether AWS reports such a refusal as a reason of one action. Every other one is a failure of the
// whole.
bool IsReason(Code code) {
  switch (code) {
    case Code::kOk:
    case Code::kValidation:
    case Code::kConditionFailed:
    case Code::kTransactionConflict:
    case Code::kCollectionTooLarge:
    case Code::kThrottled:
    case Code::kOverCeiling: return true;
    default: return false;
  }
}

Status Canceled() { return Status(Code::kTransactionCanceled, ""); }

// kTransactionCanceled, or the first refusal that is more than a reason.
Status WholeStatus(const std::vector<Status>& reasons) {
  for (const Status& reason : reasons) {
    if (!IsReason(reason.code())) return reason;
  }
  return Canceled();
}

bool AnyRefused(const std::vector<Status>& reasons) {
  return std::any_of(reasons.begin(), reasons.end(), [](const Status& s) { return !s.ok(); });
}

Status CheckTotal(uint64_t bytes) {
  if (bytes <= limits::kTransactionBytes) return OkStatus();
  return Status(Code::kTooLarge, "Transaction size exceeds the limit of 4 MB");
}

// A deleted or checked item counts as it was.
uint64_t TotalBytes(const std::vector<ItemSizes>& sizes) {
  uint64_t total = 0;
  for (const ItemSizes& one : sizes) total += one.new_bytes != 0 ? one.new_bytes : one.old_bytes;
  return total;
}

std::vector<uint64_t> NewBytes(const std::vector<ItemSizes>& sizes) {
  std::vector<uint64_t> bytes;
  bytes.reserve(sizes.size());
  for (const ItemSizes& one : sizes) bytes.push_back(one.new_bytes);
  return bytes;
}

}  // namespace

Coordinator::Coordinator(Database* database, CoordinatorOptions options)
    : database_(database),
      options_(options),
      ledger_(std::make_shared<TokenLedger>(&database->store(), &database->clock())) {
  database->lifecycle().RunStanding(NewTokenSweeper(ledger_, &database->clock()));
}

WriteResult Coordinator::Write(WriteTransaction transaction) {
  if (!transaction.token) return WriteAll(std::move(transaction), nullptr);
  Result<TokenLedger::Begun> begun = ledger_->Begin(*transaction.token);
  if (!begun.ok()) return {begun.status(), {}, {}, std::nullopt};
  if (begun->replay) return {OkStatus(), {}, {}, std::move(begun->replay->item_bytes)};
  return WriteAll(std::move(transaction), &begun->claim);
}

WriteResult Coordinator::WriteAll(WriteTransaction transaction, const TokenClaim* claim) {
  AtomicWrite write{.writes = std::move(transaction.writes),
                    .refused = std::move(transaction.refused),
                    .conflicts = options_.conflicts,
                    .between_phases = {},
                    .also = {}};
  if (options_.delay_micros > 0) write.between_phases = [this] { Delay(); };
  write.also = [claim](const std::vector<ItemSizes>& sizes, WriteBatch* batch) {
    STATOR_RETURN_IF_ERROR(CheckTotal(TotalBytes(sizes)));
    if (claim != nullptr) claim->AddTo(NewBytes(sizes), batch);
    return OkStatus();
  };
  AtomicOutcome outcome = database_->writer().WriteAll(write);
  if (outcome.status.code() == Code::kTransactionCanceled) {
    outcome.status = WholeStatus(outcome.refusals);
  }
  return {std::move(outcome.status), std::move(outcome.refusals), std::move(outcome.outcomes),
          std::nullopt};
}

void Coordinator::Delay() {
  const int64_t end = SystemClock()->MonotonicMicros() + options_.delay_micros;
  MutexLock lock(&mu_);
  while (!no_delays_) {
    const int64_t left = end - SystemClock()->MonotonicMicros();
    if (left <= 0) return;
    delays_end_.WaitFor(&mu_, left);
  }
}

void Coordinator::EndDelays() {
  {
    MutexLock lock(&mu_);
    no_delays_ = true;
  }
  delays_end_.NotifyAll();
}

// A transaction's batch is in a snapshot as a whole or not at all; so this is not for the reads to
// be right, but for the service's behaviour.
void Coordinator::RefusePrepared(const std::vector<ItemToRead>& items,
                                 std::vector<Status>* reasons) {
  const PreparedKeys& prepared = database_->locks().prepared();
  if (prepared.empty()) return;
  const uint32_t partitions = database_->store().partitions();
  for (size_t i = 0; i < items.size(); ++i) {
    if (!(*reasons)[i].ok()) continue;
    const Location location = LocateItem(*items[i].schema, items[i].key, partitions);
    if (prepared.Contains(location.key)) (*reasons)[i] = TransactionConflict();
  }
}

ReadResult Coordinator::Read(const std::vector<ItemToRead>& items,
                             const std::vector<Status>& refused) {
  ReadResult result;
  result.reasons = refused;
  result.reasons.resize(items.size());
  RefusePrepared(items, &result.reasons);
  const auto snapshot = database_->store().NewSnapshot();
  result.items.resize(items.size());
  uint64_t bytes = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!result.reasons[i].ok()) continue;
    PinnedItem item;
    const Status status =
        ReadItem(database_->store(), *items[i].schema, items[i].key, &item, snapshot.get());
    if (status.code() == Code::kNotFound) continue;
    if (!status.ok()) return {status, {}, {}};
    bytes += item.view().SizeBytes();
    result.items[i] = std::move(item);
  }
  result.status = AnyRefused(result.reasons) ? WholeStatus(result.reasons) : CheckTotal(bytes);
  return result;
}

}  // namespace stator::txn
