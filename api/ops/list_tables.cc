#include "api/ops/list_tables.h"

#include <string>

#include "api/ops/page_limit.h"

namespace stator::api {
namespace {

constexpr int64_t kLargestPage = 100;

}  // namespace

// The start may name a table that is gone, or never was.
Result<ListTablesResponse> ListTables(const OpContext& context, const ListTablesRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const size_t page, PageLimit(request.limit, kLargestPage));
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
