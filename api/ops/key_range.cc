#include "api/ops/key_range.h"

#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"
#include "kv/partition/write_shards.h"

namespace stator::api {
namespace {

using expr::SortCondition;

std::string WithPart(const std::string& prefix, const Value& value) {
  std::string key = prefix;
  AppendKeyPart(value.view(), &key);
  return key;
}

// The keys under `prefix` whose next part meets the condition.
KeyRange RangeUnder(const std::string& prefix, const SortCondition& condition) {
  const std::string whole_end = PrefixSuccessor(prefix);
  switch (condition.kind) {
    case SortCondition::Kind::kEq: {
      const std::string part = WithPart(prefix, condition.first);
      return {part, PrefixSuccessor(part)};
    }
    case SortCondition::Kind::kLt: return {prefix, WithPart(prefix, condition.first)};
    case SortCondition::Kind::kLe:
      return {prefix, PrefixSuccessor(WithPart(prefix, condition.first))};
    case SortCondition::Kind::kGt:
      return {PrefixSuccessor(WithPart(prefix, condition.first)), whole_end};
    case SortCondition::Kind::kGe: return {WithPart(prefix, condition.first), whole_end};
    case SortCondition::Kind::kBetween:
      return {WithPart(prefix, condition.first),
              PrefixSuccessor(WithPart(prefix, condition.second))};
    case SortCondition::Kind::kBeginsWith: {
      std::string begin = prefix;
      AppendKeyPartPrefix(condition.first.view(), &begin);
      return {begin, PrefixSuccessor(begin)};
    }
  }
  return {prefix, whole_end};
}

// The keys that meet the condition where the partition key has that hash. hash_parts: as
// AppendKeyPart writes them.
CollectionRange RangeOf(const ReadPlan& plan, const expr::KeyCondition& condition, uint64_t hash,
                        const std::string& hash_parts, uint32_t partitions) {
  std::string prefix;
  AppendBigEndian32(plan.source_id(), &prefix);
  AppendBigEndian64(hash, &prefix);
  prefix += hash_parts;

  CollectionRange range;
  range.partition = PartitionOfHash(hash, partitions);
  if (condition.range.empty()) {
    range.keys = {prefix, PrefixSuccessor(prefix)};
    return range;
  }
  for (size_t i = 0; i + 1 < condition.range.size(); ++i) {
    AppendKeyPart(condition.range[i].first.view(), &prefix);
  }
  range.keys = RangeUnder(prefix, condition.range.back());
  return range;
}

}  // namespace

std::vector<CollectionRange> RangesOf(const ReadPlan& plan, const expr::KeyCondition& condition,
                                      uint32_t partitions) {
  std::string hash_parts;
  for (const Value& value : condition.hash) AppendKeyPart(value.view(), &hash_parts);
  const uint64_t hash = PartitionHash(hash_parts);
  const bool global = plan.index != nullptr && plan.index->kind == IndexKind::kGlobal;
  const uint32_t shards = global ? 1 : plan.schema->write_shards;
  std::vector<CollectionRange> ranges;
  for (uint32_t shard = 0; shard < shards; ++shard) {
    ranges.push_back(
        RangeOf(plan, condition, HashInShard(hash, shard, shards), hash_parts, partitions));
  }
  return ranges;
}

}  // namespace stator::api
