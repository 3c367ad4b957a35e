#include "api/ops/call_meter.h"

#include <algorithm>

#include "api/types/errors.h"
#include "kv/base/clock.h"
#include "kv/partition/throttle.h"

namespace stator::api {

CallMeter::CallMeter(size_t operation, const std::string& space, CallTotals* totals)
    : operation_(operation),
      space_(space),
      totals_(totals),
      started_micros_(SystemClock()->MonotonicMicros()) {}

CallMeter::~CallMeter() {
  if (!finished_) Finish(InternalError(""));
}

void CallMeter::NoteTable(const std::shared_ptr<Table>& table) {
  if (first_.table == nullptr) first_.table = table;
  if (first_.table == table) return;
  const auto same = [&](const Noted& noted) { return noted.table == table; };
  if (std::none_of(more_.begin(), more_.end(), same)) more_.push_back({table});
}

void CallMeter::NoteReturned(size_t count, size_t bytes) {
  returned_ += count;
  returned_bytes_ += bytes;
}

void CallMeter::NoteRefusals(const std::vector<Status>& statuses) {
  const auto mark = [](const Throttle& throttle, Noted* noted) {
    noted->throttled |= noted->table->schema()->name == throttle.table_name;
  };
  for (const Status& status : statuses) {
    const auto throttle = ThrottleOf(status);
    if (!throttle || first_.table == nullptr) continue;
    any_throttled_ = true;
    mark(*throttle, &first_);
    for (Noted& noted : more_) mark(*throttle, &noted);
  }
}

// The exceptions that are no user errors: "UserErrors" in "DynamoDB Metrics and dimensions".
CallOutcome CallMeter::OutcomeOf(const Status& status) const {
  switch (status.code()) {
    case Code::kOk: return CallOutcome::kSuccess;
    case Code::kConditionFailed: return CallOutcome::kConditionFailed;
    case Code::kThrottled:
    case Code::kOverCeiling: return CallOutcome::kThrottled;
    case Code::kTransactionCanceled:
      return any_throttled_ ? CallOutcome::kThrottled : CallOutcome::kUserError;
    default:
      return ToWireError(status.code()).http_status < 500 ? CallOutcome::kUserError
                                                          : CallOutcome::kSystemError;
  }
}

void CallMeter::Finish(const Status& status) {
  finished_ = true;
  const CallOutcome outcome = OutcomeOf(status);
  totals_->Count(operation_, outcome);
  if (outcome == CallOutcome::kUserError) totals_->CountUserError(space_);
  if (first_.table == nullptr) return;
  // Without reasons, everything was throttled: a single item, or a whole batch.
  const bool all_throttled = outcome == CallOutcome::kThrottled && !any_throttled_;
  const int64_t micros = SystemClock()->MonotonicMicros() - started_micros_;
  const auto count = [&](Noted* noted) {
    noted->throttled |= all_throttled;
    CountTable(outcome, micros, *noted);
  };
  count(&first_);
  for (Noted& noted : more_) count(&noted);
  if (outcome == CallOutcome::kSuccess && (returned_ > 0 || returned_bytes_ > 0)) {
    first_.table->events().Of(operation_).CountReturned(returned_, returned_bytes_);
  }
}

void CallMeter::CountTable(CallOutcome outcome, int64_t micros, const Noted& noted) const {
  OperationEvents& events = noted.table->events().Of(operation_);
  switch (outcome) {
    case CallOutcome::kSuccess: events.CountSuccess(micros); break;
    case CallOutcome::kSystemError: events.CountSystemError(); break;
    case CallOutcome::kThrottled:
      if (noted.throttled) events.CountThrottled();
      break;
    case CallOutcome::kUserError:
    case CallOutcome::kConditionFailed: break;
  }
}

}  // namespace stator::api
