#include "api/ops/write_shard_rules.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "kv/base/limits.h"

namespace stator::api {
namespace {

std::optional<std::string_view> ValueOf(const std::vector<Tag>& tags) {
  const auto it = std::find_if(tags.begin(), tags.end(),
                               [](const Tag& tag) { return tag.key == kWriteShardsTag; });
  if (it == tags.end()) return std::nullopt;
  return it->value;
}

Status Refusal(const std::string& why) {
  return ValidationError("The tag " + std::string(kWriteShardsTag) + " " + why);
}

}  // namespace

Result<uint32_t> WriteShardsOf(const std::vector<Tag>& tags, const KeySchema& keys) {
  const std::optional<std::string_view> value = ValueOf(tags);
  if (!value) return 1;
  uint32_t shards = 0;
  const char* const end = value->data() + value->size();
  const auto [rest, error] = std::from_chars(value->data(), end, shards);
  if (error != std::errc() || rest != end || shards < 1 || shards > limits::kWriteShards) {
    return Refusal("must be a number from 1 to " + std::to_string(limits::kWriteShards));
  }
  if (shards > 1 && keys.range.empty()) return Refusal("needs a table with a sort key");
  return shards;
}

Status CheckWriteShardsStay(const std::vector<Tag>& before, const std::vector<Tag>& after) {
  if (ValueOf(before) == ValueOf(after)) return OkStatus();
  return Refusal("can only be given when a table is created");
}

}  // namespace stator::api
