#include "api/ops/list_streams.h"

#include <utility>

#include "api/ops/page_limit.h"
#include "api/ops/stream_arn.h"

namespace stator::api {
namespace {

constexpr int64_t kLargestPage = 100;

}  // namespace

Result<ListStreamsResponse> ListStreams(const OpContext& context,
                                        const ListStreamsRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const size_t page, PageLimit(request.limit, kLargestPage));
  StreamReader::ListFrom from;
  from.table_name = request.table_name;
  if (request.exclusive_start_stream_arn) {
    STATOR_ASSIGN_OR_RETURN(StreamName name,
                            ParseStreamArn(context, *request.exclusive_start_stream_arn));
    from.after.emplace(std::move(name.table.name), std::move(name.label));
  }
  // One more than the page tells whether there is another.
  STATOR_ASSIGN_OR_RETURN(const std::vector<StreamInfo> streams,
                          context.streams->List(context.space, from, page + 1));
  ListStreamsResponse reply;
  for (const StreamInfo& stream : streams) {
    if (reply.streams.size() == page) {
      reply.last_evaluated_stream_arn = reply.streams.back().stream_arn;
      break;
    }
    reply.streams.push_back({StreamArn(context, stream), stream.table_name, stream.label});
  }
  return reply;
}

}  // namespace stator::api
