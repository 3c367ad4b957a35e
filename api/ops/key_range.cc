#include "api/ops/key_range.h"

#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"

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

}  // namespace

CollectionRange RangeOf(const ReadPlan& plan, const expr::KeyCondition& condition,
                        uint32_t partitions) {
  std::string hash_parts;
  for (const Value& value : condition.hash) AppendKeyPart(value.view(), &hash_parts);
  const uint64_t hash = PartitionHash(hash_parts);

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

}  // namespace stator::api
