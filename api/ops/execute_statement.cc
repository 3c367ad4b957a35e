#include "api/ops/execute_statement.h"

#include <utility>
#include <variant>

#include "api/ops/key_paths.h"
#include "api/ops/prepare_statement.h"
#include "api/ops/read_plan.h"
#include "api/ops/statement_read.h"
#include "api/ops/statement_token.h"
#include "api/ops/statement_write.h"
#include "api/partiql/select_plan.h"

namespace stator::api {
namespace {

Result<ExecuteStatementResponse> Read(const OpContext& context,
                                      const ExecuteStatementRequest& request,
                                      const partiql::SelectStatement& select,
                                      const TableSchema& schema) {
  const uint64_t fingerprint = FingerprintOf(context, request.statement, request.parameters);
  StatementPageOptions options{.consistent_read = request.consistent_read,
                               .limit = request.limit,
                               .start = {},
                               .return_consumed_capacity = request.return_consumed_capacity};
  if (request.next_token) {
    STATOR_ASSIGN_OR_RETURN(options.start, DecodeStatementToken(*request.next_token, fingerprint));
  }
  STATOR_ASSIGN_OR_RETURN(const partiql::SelectPlan plan,
                          partiql::PlanSelect(select, schema, request.parameters));
  STATOR_RETURN_IF_ERROR(RefusePathsIntoKeys(schema, plan.columns.DereferencedNames()));
  STATOR_ASSIGN_OR_RETURN(StatementPage page, ReadStatementPage(context, plan, options));
  ExecuteStatementResponse response;
  response.items = std::move(page.items);
  if (page.next) response.next_token = EncodeStatementToken(fingerprint, *page.next);
  response.last_evaluated_key = std::move(page.last_evaluated_key);
  response.consumed_capacity = std::move(page.consumed_capacity);
  return response;
}

}  // namespace

Result<ExecuteStatementResponse> ExecuteStatement(const OpContext& context,
                                                  const ExecuteStatementRequest& request) {
  if (request.limit) STATOR_RETURN_IF_ERROR(CheckAtLeast("limit", *request.limit, 1));
  STATOR_ASSIGN_OR_RETURN(const auto statement, ReadStatement(request.statement));
  STATOR_RETURN_IF_ERROR(CheckBeforeTable(*statement, request.parameters));
  STATOR_ASSIGN_OR_RETURN(const auto schema, FindSchema(context, *statement));
  if (const auto* select = std::get_if<partiql::SelectStatement>(&statement->body)) {
    return Read(context, request, *select, *schema);
  }
  STATOR_ASSIGN_OR_RETURN(StatementWrite write,
                          PlanStatementWrite(*statement, *schema, request.parameters));
  STATOR_ASSIGN_OR_RETURN(
      WriteItemResponse written,
      RunStatementWrite(context, std::move(write),
                        {request.on_condition_failure, request.return_consumed_capacity}));
  ExecuteStatementResponse response;
  if (written.attributes) response.items.push_back(std::move(*written.attributes));
  response.consumed_capacity = std::move(written.consumed_capacity);
  return response;
}

}  // namespace stator::api
