#include "api/ops/list_tables.h"

#include <string>

#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

constexpr int64_t kLargestPage = 100;

Status CheckLimit(int64_t limit) {
  if (limit < 1) {
    return BrokenConstraint(std::to_string(limit), "limit",
                            "have value greater than or equal to 1");
  }
  if (limit > kLargestPage) {
    return BrokenConstraint(std::to_string(limit), "limit", "have value less than or equal to 100");
  }
  return OkStatus();
}

}  // namespace

// The start may name a table that is gone, or never was.
Result<ListTablesResponse> ListTables(const OpContext& context, const ListTablesRequest& request) {
  const int64_t limit = request.limit.value_or(kLargestPage);
  STATOR_RETURN_IF_ERROR(CheckLimit(limit));
  const auto page = static_cast<size_t>(limit);
  ListTablesResponse reply;
  // One more than the page tells whether there is another.
  reply.table_names = context.database->catalog().List(
      context.space, request.exclusive_start_table_name.value_or(std::string()), page + 1);
  if (reply.table_names.size() > page) {
    reply.table_names.pop_back();
    reply.last_evaluated_table_name = reply.table_names.back();
  }
  return reply;
}

}  // namespace stator::api
