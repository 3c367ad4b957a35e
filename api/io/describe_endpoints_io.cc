#include "api/io/describe_endpoints_io.h"

namespace stator::api {

Result<DescribeEndpointsRequest> DecodeDescribeEndpoints(const json::Node& /*body*/) {
  return DescribeEndpointsRequest{};
}

void EncodeDescribeEndpoints(const DescribeEndpointsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Endpoints");
  writer->BeginArray();
  writer->BeginObject();
  writer->Name("Address");
  writer->String(reply.address);
  writer->Name("CachePeriodInMinutes");
  writer->Integer(reply.cache_period_minutes);
  writer->EndObject();
  writer->EndArray();
  writer->EndObject();
}

}  // namespace stator::api
