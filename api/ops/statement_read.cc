#include "api/ops/statement_read.h"

#include <utility>

#include "api/ops/query.h"
#include "api/ops/scan.h"
#include "kv/base/limits.h"
#include "kv/partition/throttle.h"

namespace stator::api {
namespace {

void AddIndexes(const std::map<std::string, double>& from, std::map<std::string, double>* to) {
  for (const auto& [name, units] : from) (*to)[name] += units;
}

void AddCapacity(std::optional<ConsumedCapacity> used, std::optional<ConsumedCapacity>* total) {
  if (!used) return;
  if (!*total) {
    *total = std::move(used);
    return;
  }
  (*total)->units += used->units;
  (*total)->table_units += used->table_units;
  AddIndexes(used->local_indexes, &(*total)->local_indexes);
  AddIndexes(used->global_indexes, &(*total)->global_indexes);
}

class StatementPageReader {
 public:
  StatementPageReader(const OpContext& context, const partiql::SelectPlan& plan,
                      const StatementPageOptions& options)
      : context_(context), plan_(plan), options_(options), left_(options.limit) {}

  Result<StatementPage> Read() {
    if (plan_.hash_keys.empty()) {
      ScanRequest scan = plan_.scan;
      Complete(options_.start.start_after, &scan);
      STATOR_RETURN_IF_ERROR(Take(0, Scan(context_, scan)).status());
      return std::move(page_);
    }
    QueryRequest query = plan_.query;
    std::optional<Item> start_after = options_.start.start_after;
    for (uint32_t i = options_.start.query; i < plan_.hash_keys.size(); ++i) {
      if (i - options_.start.query == partiql::kHashKeysPerPage ||
          scanned_bytes_ >= limits::kPageBytes) {
        page_.next = {i, std::nullopt};
        break;
      }
      partiql::AimAt(plan_.hash_keys[i], &query);
      Complete(std::exchange(start_after, std::nullopt), &query);
      auto read = Query(context_, query);
      if (i > options_.start.query && ThrottleOf(read.status())) {
        page_.next = {i, std::nullopt};  // what was read is paid for: it is a short page
        break;
      }
      STATOR_ASSIGN_OR_RETURN(const bool at_end, Take(i, std::move(read)));
      if (!at_end) break;
    }
    return std::move(page_);
  }

 private:
  void Complete(std::optional<Item> start_after, ReadPageRequest* request) const {
    request->consistent_read = options_.consistent_read;
    request->limit = left_;
    request->exclusive_start_key = std::move(start_after);
    request->return_consumed_capacity = options_.return_consumed_capacity;
  }

  // Whether the query has no more pages.
  Result<bool> Take(uint32_t query, Result<ReadPageResponse> read) {
    STATOR_ASSIGN_OR_RETURN(ReadPageResponse reply, std::move(read));
    for (Item& item : reply.items) {
      page_.items.push_back(plan_.columns.shapes() ? plan_.columns.Apply(item.view())
                                                   : std::move(item));
    }
    scanned_bytes_ += reply.scanned_bytes;
    if (left_) *left_ -= reply.scanned_count;
    AddCapacity(std::move(reply.consumed_capacity), &page_.consumed_capacity);
    if (!reply.last_evaluated_key) return true;
    page_.next = {query, reply.last_evaluated_key};
    page_.last_evaluated_key = std::move(reply.last_evaluated_key);
    return false;
  }

  const OpContext& context_;
  const partiql::SelectPlan& plan_;
  const StatementPageOptions& options_;
  std::optional<int64_t> left_;  // of the limit
  size_t scanned_bytes_ = 0;
  StatementPage page_;
};

}  // namespace

Result<StatementPage> ReadStatementPage(const OpContext& context, const partiql::SelectPlan& plan,
                                        const StatementPageOptions& options) {
  return StatementPageReader(context, plan, options).Read();
}

}  // namespace stator::api
