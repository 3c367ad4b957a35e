// The engine: what the server calls for each request, and what a C++ service embeds. Both doors
// lead to the same operation code: Call() takes the DynamoDB JSON of one request, the typed methods
// take and return structs and skip JSON and HTTP.
//
//   auto engine = stator::api::Engine::Open({.in_memory = true});
//   if (!engine.ok()) return engine.status();
//   stator::Item user = {{"pk", "user#1"}, {"visits", 7}};
//   auto reply = (*engine)->PutItem({.table_name = "users", .item = user});
//
// Threads: every method may be called from any number of threads at once. Each call blocks until it
// is done; under Durability::kSync a write returns after its fsync. Lifetime: an Engine must
// outlive its calls; destroying it closes the data folder. Errors: a Status whose message is what
// AWS would say.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/types/admin_ops.h"
#include "api/types/cancellation.h"
#include "api/types/common.h"
#include "api/types/fault_ops.h"
#include "api/types/insights_ops.h"
#include "api/types/item_ops.h"
#include "api/types/lag_ops.h"
#include "api/types/metrics.h"
#include "api/types/partiql_ops.h"
#include "api/types/resource_policy_ops.h"
#include "api/types/stream_ops.h"
#include "api/types/table_ops.h"
#include "api/types/transact_ops.h"
#include "api/types/wording.h"
#include "kv/base/clock.h"
#include "kv/base/limits.h"
#include "kv/base/status.h"
#include "kv/partition/throttle.h"
#include "kv/store/encryption_key.h"
#include "kv/store/store.h"
#include "kv/table/conflict_mode.h"
#include "streams/stream_subscription.h"

namespace stator::api {

struct EngineOptions {
  std::string path{};  // data folder; created if missing. Not used when in_memory.
  bool in_memory = false;
  Durability durability = Durability::kSync;
  uint32_t partitions = 8;  // column families of a new data folder: a power of two, 1 … 256
  // One namespace for all accounts and regions. A table has an ARN in each of them then, so
  // policies of principals must not count on its account or region.
  bool shared_space = false;
  // How long new tables show CREATING and dropped ones DELETING; 0: not at all.
  int64_t transient_status_micros = 0;
  bool compact_at_open = false;
  // 32 bytes (ReadEncryptionKeyFile): the data folder is encrypted with it (docs/encryption.md).
  // Empty: plain text. Not with in_memory.
  std::string encryption_key{};
  size_t block_cache_bytes = 64 << 20;
  size_t write_buffer_bytes = 64 << 20;
  // Time to live: how often it is looked for what has expired, and how many items are deleted a
  // second at the most (docs/ttl.md).
  int64_t ttl_sweep_interval_micros = 1'000'000;
  int64_t ttl_sweep_items_per_second = 10'000;
  // What meets an item that a transaction is about to write: it waits, or it is refused
  // (docs/transactions.md).
  ConflictMode transaction_conflicts = ConflictMode::kWait;
  // ConflictMode::kFail only: how long each transaction stays prepared before it is committed, so
  // that an application's handling of conflicts can be tested.
  int64_t transaction_delay_micros = 0;
  // The words of errors are AWS's of that month (docs/wording.md).
  WordingProfile wording = kNewestWording;
  // What is throttled (docs/capacity.md). It can be changed while the engine is open.
  CapacityMode capacity = CapacityMode::kOff;
  // Partitions that hold more are split, in every mode: the service's limit unless a test wants
  // another, of at least 64 KB.
  int64_t partition_bytes = limits::kPartitionBytes;
  const Clock* clock = SystemClock();  // must outlive the engine, as must `random`
  RandomSource* random = SystemRandom();
};

// What goes back to an HTTP client.
struct CallReply {
  int http_status = 200;
  std::string body{};  // JSON, UTF-8
  // Only for a caller who takes faults (CallContext), in this order:
  int64_t delay_micros = 0;      // wait for so long
  bool again = false;            // nothing is done yet: call again, `delayed`; the rest is void
  bool drop_connection = false;  // send nothing and close the connection
};

// What Engine::Administer does.
enum class AdminCall {
  kSplitPartition,
  kDescribePartitions,
  kSetCapacityMode,
  kDescribeInsights,
  kAddFault,
  kListFaults,
  kDeleteFaults,
  kSetLag,
  kDescribeLag,
  kClearLag,
};

class Engine {
 public:
  static Result<std::unique_ptr<Engine>> Open(const EngineOptions& options);
  ~Engine();

  // `operation`: the name behind the dot of X-Amz-Target, e.g. "PutItem". `body`: the request's
  // JSON, not trusted. Never fails: errors are replies.
  CallReply Call(const CallContext& context, std::string_view operation, std::string_view body);

  Result<TableResponse> CreateTable(const CreateTableRequest& request, const CallContext& = {});
  Result<TableResponse> DescribeTable(const DescribeTableRequest& request, const CallContext& = {});
  Result<TableResponse> UpdateTable(const UpdateTableRequest& request, const CallContext& = {});
  Result<TableResponse> DeleteTable(const DeleteTableRequest& request, const CallContext& = {});
  Result<ListTablesResponse> ListTables(const ListTablesRequest& request, const CallContext& = {});

  Result<GetItemResponse> GetItem(const GetItemRequest& request, const CallContext& = {});
  Result<WriteItemResponse> PutItem(const PutItemRequest& request, const CallContext& = {});
  Result<WriteItemResponse> UpdateItem(const UpdateItemRequest& request, const CallContext& = {});
  Result<WriteItemResponse> DeleteItem(const DeleteItemRequest& request, const CallContext& = {});
  Result<ReadPageResponse> Query(const QueryRequest& request, const CallContext& = {});
  Result<ReadPageResponse> Scan(const ScanRequest& request, const CallContext& = {});
  Result<BatchGetItemResponse> BatchGetItem(const BatchGetItemRequest& request,
                                            const CallContext& = {});
  Result<BatchWriteItemResponse> BatchWriteItem(const BatchWriteItemRequest& request,
                                                const CallContext& = {});

  Result<ListStreamsResponse> ListStreams(const ListStreamsRequest& request,
                                          const CallContext& = {});
  Result<DescribeStreamResponse> DescribeStream(const DescribeStreamRequest& request,
                                                const CallContext& = {});
  Result<GetShardIteratorResponse> GetShardIterator(const GetShardIteratorRequest& request,
                                                    const CallContext& = {});
  Result<GetRecordsResponse> GetRecords(const GetRecordsRequest& request, const CallContext& = {});
  // kTransactionCanceled: CancellationReasons(status) has one reason per action.
  Result<TransactWriteItemsResponse> TransactWriteItems(const TransactWriteItemsRequest& request,
                                                        const CallContext& = {});
  Result<TransactGetItemsResponse> TransactGetItems(const TransactGetItemsRequest& request,
                                                    const CallContext& = {});

  // PartiQL (docs/partiql.md). One page of a SELECT, or one write.
  Result<ExecuteStatementResponse> ExecuteStatement(const ExecuteStatementRequest& request,
                                                    const CallContext& = {});
  Result<BatchExecuteStatementResponse> BatchExecuteStatement(
      const BatchExecuteStatementRequest& request, const CallContext& = {});
  // kTransactionCanceled as of TransactWriteItems.
  Result<ExecuteTransactionResponse> ExecuteTransaction(const ExecuteTransactionRequest& request,
                                                        const CallContext& = {});

  Result<EmptyResponse> TagResource(const TagResourceRequest& request, const CallContext& = {});
  Result<EmptyResponse> UntagResource(const UntagResourceRequest& request, const CallContext& = {});
  Result<ListTagsOfResourceResponse> ListTagsOfResource(const ListTagsOfResourceRequest& request,
                                                        const CallContext& = {});
  Result<UpdateTimeToLiveResponse> UpdateTimeToLive(const UpdateTimeToLiveRequest& request,
                                                    const CallContext& = {});
  Result<DescribeTimeToLiveResponse> DescribeTimeToLive(const DescribeTimeToLiveRequest& request,
                                                        const CallContext& = {});
  // Policies of tables and streams (docs/access.md).
  Result<PutResourcePolicyResponse> PutResourcePolicy(const PutResourcePolicyRequest& request,
                                                      const CallContext& = {});
  Result<GetResourcePolicyResponse> GetResourcePolicy(const GetResourcePolicyRequest& request,
                                                      const CallContext& = {});
  Result<DeleteResourcePolicyResponse> DeleteResourcePolicy(
      const DeleteResourcePolicyRequest& request, const CallContext& = {});
  // Contributor Insights (docs/insights.md).
  Result<UpdateContributorInsightsResponse> UpdateContributorInsights(
      const UpdateContributorInsightsRequest& request, const CallContext& = {});
  Result<DescribeContributorInsightsResponse> DescribeContributorInsights(
      const DescribeContributorInsightsRequest& request, const CallContext& = {});
  Result<ListContributorInsightsResponse> ListContributorInsights(
      const ListContributorInsightsRequest& request, const CallContext& = {});
  Result<DescribeLimitsResponse> DescribeLimits(const DescribeLimitsRequest& request,
                                                const CallContext& = {});
  Result<DescribeEndpointsResponse> DescribeEndpoints(const DescribeEndpointsRequest& request,
                                                      const CallContext& = {});

  // For after a clock has been moved: waits until the background has done what became due by it.
  // False when that takes longer than the time given, of the machine's own time.
  bool WaitCaughtUp(int64_t timeout_micros);

  // Follows a stream: hands its records to `callback` on a thread of the subscription's own, over
  // all shards and in the order of their sequence numbers, each once; so those of one key are in
  // order, and a shard's come before its children's. A later subscription goes on after the last
  // sequence number that was handled. How that is at least once or exactly once, what the callback
  // may do, and how it ends: streams/stream_subscription.h. The subscription must be gone before
  // the engine is. kNotFound: no such stream; kTrimmedData: what follows the sequence number is not
  // kept any more.
  Result<std::unique_ptr<StreamSubscription>> Subscribe(const SubscribeRequest& request,
                                                        StreamCallback callback,
                                                        const CallContext& = {});

  // Not of the API: splits a logical partition of a table, so that those who read its stream can
  // be tested. No item moves; writers wait for one commit.
  Result<SplitPartitionResponse> SplitPartition(const SplitPartitionRequest& request,
                                                const CallContext& = {});
  // What each partition of a table and of its global indexes was used for.
  Result<DescribePartitionsResponse> DescribePartitions(const DescribePartitionsRequest& request,
                                                        const CallContext& = {});
  // Which keys were accessed and throttled most, where Contributor Insights are switched on.
  Result<DescribeInsightsResponse> DescribeInsights(const DescribeInsightsRequest& request,
                                                    const CallContext& = {});
  // What is throttled from now on, in the whole engine or for one table.
  Result<EmptyResponse> SetCapacityMode(const SetCapacityModeRequest& request,
                                        const CallContext& = {});
  // What the engine has been used for since it was opened (docs/metrics.md).
  api::Metrics Metrics(const MetricsRequest& request = {});

  // Faults for tests of what an application does about them, and reads that lag (docs/faults.md).
  // They hold in all accounts and regions, until the engine is closed.
  Result<AddFaultResponse> AddFault(const FaultRule& rule, const CallContext& = {});
  Result<ListFaultsResponse> ListFaults(const ListFaultsRequest& request = {},
                                        const CallContext& = {});
  Result<DeleteFaultsResponse> DeleteFaults(const DeleteFaultsRequest& request = {},
                                            const CallContext& = {});
  Result<EmptyResponse> SetLag(const SetLagRequest& request, const CallContext& = {});
  Result<DescribeLagResponse> DescribeLag(const DescribeLagRequest& request = {},
                                          const CallContext& = {});
  Result<EmptyResponse> ClearLag(const DescribeLagRequest& request = {}, const CallContext& = {});

  // These in JSON (api/io/partition_io.h, insights_io.h, fault_io.h). The body is not trusted.
  CallReply Administer(AdminCall call, std::string_view body, const CallContext& = {});

  // Whether the caller may do what is no operation: kAccessDenied unless his policies allow the
  // action on the resource. The calls above that are no operations of DynamoDB's ask it themselves
  // (api/types/admin_actions.h names the actions); for others whoever serves them does. OK where
  // the caller has no principal.
  Status Authorize(const CallContext& caller, std::string_view action, std::string_view resource);
  // Ends transaction_delay_micros and injected latency for calls under way and later ones: for a
  // server that stops.
  void EndTransactionDelays();

 private:
  class Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stator::api
