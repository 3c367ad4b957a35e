#include "api/ops/describe_endpoints.h"

namespace stator::api {

Result<DescribeEndpointsResponse> DescribeEndpoints(const OpContext& context,
                                                    const DescribeEndpointsRequest& /*request*/) {
  DescribeEndpointsResponse reply;
  reply.address = context.endpoint_host.empty() ? "dynamodb." + context.region + ".amazonaws.com"
                                                : context.endpoint_host;
  return reply;
}

}  // namespace stator::api
