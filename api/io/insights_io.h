// JSON of the operations on Contributor Insights, and of GET /_stator/insights (asked as
// {"TableName": "t", "IndexName": "i"}, the second optional; docs/insights.md shows a reply).
// Before the latter goes no structural check: the node may be anything. Errors: kValidation.
#pragma once

#include "api/json/json.h"
#include "api/types/insights_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<UpdateContributorInsightsRequest> DecodeUpdateContributorInsights(const json::Node& body);
void EncodeUpdateContributorInsights(const UpdateContributorInsightsResponse& reply,
                                     json::Writer* writer);

Result<DescribeContributorInsightsRequest> DecodeDescribeContributorInsights(
    const json::Node& body);
void EncodeDescribeContributorInsights(const DescribeContributorInsightsResponse& reply,
                                       json::Writer* writer);

Result<ListContributorInsightsRequest> DecodeListContributorInsights(const json::Node& body);
void EncodeListContributorInsights(const ListContributorInsightsResponse& reply,
                                   json::Writer* writer);

Result<DescribeInsightsRequest> DecodeDescribeInsights(const json::Node& body);
void EncodeDescribeInsights(const DescribeInsightsResponse& reply, json::Writer* writer);

}  // namespace stator::api
