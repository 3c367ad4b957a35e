// The JSON of the streams service.
#pragma once

#include "api/json/json.h"
#include "api/types/stream_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<DescribeStreamRequest> DecodeDescribeStream(const json::Node& body);
Result<GetRecordsRequest> DecodeGetRecords(const json::Node& body);
Result<GetShardIteratorRequest> DecodeGetShardIterator(const json::Node& body);
Result<ListStreamsRequest> DecodeListStreams(const json::Node& body);

void EncodeDescribeStream(const DescribeStreamResponse& reply, json::Writer* writer);
void EncodeGetRecords(const GetRecordsResponse& reply, json::Writer* writer);
void EncodeGetShardIterator(const GetShardIteratorResponse& reply, json::Writer* writer);
void EncodeListStreams(const ListStreamsResponse& reply, json::Writer* writer);

}  // namespace stator::api
