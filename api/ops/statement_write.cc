#include "api/ops/statement_write.h"

#include <string>
#include <utility>

#include "api/ops/delete_item.h"
#include "api/ops/put_item.h"
#include "api/ops/update_item.h"
#include "api/partiql/messages.h"
#include "api/partiql/write_plan.h"

namespace stator::api {
namespace {

class WritePlanner {
 public:
  WritePlanner(const TableSchema& schema, const std::vector<Value>& parameters)
      : schema_(schema), parameters_(parameters) {}

  Result<StatementWrite> operator()(const partiql::InsertStatement& insert) const {
    return ToWrite(partiql::PlanInsert(insert, schema_, parameters_));
  }
  Result<StatementWrite> operator()(const partiql::UpdateStatement& update) const {
    return ToWrite(partiql::PlanUpdate(update, schema_, parameters_));
  }
  Result<StatementWrite> operator()(const partiql::DeleteStatement& erase) const {
    return ToWrite(partiql::PlanDelete(erase, schema_, parameters_));
  }
  Result<StatementWrite> operator()(const partiql::ExistsStatement&) const {
    return ValidationError(std::string(partiql::messages::kExistsOutsideTransaction));
  }
  Result<StatementWrite> operator()(const partiql::SelectStatement&) const {
    return InternalError("a SELECT is no write");
  }

 private:
  template <typename Request>
  static Result<StatementWrite> ToWrite(Result<Request> planned) {
    if (!planned.ok()) return planned.status();
    return StatementWrite(std::move(planned).value());
  }

  const TableSchema& schema_;
  const std::vector<Value>& parameters_;
};

Result<WriteItemResponse> Run(const OpContext& context, const PutItemRequest& put) {
  Result<WriteItemResponse> reply = PutItem(context, put);
  if (!reply.ok()) return ToDuplicateItem(reply.status());
  return reply;
}
Result<WriteItemResponse> Run(const OpContext& context, const UpdateItemRequest& update) {
  return UpdateItem(context, update);
}
Result<WriteItemResponse> Run(const OpContext& context, const DeleteItemRequest& erase) {
  return DeleteItem(context, erase);
}

ItemView KeyIn(const PutItemRequest& put) { return put.item.view(); }
ItemView KeyIn(const UpdateItemRequest& update) { return update.key.view(); }
ItemView KeyIn(const DeleteItemRequest& erase) { return erase.key.view(); }

}  // namespace

Result<StatementWrite> PlanStatementWrite(const partiql::Statement& statement,
                                          const TableSchema& schema,
                                          const std::vector<Value>& parameters) {
  return std::visit(WritePlanner(schema, parameters), statement.body);
}

ItemView KeyOf(const StatementWrite& write) {
  return std::visit([](const auto& request) { return KeyIn(request); }, write);
}

Result<WriteItemResponse> RunStatementWrite(const OpContext& context, StatementWrite write,
                                            const StatementWriteOptions& options) {
  return std::visit(
      [&](auto& request) {
        request.on_condition_failure = options.on_condition_failure;
        request.return_consumed_capacity = options.return_consumed_capacity;
        return Run(context, request);
      },
      write);
}

Status ToDuplicateItem(const Status& status) {
  if (status.code() != Code::kConditionFailed) return status;
  return Status(Code::kDuplicateItem, "Duplicate primary key exists in table", status.payload());
}

}  // namespace stator::api
