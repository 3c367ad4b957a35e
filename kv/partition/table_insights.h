// Contributor Insights of one table and of its global secondary indexes: which keys are accessed
// most, and which are throttled most, by partition key and, where there is a sort key, by both
// together. As AWS counts ("CloudWatch contributor insights for DynamoDB: How it works"): an access
// weighs its read units or three times its write units, a throttled request weighs one, a Query is
// an access of its partition key and of no item, and a write that is kept out by a global index is
// not counted.
//
// Memory, of a table or index that has it switched on: four times HittersByMinute::kMostBytes (0.4
// MB) at the most. Keys are those that the application knows: the parts of a stored key without its
// hash, so that those of a table with write shards are whole. Threads: any.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "kv/base/mutex.h"
#include "kv/model/table_schema.h"
#include "kv/partition/hitters_by_minute.h"
#include "kv/partition/throttle.h"

namespace stator {

// Which keys a request is about.
enum class KeyAccess : uint8_t {
  kItem = 0,          // one item or index entry
  kPartitionKey = 1,  // those of one partition key
  kNoKey = 2,         // a Scan
};

// The service makes a rule for each; in its order.
enum class InsightsRule : uint8_t {
  kAccessedPartitionKeys = 0,   // "PKC"
  kAccessedSortKeys = 1,        // "SKC": partition and sort keys
  kThrottledPartitionKeys = 2,  // "PKT"
  kThrottledSortKeys = 3,       // "SKT"
};
inline constexpr size_t kInsightsRules = 4;

// The rules of a table or index with these keys, in the order of the enumeration.
std::vector<InsightsRule> RulesOf(InsightsMode mode, const KeySchema& keys);

class TableInsights {
 public:
  // Instead of the id of a global index: the table, with its local indexes.
  static constexpr uint32_t kTableItself = 0;

  // Counts for the table and the global indexes whose insights are switched on in the schema, and
  // forgets what was counted for others. Another mode keeps what it still counts.
  void Follow(const TableSchema& schema);

  // Whether anything is counted: what a request has to ask before anything else.
  bool on() const { return on_.load(std::memory_order_relaxed); }
  // resource: kTableItself or the id of a global index. `key`: a stored one, with its id; for
  // kPartitionKey its HASH parts are enough.
  void CountAccess(uint32_t resource, KeyAccess access, std::string_view key, CapacityKind kind,
                   double units, int64_t now_micros);
  void CountThrottled(uint32_t resource, KeyAccess access, std::string_view key,
                      int64_t now_micros);

  struct RuleReport {
    InsightsRule rule = InsightsRule::kAccessedPartitionKeys;
    std::vector<MinuteOfHitters> minutes;  // their keys: runs of key parts (kv/codec/key_codec.h)
  };
  // Of its rules, in their order. None when nothing is counted for it.
  std::optional<std::vector<RuleReport>> Report(uint32_t resource, int64_t now_micros) const;

 private:
  struct Resource {
    InsightsMode mode = InsightsMode::kAccessedAndThrottledKeys;
    KeySchema keys;
    std::array<HittersByMinute, kInsightsRules> rules;
    HittersByMinute& of(InsightsRule rule) { return rules[static_cast<size_t>(rule)]; }
  };

  void FollowOne(uint32_t id, const InsightsSetting& setting, const KeySchema& keys,
                 std::map<uint32_t, Resource>* followed) REQUIRES(mu_);
  // by_partition_key: the rule for partition keys; the one for sort keys follows it.
  static void Add(InsightsRule by_partition_key, KeyAccess access, std::string_view key,
                  double weight, int64_t now_micros, Resource* resource);

  std::atomic<bool> on_{false};
  mutable Mutex mu_;
  std::map<uint32_t, Resource> resources_ GUARDED_BY(mu_);
};

}  // namespace stator
