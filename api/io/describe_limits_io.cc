#include "api/io/describe_limits_io.h"

namespace stator::api {

Result<DescribeLimitsRequest> DecodeDescribeLimits(const json::Node& /*body*/) {
  return DescribeLimitsRequest{};
}

void EncodeDescribeLimits(const DescribeLimitsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("AccountMaxReadCapacityUnits");
  writer->Integer(reply.account_max_read_units);
  writer->Name("AccountMaxWriteCapacityUnits");
  writer->Integer(reply.account_max_write_units);
  writer->Name("TableMaxReadCapacityUnits");
  writer->Integer(reply.table_max_read_units);
  writer->Name("TableMaxWriteCapacityUnits");
  writer->Integer(reply.table_max_write_units);
  writer->EndObject();
}

}  // namespace stator::api
