#include "api/op_table.h"

#include <algorithm>

#include "api/io/absent_features_io.h"
#include "api/io/batch_io.h"
#include "api/io/create_table_io.h"
#include "api/io/delete_table_io.h"
#include "api/io/describe_endpoints_io.h"
#include "api/io/describe_limits_io.h"
#include "api/io/describe_table_io.h"
#include "api/io/insights_io.h"
#include "api/io/item_io.h"
#include "api/io/list_tables_io.h"
#include "api/io/partiql_io.h"
#include "api/io/read_page_io.h"
#include "api/io/resource_policy_io.h"
#include "api/io/streams_io.h"
#include "api/io/tags_io.h"
#include "api/io/time_to_live_io.h"
#include "api/io/transact_io.h"
#include "api/io/update_table_io.h"
#include "api/ops/absent_features.h"
#include "api/ops/access_gate.h"
#include "api/ops/batch_execute_statement.h"
#include "api/ops/batch_get_item.h"
#include "api/ops/batch_write_item.h"
#include "api/ops/contributor_insights.h"
#include "api/ops/create_table.h"
#include "api/ops/delete_item.h"
#include "api/ops/delete_table.h"
#include "api/ops/describe_endpoints.h"
#include "api/ops/describe_limits.h"
#include "api/ops/describe_stream.h"
#include "api/ops/describe_table.h"
#include "api/ops/execute_statement.h"
#include "api/ops/execute_transaction.h"
#include "api/ops/get_item.h"
#include "api/ops/get_records.h"
#include "api/ops/get_shard_iterator.h"
#include "api/ops/list_streams.h"
#include "api/ops/list_tables.h"
#include "api/ops/manage_resource_policy.h"
#include "api/ops/put_item.h"
#include "api/ops/query.h"
#include "api/ops/scan.h"
#include "api/ops/tags.h"
#include "api/ops/time_to_live.h"
#include "api/ops/transact_get_items.h"
#include "api/ops/transact_write_items.h"
#include "api/ops/update_item.h"
#include "api/ops/update_table.h"

namespace stator::api {
namespace {

using enum OpService;
using enum OpKind;

// The one way through an operation: decode, handle (where it is allowed, and unless a fault is
// injected), encode.
template <auto Decode, auto Handle, auto Encode>
Status InvokeWith(const OpContext& context, const json::Node& body, json::Writer* reply) {
  const auto request = Decode(body);
  if (!request.ok()) return context.wording.Reword(request.status());
  STATOR_ASSIGN_OR_RETURN(const auto response, WithAccess<Handle>(context, *request));
  Encode(response, reply);
  return OkStatus();
}

// clang-format off
constexpr OpRow kRows[] = {
    {"BatchExecuteStatement", kTables, kWrite, true,
     &InvokeWith<DecodeBatchExecuteStatement, BatchExecuteStatement, EncodeBatchExecuteStatement>},
    {"BatchGetItem", kTables, kRead, true,
     &InvokeWith<DecodeBatchGetItem, BatchGetItem, EncodeBatchGetItem>},
    {"BatchWriteItem", kTables, kWrite, true,
     &InvokeWith<DecodeBatchWriteItem, BatchWriteItem, EncodeBatchWriteItem>},
    {"CancelBulkOperation", kTables, kControl, false, nullptr},
    {"CreateBackup", kTables, kControl, false, nullptr},
    {"CreateGlobalTable", kTables, kControl, false, nullptr},
    {"CreateTable", kTables, kControl, false,
     &InvokeWith<DecodeCreateTable, CreateTable, EncodeCreateTable>},
    {"DeleteBackup", kTables, kControl, false, nullptr},
    {"DeleteItem", kTables, kWrite, true,
     &InvokeWith<DecodeDeleteItem, DeleteItem, EncodeWriteItem>},
    {"DeleteResourcePolicy", kTables, kControl, false,
     &InvokeWith<DecodeDeleteResourcePolicy, DeleteResourcePolicy, EncodeDeleteResourcePolicy>},
    {"DeleteTable", kTables, kControl, false,
     &InvokeWith<DecodeDeleteTable, DeleteTable, EncodeDeleteTable>},
    {"DescribeBackup", kTables, kControl, false, nullptr},
    {"DescribeBulkOperation", kTables, kControl, false, nullptr},
    {"DescribeContinuousBackups", kTables, kControl, false,
     &InvokeWith<DecodeDescribeContinuousBackups, DescribeContinuousBackups,
                 EncodeContinuousBackups>},
    {"DescribeContributorInsights", kTables, kControl, false,
     &InvokeWith<DecodeDescribeContributorInsights, DescribeContributorInsights,
                 EncodeDescribeContributorInsights>},
    {"DescribeEndpoints", kTables, kControl, false,
     &InvokeWith<DecodeDescribeEndpoints, DescribeEndpoints, EncodeDescribeEndpoints>},
    {"DescribeExport", kTables, kControl, false, nullptr},
    {"DescribeGlobalTable", kTables, kControl, false, nullptr},
    {"DescribeGlobalTableSettings", kTables, kControl, false, nullptr},
    {"DescribeImport", kTables, kControl, false, nullptr},
    {"DescribeKinesisStreamingDestination", kTables, kControl, false,
     &InvokeWith<DecodeDescribeKinesisStreamingDestination,
                 DescribeKinesisStreamingDestination,
                 EncodeDescribeKinesisStreamingDestination>},
    {"DescribeLimits", kTables, kControl, false,
     &InvokeWith<DecodeDescribeLimits, DescribeLimits, EncodeDescribeLimits>},
    {"DescribeStream", kStreams, kRead, false,
     &InvokeWith<DecodeDescribeStream, DescribeStream, EncodeDescribeStream>},
    {"DescribeTable", kTables, kControl, false,
     &InvokeWith<DecodeDescribeTable, DescribeTable, EncodeDescribeTable>},
    {"DescribeTableReplicaAutoScaling", kTables, kControl, false, nullptr},
    {"DescribeTimeToLive", kTables, kControl, false,
     &InvokeWith<DecodeDescribeTimeToLive, DescribeTimeToLive, EncodeDescribeTimeToLive>},
    {"DisableKinesisStreamingDestination", kTables, kControl, false, nullptr},
    {"EnableKinesisStreamingDestination", kTables, kControl, false, nullptr},
    {"ExecuteStatement", kTables, kWrite, true,
     &InvokeWith<DecodeExecuteStatement, ExecuteStatement, EncodeExecuteStatement>},
    {"ExecuteTransaction", kTables, kWrite, true,
     &InvokeWith<DecodeExecuteTransaction, ExecuteTransaction, EncodeExecuteTransaction>},
    {"ExportTableToPointInTime", kTables, kControl, false, nullptr},
    {"GetItem", kTables, kRead, true,
     &InvokeWith<DecodeGetItem, GetItem, EncodeGetItem>},
    {"GetRecords", kStreams, kRead, false,
     &InvokeWith<DecodeGetRecords, GetRecords, EncodeGetRecords>},
    {"GetResourcePolicy", kTables, kControl, false,
     &InvokeWith<DecodeGetResourcePolicy, GetResourcePolicy, EncodeGetResourcePolicy>},
    {"GetShardIterator", kStreams, kRead, false,
     &InvokeWith<DecodeGetShardIterator, GetShardIterator, EncodeGetShardIterator>},
    {"ImportTable", kTables, kControl, false, nullptr},
    {"ListBackups", kTables, kControl, false,
     &InvokeWith<DecodeListAbsent, ListAbsent, EncodeListBackups>},
    {"ListBulkOperations", kTables, kControl, false,
     &InvokeWith<DecodeListAbsent, ListAbsent, EncodeListBulkOperations>},
    {"ListContributorInsights", kTables, kControl, false,
     &InvokeWith<DecodeListContributorInsights, ListContributorInsights,
                 EncodeListContributorInsights>},
    {"ListExports", kTables, kControl, false,
     &InvokeWith<DecodeListAbsent, ListAbsent, EncodeListExports>},
    {"ListGlobalTables", kTables, kControl, false,
     &InvokeWith<DecodeListAbsent, ListAbsent, EncodeListGlobalTables>},
    {"ListImports", kTables, kControl, false,
     &InvokeWith<DecodeListAbsent, ListAbsent, EncodeListImports>},
    {"ListStreams", kStreams, kRead, false,
     &InvokeWith<DecodeListStreams, ListStreams, EncodeListStreams>},
    {"ListTables", kTables, kControl, false,
     &InvokeWith<DecodeListTables, ListTables, EncodeListTables>},
    {"ListTagsOfResource", kTables, kControl, false,
     &InvokeWith<DecodeListTagsOfResource, ListTagsOfResource, EncodeListTagsOfResource>},
    {"PutItem", kTables, kWrite, true,
     &InvokeWith<DecodePutItem, PutItem, EncodeWriteItem>},
    {"PutResourcePolicy", kTables, kControl, false,
     &InvokeWith<DecodePutResourcePolicy, PutResourcePolicy, EncodePutResourcePolicy>},
    {"Query", kTables, kRead, true,
     &InvokeWith<DecodeQuery, Query, EncodeReadPage>},
    {"RestoreTableFromBackup", kTables, kControl, false, nullptr},
    {"RestoreTableToPointInTime", kTables, kControl, false, nullptr},
    {"Scan", kTables, kRead, true,
     &InvokeWith<DecodeScan, Scan, EncodeReadPage>},
    {"SearchVectors", kTables, kRead, true, nullptr},
    {"StartBulkPutItems", kTables, kControl, false, nullptr},
    {"TagResource", kTables, kControl, false,
     &InvokeWith<DecodeTagResource, TagResource, EncodeTagResource>},
    {"TransactGetItems", kTables, kRead, true,
     &InvokeWith<DecodeTransactGetItems, TransactGetItems, EncodeTransactGetItems>},
    {"TransactWriteItems", kTables, kWrite, true,
     &InvokeWith<DecodeTransactWriteItems, TransactWriteItems, EncodeTransactWriteItems>},
    {"UntagResource", kTables, kControl, false,
     &InvokeWith<DecodeUntagResource, UntagResource, EncodeUntagResource>},
    {"UpdateContinuousBackups", kTables, kControl, false,
     &InvokeWith<DecodeUpdateContinuousBackups, UpdateContinuousBackups,
                 EncodeContinuousBackups>},
    {"UpdateContributorInsights", kTables, kControl, false,
     &InvokeWith<DecodeUpdateContributorInsights, UpdateContributorInsights,
                 EncodeUpdateContributorInsights>},
    {"UpdateGlobalTable", kTables, kControl, false, nullptr},
    {"UpdateGlobalTableSettings", kTables, kControl, false, nullptr},
    {"UpdateItem", kTables, kWrite, true,
     &InvokeWith<DecodeUpdateItem, UpdateItem, EncodeWriteItem>},
    {"UpdateKinesisStreamingDestination", kTables, kControl, false, nullptr},
    {"UpdateTable", kTables, kControl, false,
     &InvokeWith<DecodeUpdateTable, UpdateTable, EncodeUpdateTable>},
    {"UpdateTableReplicaAutoScaling", kTables, kControl, false, nullptr},
    {"UpdateTimeToLive", kTables, kControl, false,
     &InvokeWith<DecodeUpdateTimeToLive, UpdateTimeToLive, EncodeUpdateTimeToLive>},
};
// clang-format on

static_assert(std::is_sorted(std::begin(kRows), std::end(kRows),
                             [](const OpRow& a, const OpRow& b) { return a.name < b.name; }));
static_assert(std::size(kRows) <= TableEvents::kOperations);

}  // namespace

std::span<const OpRow> OpTable() { return kRows; }

const OpRow* FindOp(std::string_view name) {
  const auto* row = std::lower_bound(std::begin(kRows), std::end(kRows), name,
                                     [](const OpRow& r, std::string_view n) { return r.name < n; });
  return row != std::end(kRows) && row->name == name ? row : nullptr;
}

size_t OpNumber(const OpRow* row) { return static_cast<size_t>(row - std::begin(kRows)); }

}  // namespace stator::api
