// The line that --log-requests writes for each request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kv/base/clock.h"

namespace stator::server {

struct RequestRecord {
  std::string_view request_id = {};
  std::string_view operation = {};  // empty when the request did not reach the handler
  std::string_view body = {};       // only searched for the table's name
  int status = 0;
  int64_t micros = 0;   // from the complete request to the written reply
  size_t bytes_in = 0;  // bodies, without headers
  size_t bytes_out = 0;
};

void LogRequestLine(const RequestRecord& record, const Clock* clock);

// The first string member "TableName" of a JSON text, found without parsing it; empty when there is
// none near the start or it holds an escape. Good enough for a log.
std::string_view FindTableName(std::string_view json);

}  // namespace stator::server
