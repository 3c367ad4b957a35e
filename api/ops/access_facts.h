// What a request touches. Each type of request has its function here, and the gate takes no other
// (api/ops/access_gate.h): an operation without one does not compile. There is no function for
// requests in general, so that none is open by accident.
//
// What cannot be known of a request (an expression that does not parse, an index that is not there,
// a key that does not fit its table) counts as anything whatever: who may do only some things with
// a table does not learn from an error how it is built. Who may do all things gets the error.
#pragma once

#include <string_view>

#include "api/json/json.h"
#include "api/ops/access_element.h"
#include "api/types/absent_feature_ops.h"
#include "api/types/admin_ops.h"
#include "api/types/insights_ops.h"
#include "api/types/item_ops.h"
#include "api/types/partiql_ops.h"
#include "api/types/resource_policy_ops.h"
#include "api/types/stream_ops.h"
#include "api/types/table_ops.h"
#include "api/types/transact_ops.h"

namespace stator::api {

// Items: access_items.cc, access_transactions.cc, access_pages.cc.
AccessFacts AccessOf(const OpContext& context, const GetItemRequest& request);
AccessFacts AccessOf(const OpContext& context, const PutItemRequest& request);
AccessFacts AccessOf(const OpContext& context, const UpdateItemRequest& request);
AccessFacts AccessOf(const OpContext& context, const DeleteItemRequest& request);
AccessFacts AccessOf(const OpContext& context, const BatchGetItemRequest& request);
AccessFacts AccessOf(const OpContext& context, const BatchWriteItemRequest& request);
AccessFacts AccessOf(const OpContext& context, const TransactGetItemsRequest& request);
AccessFacts AccessOf(const OpContext& context, const TransactWriteItemsRequest& request);
AccessFacts AccessOf(const OpContext& context, const QueryRequest& request);
AccessFacts AccessOf(const OpContext& context, const ScanRequest& request);

// Statements: access_statements.cc.
AccessFacts AccessOf(const OpContext& context, const ExecuteStatementRequest& request);
AccessFacts AccessOf(const OpContext& context, const BatchExecuteStatementRequest& request);
AccessFacts AccessOf(const OpContext& context, const ExecuteTransactionRequest& request);

// Tables, streams and the account: access_tables.cc.
AccessFacts AccessOf(const OpContext& context, const CreateTableRequest& request);
AccessFacts AccessOf(const OpContext& context, const DescribeTableRequest& request);
AccessFacts AccessOf(const OpContext& context, const UpdateTableRequest& request);
AccessFacts AccessOf(const OpContext& context, const DeleteTableRequest& request);
AccessFacts AccessOf(const OpContext& context, const ListTablesRequest& request);
AccessFacts AccessOf(const OpContext& context, const TagResourceRequest& request);
AccessFacts AccessOf(const OpContext& context, const UntagResourceRequest& request);
AccessFacts AccessOf(const OpContext& context, const ListTagsOfResourceRequest& request);
AccessFacts AccessOf(const OpContext& context, const PutResourcePolicyRequest& request);
AccessFacts AccessOf(const OpContext& context, const GetResourcePolicyRequest& request);
AccessFacts AccessOf(const OpContext& context, const DeleteResourcePolicyRequest& request);
AccessFacts AccessOf(const OpContext& context, const UpdateTimeToLiveRequest& request);
AccessFacts AccessOf(const OpContext& context, const DescribeTimeToLiveRequest& request);
AccessFacts AccessOf(const OpContext& context, const UpdateContributorInsightsRequest& request);
AccessFacts AccessOf(const OpContext& context, const DescribeContributorInsightsRequest& request);
AccessFacts AccessOf(const OpContext& context, const ListContributorInsightsRequest& request);
AccessFacts AccessOf(const OpContext& context, const DescribeContinuousBackupsRequest& request);
AccessFacts AccessOf(const OpContext& context, const UpdateContinuousBackupsRequest& request);
AccessFacts AccessOf(const OpContext& context,
                     const DescribeKinesisStreamingDestinationRequest& request);
AccessFacts AccessOf(const OpContext& context, const ListAbsentRequest& request);
AccessFacts AccessOf(const OpContext& context, const DescribeLimitsRequest& request);
AccessFacts AccessOf(const OpContext& context, const DescribeEndpointsRequest& request);
AccessFacts AccessOf(const OpContext& context, const ListStreamsRequest& request);
AccessFacts AccessOf(const OpContext& context, const DescribeStreamRequest& request);
AccessFacts AccessOf(const OpContext& context, const GetShardIteratorRequest& request);
AccessFacts AccessOf(const OpContext& context, const GetRecordsRequest& request);
AccessFacts AccessOf(const OpContext& context, const SubscribeRequest& request);

// An operation that names its table, index or stream by an ARN.
AccessFacts AccessOfArn(const OpContext& context, std::string_view action, std::string_view arn);
// An operation that is not served: by what its body names.
AccessFacts AccessOfUnserved(const OpContext& context, const json::Node& body);

}  // namespace stator::api
