#include "api/engine.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "api/engine_large_calls.h"
#include "api/iam/principal.h"
#include "api/io/fault_io.h"
#include "api/io/insights_io.h"
#include "api/io/partition_io.h"
#include "api/json/json.h"
#include "api/json/wire_error.h"
#include "api/op_table.h"
#include "api/ops/access_gate.h"
#include "api/ops/batch_execute_statement.h"
#include "api/ops/batch_get_item.h"
#include "api/ops/batch_write_item.h"
#include "api/ops/call_meter.h"
#include "api/ops/call_totals.h"
#include "api/ops/collect_metrics.h"
#include "api/ops/contributor_insights.h"
#include "api/ops/create_table.h"
#include "api/ops/delete_item.h"
#include "api/ops/delete_table.h"
#include "api/ops/describe_endpoints.h"
#include "api/ops/describe_insights.h"
#include "api/ops/describe_limits.h"
#include "api/ops/describe_partitions.h"
#include "api/ops/describe_stream.h"
#include "api/ops/describe_table.h"
#include "api/ops/execute_statement.h"
#include "api/ops/execute_transaction.h"
#include "api/ops/fault_gate.h"
#include "api/ops/get_item.h"
#include "api/ops/get_records.h"
#include "api/ops/get_shard_iterator.h"
#include "api/ops/lag_control.h"
#include "api/ops/list_streams.h"
#include "api/ops/list_tables.h"
#include "api/ops/manage_faults.h"
#include "api/ops/manage_resource_policy.h"
#include "api/ops/op_context.h"
#include "api/ops/put_item.h"
#include "api/ops/query.h"
#include "api/ops/resource_policies.h"
#include "api/ops/scan.h"
#include "api/ops/set_capacity_mode.h"
#include "api/ops/split_partition.h"
#include "api/ops/subscribe.h"
#include "api/ops/tags.h"
#include "api/ops/time_to_live.h"
#include "api/ops/transact_get_items.h"
#include "api/ops/transact_write_items.h"
#include "api/ops/update_item.h"
#include "api/ops/update_table.h"
#include "api/types/admin_actions.h"
#include "api/types/errors.h"
#include "api/validate/structure.h"
#include "kv/store/token_seal.h"
#include "kv/table/database.h"
#include "streams/stream_keeper.h"
#include "streams/stream_log.h"
#include "streams/stream_policies.h"
#include "streams/stream_reader.h"
#include "ttl/time_to_live.h"
#include "txn/coordinator.h"

namespace stator::api {
namespace {

// The account of AWS's own examples. No account has the number 000000000000, so an ARN with it is
// another's.
constexpr std::string_view kDefaultAccount = "123456789012";
// The space of a caller without a name; it is in data folders and must not change.
constexpr std::string_view kNamelessSpace = "000000000000";
constexpr std::string_view kDefaultRegion = "us-east-1";
constexpr std::string_view kSharedSpace = "shared";

// Smaller partitions would be split down to single items.
constexpr int64_t kLeastPartitionBytes = 64 << 10;

// An access key of 12 digits is taken for an account number.
bool IsAccountNumber(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Status CheckOptions(const EngineOptions& options) {
  if (options.partition_bytes < kLeastPartitionBytes) {
    return ValidationError("partition_bytes must be at least 64 KB");
  }
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
  database.store.encryption_key = options.encryption_key;
  database.store.block_cache_bytes = options.block_cache_bytes;
  database.store.write_buffer_bytes = options.write_buffer_bytes;
  database.lifecycle.transient_status_micros = options.transient_status_micros;
  database.clock = options.clock;
  database.random = options.random;
  database.capacity_mode = options.capacity;
  database.partition_bytes = options.partition_bytes;
  return database;
}

ttl::TimeToLiveOptions ToTimeToLiveOptions(const EngineOptions& options) {
  return {{options.ttl_sweep_interval_micros, options.ttl_sweep_items_per_second},
          options.transient_status_micros};
}

// The error of an operation that the service does not know, which SDKs do not try again, but with a
// text: whoever meets it must see that it is no slip of theirs. Who may not do it does not learn
// it.
Status NotServed(const OpContext& context, const json::Node& body) {
  if (context.principal != nullptr) {
    STATOR_RETURN_IF_ERROR(CallAccess(context, AccessOfUnserved(context, body)).Decide());
  }
  return Status(Code::kUnknownOperation, "Stator does not serve " + std::string(context.operation));
}

Status RunCall(const OpContext& context, const OpRow& row, std::string_view body,
               json::Document* document, std::string* reply) {
  STATOR_ASSIGN_OR_RETURN(const json::Node node, document->Parse(body));
  STATOR_RETURN_IF_ERROR(validate::CheckStructure(row.name, node, context.wording));
  if (row.invoke == nullptr) return NotServed(context, node);
  json::Writer writer(reply);
  return row.invoke(context, node, &writer);
}

// Where operations are counted, each has its place in the op table as its number.
std::vector<std::string_view> OperationNames() {
  std::vector<std::string_view> names;
  for (const OpRow& row : OpTable()) names.push_back(row.name);
  return names;
}

// The list of operations is not known further down.
Status CheckOperations(const FaultRule& rule) {
  for (const std::string& operation : rule.operations) {
    const OpRow* row = FindOp(operation);
    if (row == nullptr) return ValidationError("There is no operation " + operation);
    if (row->invoke == nullptr) return ValidationError(operation + " is not served");
  }
  return OkStatus();
}

// By AdminCall.
constexpr std::string_view kAdminActions[] = {
    admin_actions::kSplitPartition,  admin_actions::kDescribePartitions,
    admin_actions::kSetCapacityMode, admin_actions::kDescribeInsights,
    admin_actions::kAddFault,        admin_actions::kListFaults,
    admin_actions::kDeleteFaults,    admin_actions::kSetLag,
    admin_actions::kDescribeLag,     admin_actions::kClearLag,
};
static_assert(std::size(kAdminActions) == static_cast<size_t>(AdminCall::kClearLag) + 1);

Status AuthorizeAdmin(const OpContext& context, std::string_view action) {
  return Authorize(context, action, admin_actions::kAnyResource);
}

// Decodes, runs and encodes a call that is no operation of the API.
template <auto Decode, auto Handle, auto Encode>
Status RunAdminCall(const OpContext& context, std::string_view body, std::string* reply) {
  json::Document document;
  STATOR_ASSIGN_OR_RETURN(const json::Node node, document.Parse(body));
  STATOR_ASSIGN_OR_RETURN(const auto request, Decode(node));
  STATOR_ASSIGN_OR_RETURN(const auto response, Handle(context, request));
  json::Writer writer(reply);
  Encode(response, &writer);
  return OkStatus();
}

Result<FaultRule> DecodeKnownFault(const json::Node& body) {
  STATOR_ASSIGN_OR_RETURN(FaultRule rule, DecodeFaultRule(body));
  STATOR_RETURN_IF_ERROR(CheckOperations(rule));
  return rule;
}

Status RunFaultCall(const OpContext& context, AdminCall call, std::string_view body,
                    std::string* reply) {
  switch (call) {
    case AdminCall::kAddFault:
      return RunAdminCall<DecodeKnownFault, AddFault, EncodeAddFault>(context, body, reply);
    case AdminCall::kListFaults:
      return RunAdminCall<DecodeListFaults, ListFaults, EncodeListFaults>(context, body, reply);
    case AdminCall::kDeleteFaults:
      return RunAdminCall<DecodeDeleteFaults, DeleteFaults, EncodeDeleteFaults>(context, body,
                                                                                reply);
    case AdminCall::kSetLag:
      return RunAdminCall<DecodeSetLag, SetLag, EncodeSetLag>(context, body, reply);
    case AdminCall::kDescribeLag:
      return RunAdminCall<DecodeDescribeLag, DescribeLag, EncodeDescribeLag>(context, body, reply);
    case AdminCall::kClearLag:
      return RunAdminCall<DecodeDescribeLag, ClearLag, EncodeSetLag>(context, body, reply);
    default: return InternalError("no such call");
  }
}

Status RunAdmin(const OpContext& context, AdminCall call, std::string_view body,
                std::string* reply) {
  switch (call) {
    case AdminCall::kSplitPartition:
      return RunAdminCall<DecodeSplitPartition, SplitPartition, EncodeSplitPartition>(context, body,
                                                                                      reply);
    case AdminCall::kDescribePartitions:
      return RunAdminCall<DecodeDescribePartitions, DescribePartitions, EncodeDescribePartitions>(
          context, body, reply);
    case AdminCall::kSetCapacityMode:
      return RunAdminCall<DecodeSetCapacityMode, SetCapacityMode, EncodeSetCapacityMode>(
          context, body, reply);
    case AdminCall::kDescribeInsights:
      return RunAdminCall<DecodeDescribeInsights, DescribeInsights, EncodeDescribeInsights>(
          context, body, reply);
    default: return RunFaultCall(context, call, body, reply);
  }
}

CallReply ErrorReply(const OpContext& context, const Status& status) {
  return {ToWireError(status.code()).http_status, json::ErrorBody(status, TableArn(context, ""))};
}

// One of the three doors at which foreign exceptions end (the others are the HTTP session and the
// background thread): nothing of ours throws, but an allocation may.
template <typename Run>
CallReply ReplyOf(const OpContext& context, const Run& run) {
  try {
    CallReply reply;
    const Status status = run(&reply.body);
    return status.ok() ? std::move(reply) : ErrorReply(context, status);
  } catch (const std::exception& error) {
    return ErrorReply(context, InternalError(error.what()));
  }
}

}  // namespace

class Engine::Impl {
 public:
  explicit Impl(const EngineOptions& options)
      : stream_log_(options.clock),
        time_to_live_(ToTimeToLiveOptions(options)),
        fault_rules_(options.random),
        wording_(options.wording),
        shared_space_(options.shared_space) {}

  Status Open(const EngineOptions& options) {
    DatabaseOptions database = ToDatabaseOptions(options);
    database.write_observers = {&stream_log_, time_to_live_.write_observer()};
    database.schema_observers = {&stream_log_, time_to_live_.schema_observer()};
    STATOR_ASSIGN_OR_RETURN(database_, Database::Open(database));
    streams_.emplace(&database_->store(), &database_->change_numbers(), options.clock);
    database_->lifecycle().RunStanding(
        NewStreamKeeper(&database_->store(), &database_->catalog(), options.clock));
    time_to_live_.Start(database_.get());
    stream_policies_.emplace(&database_->store(), &database_->catalog());
    token_seal_.emplace(&database_->store());
    lag_.emplace(&database_->past_states(), options.random);
    transactions_.emplace(
        database_.get(),
        txn::CoordinatorOptions{options.transaction_conflicts, options.transaction_delay_micros});
    return OkStatus();
  }

  Status Run(const OpContext& context, const OpRow& row, std::string_view body,
             std::string* reply) {
    if (body.size() > kLargeBodyBytes) {
      const LargeCalls::Place place(&large_calls_);
      json::Document document;  // its buffers go with the call
      return RunCall(context, row, body, &document, reply);
    }
    thread_local json::Document document;
    return RunCall(context, row, body, &document, reply);
  }

  // Both doors' calls are counted here.
  template <typename Call>
  auto Measured(const OpRow& row, OpContext* context, const Call& call) {
    CallMeter meter(OpNumber(&row), context->space, &totals_);
    context->meter = &meter;
    auto result = call(*context);
    if (context->fault_effects != nullptr && context->fault_effects->again) {
      meter.Drop();
    } else if constexpr (std::is_same_v<decltype(result), Status>) {
      meter.Finish(result);
    } else {
      meter.Finish(result.status());
    }
    return result;
  }

  api::Metrics Metrics(const MetricsRequest& request) {
    return CollectMetrics(database_.get(), totals_, OperationNames(), request);
  }

  Database& database() { return *database_; }
  txn::Coordinator& transactions() { return *transactions_; }
  FaultRules& fault_rules() { return fault_rules_; }

  // The operation's name, and what `caller` has, must outlive the context.
  OpContext ContextOf(const CallContext& caller, std::string_view operation) {
    OpContext context;
    context.operation = operation;
    context.fault_rules = &fault_rules_;
    context.lag = &*lag_;
    context.resource_policies = &resource_policies_;
    context.stream_policies = &*stream_policies_;
    context.token_seal = &*token_seal_;
    context.wording = Wording::Of(wording_, operation);
    context.database = database_.get();
    context.streams = &*streams_;
    context.time_to_live = &time_to_live_;
    context.transactions = &*transactions_;
    context.region = caller.region.empty() ? kDefaultRegion : caller.region;
    context.endpoint_host = caller.endpoint_host;
    NameAccount(caller, &context);
    return context;
  }

 private:
  // A principal has an account; others have what they give as one.
  void NameAccount(const CallContext& caller, OpContext* context) const {
    context->principal = caller.principal.get();
    context->origin = caller.origin;
    context->decisions = caller.decisions;
    const std::string& given =
        caller.principal != nullptr ? caller.principal->account : caller.account;
    context->account = IsAccountNumber(given) ? given : kDefaultAccount;
    context->shared_space = shared_space_;
    if (shared_space_) {
      context->space = kSharedSpace;
      return;
    }
    context->space = given.empty() ? kNamelessSpace : given;
    context->space.append("/").append(context->region);
  }

  // The database's jobs and writes use what stands before it.
  StreamLog stream_log_;
  ttl::TimeToLive time_to_live_;
  std::unique_ptr<Database> database_;
  // There once the engine is open.
  std::optional<StreamReader> streams_;
  std::optional<txn::Coordinator> transactions_;
  std::optional<LagControl> lag_;
  std::optional<StreamPolicies> stream_policies_;
  std::optional<TokenSeal> token_seal_;
  ResourcePolicies resource_policies_;
  FaultRules fault_rules_;
  const WordingProfile wording_;
  const bool shared_space_;
  CallTotals totals_;
  LargeCalls large_calls_{std::max(2U, std::thread::hardware_concurrency())};
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::Open(const EngineOptions& options) {
  STATOR_RETURN_IF_ERROR(CheckOptions(options));
  auto impl = std::make_unique<Impl>(options);
  STATOR_RETURN_IF_ERROR(impl->Open(options));
  return std::unique_ptr<Engine>(new Engine(std::move(impl)));
}

bool Engine::WaitCaughtUp(int64_t timeout_micros) {
  return impl_->database().lifecycle().WaitCaughtUp(timeout_micros);
}

CallReply Engine::Call(const CallContext& caller, std::string_view operation,
                       std::string_view body) {
  OpContext context = impl_->ContextOf(caller, operation);
  const OpRow* const row = FindOp(operation);
  if (row == nullptr) return ErrorReply(context, Status(Code::kUnknownOperation, ""));
  FaultEffects effects{.delayed = caller.delayed};
  if (caller.takes_faults) context.fault_effects = &effects;
  CallReply reply = ReplyOf(context, [&](std::string* out) {
    return impl_->Measured(*row, &context, [&](const OpContext& measured) {
      return impl_->Run(measured, *row, body, out);
    });
  });
  reply.delay_micros = effects.delay_micros;
  reply.again = effects.again;
  reply.drop_connection = effects.drop;
  return reply;
}

Metrics Engine::Metrics(const MetricsRequest& request) { return impl_->Metrics(request); }

CallReply Engine::Administer(AdminCall call, std::string_view body, const CallContext& caller) {
  const OpContext context = impl_->ContextOf(caller, "");
  return ReplyOf(context, [&](std::string* reply) -> Status {
    STATOR_RETURN_IF_ERROR(AuthorizeAdmin(context, kAdminActions[static_cast<size_t>(call)]));
    return RunAdmin(context, call, body, reply);
  });
}

Status Engine::Authorize(const CallContext& caller, std::string_view action,
                         std::string_view resource) {
  return api::Authorize(impl_->ContextOf(caller, ""), action, resource);
}

Result<std::unique_ptr<StreamSubscription>> Engine::Subscribe(const SubscribeRequest& request,
                                                              StreamCallback callback,
                                                              const CallContext& caller) {
  const OpContext context = impl_->ContextOf(caller, "Subscribe");
  if (context.principal != nullptr) {
    STATOR_RETURN_IF_ERROR(CallAccess(context, AccessOf(context, request)).Decide());
  }
  return api::Subscribe(context, request, std::move(callback));
}

void Engine::EndTransactionDelays() {
  impl_->transactions().EndDelays();
  impl_->fault_rules().EndDelays();
}

Result<AddFaultResponse> Engine::AddFault(const FaultRule& rule, const CallContext& caller) {
  const OpContext context = impl_->ContextOf(caller, "AddFault");
  STATOR_RETURN_IF_ERROR(AuthorizeAdmin(context, admin_actions::kAddFault));
  STATOR_RETURN_IF_ERROR(CheckOperations(rule));
  return api::AddFault(context, rule);
}

// The typed doors: the same handlers, without JSON. What is no operation of the API first.
#define STATOR_TYPED_CALL(Name, Request, Response)                                   \
  Result<Response> Engine::Name(const Request& request, const CallContext& caller) { \
    const OpContext context = impl_->ContextOf(caller, #Name);                       \
    STATOR_RETURN_IF_ERROR(AuthorizeAdmin(context, admin_actions::k##Name));         \
    return api::Name(context, request);                                              \
  }
#define STATOR_TYPED_OPERATION(Name, Request, Response)                              \
  Result<Response> Engine::Name(const Request& request, const CallContext& caller) { \
    static const OpRow& row = *FindOp(#Name);                                        \
    OpContext context = impl_->ContextOf(caller, #Name);                             \
    return impl_->Measured(row, &context, [&](const OpContext& measured) {           \
      return WithAccess<api::Name>(measured, request);                               \
    });                                                                              \
  }

STATOR_TYPED_CALL(DescribePartitions, DescribePartitionsRequest, DescribePartitionsResponse)
STATOR_TYPED_CALL(SetCapacityMode, SetCapacityModeRequest, EmptyResponse)
STATOR_TYPED_CALL(SplitPartition, SplitPartitionRequest, SplitPartitionResponse)
STATOR_TYPED_CALL(DescribeInsights, DescribeInsightsRequest, DescribeInsightsResponse)
STATOR_TYPED_CALL(ListFaults, ListFaultsRequest, ListFaultsResponse)
STATOR_TYPED_CALL(DeleteFaults, DeleteFaultsRequest, DeleteFaultsResponse)
STATOR_TYPED_CALL(SetLag, SetLagRequest, EmptyResponse)
STATOR_TYPED_CALL(DescribeLag, DescribeLagRequest, DescribeLagResponse)
STATOR_TYPED_CALL(ClearLag, DescribeLagRequest, EmptyResponse)
STATOR_TYPED_OPERATION(CreateTable, CreateTableRequest, TableResponse)
STATOR_TYPED_OPERATION(DescribeTable, DescribeTableRequest, TableResponse)
STATOR_TYPED_OPERATION(UpdateTable, UpdateTableRequest, TableResponse)
STATOR_TYPED_OPERATION(DeleteTable, DeleteTableRequest, TableResponse)
STATOR_TYPED_OPERATION(ListStreams, ListStreamsRequest, ListStreamsResponse)
STATOR_TYPED_OPERATION(DescribeStream, DescribeStreamRequest, DescribeStreamResponse)
STATOR_TYPED_OPERATION(GetShardIterator, GetShardIteratorRequest, GetShardIteratorResponse)
STATOR_TYPED_OPERATION(GetRecords, GetRecordsRequest, GetRecordsResponse)
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
STATOR_TYPED_OPERATION(ExecuteStatement, ExecuteStatementRequest, ExecuteStatementResponse)
STATOR_TYPED_OPERATION(BatchExecuteStatement, BatchExecuteStatementRequest,
                       BatchExecuteStatementResponse)
STATOR_TYPED_OPERATION(ExecuteTransaction, ExecuteTransactionRequest, ExecuteTransactionResponse)
STATOR_TYPED_OPERATION(TagResource, TagResourceRequest, EmptyResponse)
STATOR_TYPED_OPERATION(UntagResource, UntagResourceRequest, EmptyResponse)
STATOR_TYPED_OPERATION(ListTagsOfResource, ListTagsOfResourceRequest, ListTagsOfResourceResponse)
STATOR_TYPED_OPERATION(UpdateTimeToLive, UpdateTimeToLiveRequest, UpdateTimeToLiveResponse)
STATOR_TYPED_OPERATION(DescribeTimeToLive, DescribeTimeToLiveRequest, DescribeTimeToLiveResponse)
STATOR_TYPED_OPERATION(PutResourcePolicy, PutResourcePolicyRequest, PutResourcePolicyResponse)
STATOR_TYPED_OPERATION(GetResourcePolicy, GetResourcePolicyRequest, GetResourcePolicyResponse)
STATOR_TYPED_OPERATION(DeleteResourcePolicy, DeleteResourcePolicyRequest,
                       DeleteResourcePolicyResponse)
STATOR_TYPED_OPERATION(UpdateContributorInsights, UpdateContributorInsightsRequest,
                       UpdateContributorInsightsResponse)
STATOR_TYPED_OPERATION(DescribeContributorInsights, DescribeContributorInsightsRequest,
                       DescribeContributorInsightsResponse)
STATOR_TYPED_OPERATION(ListContributorInsights, ListContributorInsightsRequest,
                       ListContributorInsightsResponse)
STATOR_TYPED_OPERATION(DescribeLimits, DescribeLimitsRequest, DescribeLimitsResponse)
STATOR_TYPED_OPERATION(DescribeEndpoints, DescribeEndpointsRequest, DescribeEndpointsResponse)

#undef STATOR_TYPED_OPERATION
#undef STATOR_TYPED_CALL

}  // namespace stator::api
