// Measures one call of an operation, for the metrics: which tables it was about, how it ended and
// how long it took. Made where calls come in (api/engine.cc), one for each, so that handlers need
// not count; they only find it in their context to tell it of tables and of what they return.
// Threads: none of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/ops/call_totals.h"
#include "kv/base/status.h"
#include "kv/table/table.h"

namespace stator::api {

class CallMeter {
 public:
  // `operation`: its place in the op table. `space` and `totals` must outlive this object.
  CallMeter(size_t operation, const std::string& space, CallTotals* totals);
  // A call that did not come to its end: an exception.
  ~CallMeter();
  CallMeter(const CallMeter&) = delete;
  CallMeter& operator=(const CallMeter&) = delete;

  // The call reads or writes the table's items, or its stream.
  void NoteTable(const std::shared_ptr<Table>& table);
  void NoteReturned(size_t count, size_t bytes);
  // Why a transaction was cancelled.
  void NoteRefusals(const std::vector<Status>& statuses);

  // Counts the call; once.
  void Finish(const Status& status);
  // The call has not begun: it comes again.
  void Drop() { finished_ = true; }

 private:
  struct Noted {
    std::shared_ptr<Table> table;
    bool throttled = false;
  };

  CallOutcome OutcomeOf(const Status& status) const;
  void CountTable(CallOutcome outcome, int64_t micros, const Noted& noted) const;

  const size_t operation_;
  const std::string& space_;
  CallTotals* const totals_;
  const int64_t started_micros_;  // of the machine's own clock: the engine's may stand still
  bool finished_ = false;
  bool any_throttled_ = false;
  size_t returned_ = 0;
  size_t returned_bytes_ = 0;
  Noted first_;  // most calls have one table
  std::vector<Noted> more_;
};

}  // namespace stator::api
