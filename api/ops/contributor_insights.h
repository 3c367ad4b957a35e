// UpdateContributorInsights, DescribeContributorInsights and ListContributorInsights.
//
// Where the reference is silent they follow what users have recorded of the service: a switch to
// what is there already changes nothing and answers the settled status; ENABLE without a mode means
// ACCESSED_AND_THROTTLED_KEYS; a change of mode keeps the names of the rules; mode and time of the
// last change stay to be seen once it was switched off; what is DISABLED is not listed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/ops/op_context.h"
#include "api/types/insights_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// kNotFound for a table or global index that is not there; kValidation to enable one that is not
// ACTIVE yet.
Result<UpdateContributorInsightsResponse> UpdateContributorInsights(
    const OpContext& context, const UpdateContributorInsightsRequest& request);
// kNotFound as above.
Result<DescribeContributorInsightsResponse> DescribeContributorInsights(
    const OpContext& context, const DescribeContributorInsightsRequest& request);
// Tables in the order of their names, each before its indexes. kNotFound for a table that is not
// there, kValidation for a token that is not ours.
Result<ListContributorInsightsResponse> ListContributorInsights(
    const OpContext& context, const ListContributorInsightsRequest& request);

// "Requested resource not found: Index: <index> not found for table: <table>".
Status NoSuchInsightsIndex(std::string_view index_name, std::string_view table_name);
// "DynamoDBContributorInsights-PKC-<table>[-<index>]-<milliseconds of switching on>". Names that
// would take it beyond the 128 characters of a rule's name are cut.
std::string InsightsRuleName(InsightsRule rule, const TableSchema& schema,
                             std::string_view index_name, const InsightsSetting& setting);

}  // namespace stator::api
