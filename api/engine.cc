#include "api/engine.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

#include "api/engine_large_calls.h"
#include "api/json/json.h"
#include "api/json/wire_error.h"
#include "api/op_table.h"
#include "api/ops/batch_get_item.h"
#include "api/ops/batch_write_item.h"
#include "api/ops/create_table.h"
#include "api/ops/delete_item.h"
#include "api/ops/delete_table.h"
#include "api/ops/describe_endpoints.h"
#include "api/ops/describe_limits.h"
#include "api/ops/describe_table.h"
#include "api/ops/get_item.h"
#include "api/ops/list_tables.h"
#include "api/ops/op_context.h"
#include "api/ops/put_item.h"
#include "api/ops/query.h"
#include "api/ops/scan.h"
#include "api/ops/tags.h"
#include "api/ops/transact_get_items.h"
#include "api/ops/transact_write_items.h"
#include "api/ops/update_item.h"
#include "api/ops/update_table.h"
#include "api/types/errors.h"
#include "api/validate/structure.h"
#include "kv/table/database.h"
#include "txn/coordinator.h"

namespace stator::api {
namespace {

constexpr std::string_view kDefaultAccount = "000000000000";
constexpr std::string_view kDefaultRegion = "us-east-1";
constexpr std::string_view kSharedSpace = "shared";

// An access key of 12 digits is taken for an account number.
bool IsAccountNumber(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Status CheckOptions(const EngineOptions& options) {
  if (options.transaction_delay_micros == 0) return OkStatus();
  if (options.transaction_delay_micros > 0 &&
      options.transaction_conflicts == ConflictMode::kFail) {
    return OkStatus();
  }
  return ValidationError("a transaction delay must be positive and needs ConflictMode::kFail");
}

DatabaseOptions ToDatabaseOptions(const EngineOptions& options) {
  DatabaseOptions database;
  database.store.path = options.path;
  database.store.in_memory = options.in_memory;
  database.store.durability = options.durability;
  database.store.partitions = options.partitions;
  database.store.compact_at_open = options.compact_at_open;
  database.store.block_cache_bytes = options.block_cache_bytes;
  database.store.write_buffer_bytes = options.write_buffer_bytes;
  database.lifecycle.transient_status_micros = options.transient_status_micros;
  database.clock = options.clock;
  database.random = options.random;
  return database;
}

Status RunCall(const OpContext& context, std::string_view operation, std::string_view body,
               json::Document* document, std::string* reply) {
  const OpRow* row = FindOp(operation);
  if (row == nullptr || row->invoke == nullptr) return Status(Code::kUnknownOperation, "");
  STATOR_ASSIGN_OR_RETURN(const json::Node node, document->Parse(body));
  STATOR_RETURN_IF_ERROR(validate::CheckStructure(operation, node));
  json::Writer writer(reply);
  return row->invoke(context, node, &writer);
}

CallReply ErrorReply(const Status& status) {
  return {ToWireError(status.code()).http_status, json::ErrorBody(status)};
}

}  // namespace

class Engine::Impl {
 public:
  Impl(std::unique_ptr<Database> database, const EngineOptions& options)
      : database_(std::move(database)),
        transactions_(database_.get(),
                      {options.transaction_conflicts, options.transaction_delay_micros}),
        shared_space_(options.shared_space) {}

  Status Run(const CallContext& caller, std::string_view operation, std::string_view body,
             std::string* reply) {
    if (body.size() > kLargeBodyBytes) {
      const LargeCalls::Place place(&large_calls_);
      json::Document document;  // its buffers go with the call
      return RunCall(ContextOf(caller), operation, body, &document, reply);
    }
    thread_local json::Document document;
    return RunCall(ContextOf(caller), operation, body, &document, reply);
  }

  txn::Coordinator& transactions() { return transactions_; }

  OpContext ContextOf(const CallContext& caller) {
    OpContext context;
    context.database = database_.get();
    context.transactions = &transactions_;
    context.account = IsAccountNumber(caller.account) ? caller.account : kDefaultAccount;
    context.region = caller.region.empty() ? kDefaultRegion : caller.region;
    context.endpoint_host = caller.endpoint_host;
    if (shared_space_) {
      context.space = kSharedSpace;
    } else {
      context.space = caller.account.empty() ? kDefaultAccount : caller.account;
      context.space.append("/").append(context.region);
    }
    return context;
  }

 private:
  std::unique_ptr<Database> database_;
  txn::Coordinator transactions_;
  const bool shared_space_;
  LargeCalls large_calls_{std::max(2U, std::thread::hardware_concurrency())};
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::Open(const EngineOptions& options) {
  STATOR_RETURN_IF_ERROR(CheckOptions(options));
  STATOR_ASSIGN_OR_RETURN(auto database, Database::Open(ToDatabaseOptions(options)));
  auto impl = std::make_unique<Impl>(std::move(database), options);
  return std::unique_ptr<Engine>(new Engine(std::move(impl)));
}

// The third door at which foreign exceptions end (the others are the HTTP session and the
// background thread): nothing of ours throws, but an allocation may.
CallReply Engine::Call(const CallContext& caller, std::string_view operation,
                       std::string_view body) {
  try {
    CallReply reply;
    const Status status = impl_->Run(caller, operation, body, &reply.body);
    return status.ok() ? std::move(reply) : ErrorReply(status);
  } catch (const std::exception& error) {
    return ErrorReply(InternalError(error.what()));
  }
}

void Engine::EndTransactionDelays() { impl_->transactions().EndDelays(); }

// The typed doors: the same handlers, without JSON.
#define STATOR_TYPED_OPERATION(Name, Request, Response)                              \
  Result<Response> Engine::Name(const Request& request, const CallContext& caller) { \
    return api::Name(impl_->ContextOf(caller), request);                             \
  }

STATOR_TYPED_OPERATION(CreateTable, CreateTableRequest, TableResponse)
STATOR_TYPED_OPERATION(DescribeTable, DescribeTableRequest, TableResponse)
STATOR_TYPED_OPERATION(UpdateTable, UpdateTableRequest, TableResponse)
STATOR_TYPED_OPERATION(DeleteTable, DeleteTableRequest, TableResponse)
STATOR_TYPED_OPERATION(ListTables, ListTablesRequest, ListTablesResponse)
STATOR_TYPED_OPERATION(GetItem, GetItemRequest, GetItemResponse)
STATOR_TYPED_OPERATION(PutItem, PutItemRequest, WriteItemResponse)
STATOR_TYPED_OPERATION(UpdateItem, UpdateItemRequest, WriteItemResponse)
STATOR_TYPED_OPERATION(DeleteItem, DeleteItemRequest, WriteItemResponse)
STATOR_TYPED_OPERATION(Query, QueryRequest, ReadPageResponse)
STATOR_TYPED_OPERATION(Scan, ScanRequest, ReadPageResponse)
STATOR_TYPED_OPERATION(BatchGetItem, BatchGetItemRequest, BatchGetItemResponse)
STATOR_TYPED_OPERATION(BatchWriteItem, BatchWriteItemRequest, BatchWriteItemResponse)
STATOR_TYPED_OPERATION(TransactWriteItems, TransactWriteItemsRequest, TransactWriteItemsResponse)
STATOR_TYPED_OPERATION(TransactGetItems, TransactGetItemsRequest, TransactGetItemsResponse)
STATOR_TYPED_OPERATION(TagResource, TagResourceRequest, EmptyResponse)
STATOR_TYPED_OPERATION(UntagResource, UntagResourceRequest, EmptyResponse)
STATOR_TYPED_OPERATION(ListTagsOfResource, ListTagsOfResourceRequest, ListTagsOfResourceResponse)
STATOR_TYPED_OPERATION(DescribeLimits, DescribeLimitsRequest, DescribeLimitsResponse)
STATOR_TYPED_OPERATION(DescribeEndpoints, DescribeEndpointsRequest, DescribeEndpointsResponse)

#undef STATOR_TYPED_OPERATION

}  // namespace stator::api
