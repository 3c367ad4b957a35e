#include "api/ops/find_shard.h"

#include "streams/stream_names.h"

namespace stator::api {

Status InvalidShardId() { return ValidationError("Invalid ShardId"); }

Result<ShardInfo> FindShard(const OpContext& context, const StreamInfo& stream,
                            std::string_view shard_id) {
  const std::optional<uint32_t> number = ShardNumberOf(shard_id);
  if (!number) return InvalidShardId();
  STATOR_ASSIGN_OR_RETURN(ShardInfo shard, context.streams->FindShard(stream, *number));
  if (ShardId(shard) != shard_id) {
    return Status(Code::kNotFound, "Requested resource not found: Shard does not exist");
  }
  return shard;
}

}  // namespace stator::api
