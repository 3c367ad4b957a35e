// What a table is: keys, indexes and settings, as pure values. The catalog (kv/table/catalog.h)
// keeps one per table and never changes it in place: a change makes a new one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/model/attribute_type.h"
#include "kv/model/resource_policy.h"

namespace stator {

struct KeyAttribute {
  std::string name;
  AttributeType type = AttributeType::kString;  // S, N or B
  bool operator==(const KeyAttribute&) const = default;
};

// Tables and LSIs have one HASH and at most one RANGE attribute; a GSI has up to four of each.
struct KeySchema {
  std::vector<KeyAttribute> hash;
  std::vector<KeyAttribute> range;

  bool Contains(std::string_view name) const;
  const KeyAttribute* Find(std::string_view name) const;
  bool operator==(const KeySchema&) const = default;
};

enum class ProjectionType : uint8_t { kAll = 1, kKeysOnly = 2, kInclude = 3 };

struct Projection {
  ProjectionType type = ProjectionType::kAll;
  std::vector<std::string> non_key_attributes;  // kInclude only, in the order given
  bool operator==(const Projection&) const = default;
};

enum class ResourceStatus : uint8_t { kCreating = 1, kActive = 2, kUpdating = 3, kDeleting = 4 };

// Capacity units a second; zeros under PAY_PER_REQUEST.
struct ProvisionedThroughput {
  int64_t read_units = 0;
  int64_t write_units = 0;
  int64_t last_increase_seconds = 0;  // epoch; 0: never
  int64_t last_decrease_seconds = 0;
  int64_t decreases_today = 0;
  bool operator==(const ProvisionedThroughput&) const = default;
};

// Optional ceilings of an on-demand table or GSI; -1: none, absent: never set.
struct OnDemandThroughput {
  int64_t max_read_units = -1;
  int64_t max_write_units = -1;
  bool operator==(const OnDemandThroughput&) const = default;
};

struct WarmThroughput {
  int64_t read_units = 0;
  int64_t write_units = 0;
  bool operator==(const WarmThroughput&) const = default;
};

// A logical partition: the unit of throughput and of splitting, and of the shards of streams. It
// holds the items or index entries from its first key up to the first key of the next one. Keys
// here are item keys without the table's id: hash · parts, or the beginning of one (kv/FORMAT.md,
// "Keys").
struct PartitionRange {
  uint32_t id = 0;        // within the table; never reused
  std::string first_key;  // "": from the start
  bool operator==(const PartitionRange&) const = default;
};

// Contributor Insights: which keys of a table or of a global index are accessed and throttled most
// (kv/partition/table_insights.h).
enum class InsightsStatus : uint8_t { kDisabled = 0, kEnabling = 1, kEnabled = 2, kDisabling = 3 };
enum class InsightsMode : uint8_t { kAccessedAndThrottledKeys = 1, kThrottledKeys = 2 };
struct InsightsSetting {
  InsightsStatus status = InsightsStatus::kDisabled;
  InsightsMode mode = InsightsMode::kAccessedAndThrottledKeys;
  int64_t changed_micros = 0;  // of the status; 0: was never enabled
  int64_t enabled_micros = 0;  // when it was last switched on: part of the names of its rules

  bool is_on() const {
    return status == InsightsStatus::kEnabling || status == InsightsStatus::kEnabled;
  }
  bool operator==(const InsightsSetting&) const = default;
};

enum class IndexKind : uint8_t { kLocal = 1, kGlobal = 2 };

struct IndexSchema {
  uint32_t id = 0;  // unique in the data folder, never reused; the first bytes of the index's keys
  IndexKind kind = IndexKind::kGlobal;
  std::string name;
  KeySchema keys;
  Projection projection;
  ResourceStatus status = ResourceStatus::kActive;
  bool backfilling = false;          // being filled from items written before it existed
  ProvisionedThroughput throughput;  // GSI only
  std::optional<OnDemandThroughput> on_demand;
  std::optional<WarmThroughput> warm;
  // GSI only; as those of a table. Empty in records that were written before indexes had them: then
  // the index is one partition with id 0.
  std::vector<PartitionRange> partitions;
  uint32_t next_partition_id = 1;
  InsightsSetting insights;  // GSI only
  bool operator==(const IndexSchema&) const = default;
};

enum class BillingMode : uint8_t { kProvisioned = 1, kPayPerRequest = 2 };
enum class TableClass : uint8_t { kStandard = 1, kStandardInfrequentAccess = 2 };
enum class StreamViewType : uint8_t {
  kNone = 0,
  kKeysOnly = 1,
  kNewImage = 2,
  kOldImage = 3,
  kNewAndOldImages = 4,
};

// The shard of the table's stream that takes the changes of one partition.
struct OpenShard {
  uint32_t number = 0;  // within the stream; never reused
  uint32_t partition_id = 0;
  int64_t opened_micros = 0;
  bool operator==(const OpenShard&) const = default;
};

// Time to live: items are removed when the time in an attribute of theirs has passed.
enum class TtlStatus : uint8_t { kDisabled = 0, kEnabling = 1, kEnabled = 2, kDisabling = 3 };
struct TtlSetting {
  TtlStatus status = TtlStatus::kDisabled;
  std::string attribute;       // "": never enabled
  int64_t changed_micros = 0;  // when it was last switched on or off; 0: never
  bool operator==(const TtlSetting&) const = default;
};

struct Tag {
  std::string key;
  std::string value;
  bool operator==(const Tag&) const = default;
};

struct TableSchema {
  uint32_t id = 0;    // as IndexSchema::id: one number space for tables and indexes
  std::string space;  // namespace: "<account>/<region>", see kv/table/catalog.h
  std::string name;
  std::string uuid;  // TableId of DescribeTable
  int64_t created_micros = 0;
  KeySchema keys;
  // Every attribute definition that was given, in the order given: keys of the table and indexes.
  std::vector<KeyAttribute> attribute_definitions;
  std::vector<IndexSchema> indexes;  // local ones first, each kind in the order given
  ResourceStatus status = ResourceStatus::kActive;
  BillingMode billing_mode = BillingMode::kProvisioned;
  bool billing_mode_was_set = false;          // BillingModeSummary is shown only then
  int64_t pay_per_request_since_seconds = 0;  // epoch; 0: never
  ProvisionedThroughput throughput;
  std::optional<OnDemandThroughput> on_demand;
  std::optional<WarmThroughput> warm;
  TableClass table_class = TableClass::kStandard;
  bool table_class_was_set = false;
  int64_t table_class_changed_seconds = 0;
  bool deletion_protection = false;
  StreamViewType stream_view = StreamViewType::kNone;
  std::string stream_label;            // of the newest stream; "": never had one
  uint32_t stream_number = 0;          // how many streams the table has had
  uint32_t next_shard_number = 0;      // within the newest stream
  std::vector<OpenShard> open_shards;  // in the order of `partitions`; empty without a stream
  // By rising first_key, the first one's being empty. Empty in records of format-1 folders that
  // were written before partitions were: then the table is one partition with id 0.
  std::vector<PartitionRange> partitions;
  uint32_t next_partition_id = 1;
  // Over how many places the items of one partition key are spread, by their sort keys
  // (kv/partition/write_shards.h). Never changes.
  uint32_t write_shards = 1;
  TtlSetting ttl;
  InsightsSetting insights;
  ResourcePolicy policy;
  bool sse_kms = false;  // SSESpecification asked for a key of its own
  std::string sse_key_arn;
  std::vector<Tag> tags;  // sorted by key

  const IndexSchema* FindIndex(std::string_view index_name) const;
  bool HasLocalIndexes() const;
  bool operator==(const TableSchema&) const = default;
};

}  // namespace stator
