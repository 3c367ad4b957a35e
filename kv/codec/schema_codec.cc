#include "kv/codec/schema_codec.h"

#include "kv/base/limits.h"
#include "kv/codec/format_constants.h"
#include "kv/codec/tagged_fields.h"

namespace stator {
namespace {

// The tags are on disk: see "Catalog records" in kv/FORMAT.md. A field's tag and meaning never
// change; a field that is no longer written leaves its tag unused.
namespace table_tag {
constexpr uint32_t kId = 1;
constexpr uint32_t kSpace = 2;
constexpr uint32_t kName = 3;
constexpr uint32_t kUuid = 4;
constexpr uint32_t kCreatedMicros = 5;
constexpr uint32_t kHashKey = 6;
constexpr uint32_t kRangeKey = 7;
constexpr uint32_t kAttributeDefinition = 8;
constexpr uint32_t kIndex = 9;
constexpr uint32_t kStatus = 10;
constexpr uint32_t kBillingMode = 11;
constexpr uint32_t kBillingModeWasSet = 12;
constexpr uint32_t kPayPerRequestSince = 13;
constexpr uint32_t kThroughput = 14;
constexpr uint32_t kOnDemand = 15;
constexpr uint32_t kWarm = 16;
constexpr uint32_t kTableClass = 17;
constexpr uint32_t kTableClassWasSet = 18;
constexpr uint32_t kTableClassChanged = 19;
constexpr uint32_t kDeletionProtection = 20;
constexpr uint32_t kStreamView = 21;
constexpr uint32_t kStreamLabel = 22;
constexpr uint32_t kSseKms = 23;
constexpr uint32_t kSseKeyArn = 24;
constexpr uint32_t kTag = 25;
constexpr uint32_t kStreamNumber = 26;
constexpr uint32_t kNextShardNumber = 27;
constexpr uint32_t kOpenShard = 28;
constexpr uint32_t kPartition = 29;
constexpr uint32_t kNextPartitionId = 30;
constexpr uint32_t kTtl = 31;
constexpr uint32_t kWriteShards = 32;
constexpr uint32_t kInsights = 33;
constexpr uint32_t kPolicy = 34;
}  // namespace table_tag

namespace index_tag {
constexpr uint32_t kId = 1;
constexpr uint32_t kKind = 2;
constexpr uint32_t kName = 3;
constexpr uint32_t kHashKey = 4;
constexpr uint32_t kRangeKey = 5;
constexpr uint32_t kProjectionType = 6;
constexpr uint32_t kProjectedAttribute = 7;
constexpr uint32_t kStatus = 8;
constexpr uint32_t kBackfilling = 9;
constexpr uint32_t kThroughput = 10;
constexpr uint32_t kOnDemand = 11;
constexpr uint32_t kWarm = 12;
constexpr uint32_t kPartition = 13;
constexpr uint32_t kNextPartitionId = 14;
constexpr uint32_t kInsights = 15;
}  // namespace index_tag

void WriteFields(const KeyAttribute& attribute, FieldWriter* out);
void WriteFields(const ProvisionedThroughput& throughput, FieldWriter* out);
void WriteFields(const OnDemandThroughput& throughput, FieldWriter* out);
void WriteFields(const WarmThroughput& throughput, FieldWriter* out);
void WriteFields(const Tag& tag, FieldWriter* out);
void WriteFields(const OpenShard& shard, FieldWriter* out);
void WriteFields(const PartitionRange& partition, FieldWriter* out);
void WriteFields(const TtlSetting& ttl, FieldWriter* out);
void WriteFields(const InsightsSetting& insights, FieldWriter* out);
void WriteFields(const ResourcePolicy& policy, FieldWriter* out);
void WriteFields(const IndexSchema& index, FieldWriter* out);

// Writes a record of its own as one field of another.
template <typename Record>
void WriteRecord(uint32_t tag, const Record& record, FieldWriter* out) {
  std::string bytes;
  FieldWriter writer(&bytes);
  WriteFields(record, &writer);
  out->Bytes(tag, bytes);
}

template <typename Record>
void WriteRecords(uint32_t tag, const std::vector<Record>& records, FieldWriter* out) {
  for (const Record& record : records) WriteRecord(tag, record, out);
}

void WriteFields(const KeyAttribute& attribute, FieldWriter* out) {
  out->Bytes(1, attribute.name);
  out->Enumerator(2, attribute.type);
}

void WriteFields(const ProvisionedThroughput& throughput, FieldWriter* out) {
  out->Signed(1, throughput.read_units);
  out->Signed(2, throughput.write_units);
  out->Signed(3, throughput.last_increase_seconds);
  out->Signed(4, throughput.last_decrease_seconds);
  out->Signed(5, throughput.decreases_today);
}

void WriteFields(const OnDemandThroughput& throughput, FieldWriter* out) {
  out->Signed(1, throughput.max_read_units);
  out->Signed(2, throughput.max_write_units);
}

void WriteFields(const WarmThroughput& throughput, FieldWriter* out) {
  out->Signed(1, throughput.read_units);
  out->Signed(2, throughput.write_units);
}

void WriteFields(const Tag& tag, FieldWriter* out) {
  out->Bytes(1, tag.key);
  out->Bytes(2, tag.value);
}

void WriteFields(const OpenShard& shard, FieldWriter* out) {
  out->Unsigned(1, shard.number);
  out->Unsigned(2, shard.partition_id);
  out->Signed(3, shard.opened_micros);
}

void WriteFields(const PartitionRange& partition, FieldWriter* out) {
  out->Unsigned(1, partition.id);
  out->Bytes(2, partition.first_key);
}

void WriteFields(const TtlSetting& ttl, FieldWriter* out) {
  out->Enumerator(1, ttl.status);
  out->Bytes(2, ttl.attribute);
  out->Signed(3, ttl.changed_micros);
}

void WriteFields(const InsightsSetting& insights, FieldWriter* out) {
  out->Enumerator(1, insights.status);
  out->Enumerator(2, insights.mode);
  out->Signed(3, insights.changed_micros);
  out->Signed(4, insights.enabled_micros);
}

void WriteFields(const ResourcePolicy& policy, FieldWriter* out) {
  out->Bytes(1, policy.document);
  out->Signed(2, policy.revision);
}

// Of tables and indexes where it was never enabled nothing is written.
void WriteInsights(uint32_t tag, const InsightsSetting& insights, FieldWriter* out) {
  if (insights != InsightsSetting()) WriteRecord(tag, insights, out);
}

void WriteFields(const IndexSchema& index, FieldWriter* out) {
  out->Unsigned(index_tag::kId, index.id);
  out->Enumerator(index_tag::kKind, index.kind);
  out->Bytes(index_tag::kName, index.name);
  WriteRecords(index_tag::kHashKey, index.keys.hash, out);
  WriteRecords(index_tag::kRangeKey, index.keys.range, out);
  out->Enumerator(index_tag::kProjectionType, index.projection.type);
  for (const std::string& name : index.projection.non_key_attributes) {
    out->Bytes(index_tag::kProjectedAttribute, name);
  }
  out->Enumerator(index_tag::kStatus, index.status);
  out->Bool(index_tag::kBackfilling, index.backfilling);
  WriteRecord(index_tag::kThroughput, index.throughput, out);
  if (index.on_demand) WriteRecord(index_tag::kOnDemand, *index.on_demand, out);
  if (index.warm) WriteRecord(index_tag::kWarm, *index.warm, out);
  // Nothing of an index from before partitions were stored.
  if (!index.partitions.empty() || index.next_partition_id != IndexSchema().next_partition_id) {
    WriteRecords(index_tag::kPartition, index.partitions, out);
    out->Unsigned(index_tag::kNextPartitionId, index.next_partition_id);
  }
  WriteInsights(index_tag::kInsights, index.insights, out);
}

void WriteFields(const TableSchema& table, FieldWriter* out) {
  out->Unsigned(table_tag::kId, table.id);
  out->Bytes(table_tag::kSpace, table.space);
  out->Bytes(table_tag::kName, table.name);
  out->Bytes(table_tag::kUuid, table.uuid);
  out->Signed(table_tag::kCreatedMicros, table.created_micros);
  WriteRecords(table_tag::kHashKey, table.keys.hash, out);
  WriteRecords(table_tag::kRangeKey, table.keys.range, out);
  WriteRecords(table_tag::kAttributeDefinition, table.attribute_definitions, out);
  WriteRecords(table_tag::kIndex, table.indexes, out);
  out->Enumerator(table_tag::kStatus, table.status);
  out->Enumerator(table_tag::kBillingMode, table.billing_mode);
  out->Bool(table_tag::kBillingModeWasSet, table.billing_mode_was_set);
  out->Signed(table_tag::kPayPerRequestSince, table.pay_per_request_since_seconds);
  WriteRecord(table_tag::kThroughput, table.throughput, out);
  if (table.on_demand) WriteRecord(table_tag::kOnDemand, *table.on_demand, out);
  if (table.warm) WriteRecord(table_tag::kWarm, *table.warm, out);
  out->Enumerator(table_tag::kTableClass, table.table_class);
  out->Bool(table_tag::kTableClassWasSet, table.table_class_was_set);
  out->Signed(table_tag::kTableClassChanged, table.table_class_changed_seconds);
  out->Bool(table_tag::kDeletionProtection, table.deletion_protection);
  out->Enumerator(table_tag::kStreamView, table.stream_view);
  out->Bytes(table_tag::kStreamLabel, table.stream_label);
  out->Bool(table_tag::kSseKms, table.sse_kms);
  out->Bytes(table_tag::kSseKeyArn, table.sse_key_arn);
  WriteRecords(table_tag::kTag, table.tags, out);
  out->Unsigned(table_tag::kStreamNumber, table.stream_number);
  out->Unsigned(table_tag::kNextShardNumber, table.next_shard_number);
  WriteRecords(table_tag::kOpenShard, table.open_shards, out);
  WriteRecords(table_tag::kPartition, table.partitions, out);
  out->Unsigned(table_tag::kNextPartitionId, table.next_partition_id);
  WriteRecord(table_tag::kTtl, table.ttl, out);
  if (table.write_shards > 1) out->Unsigned(table_tag::kWriteShards, table.write_shards);
  WriteInsights(table_tag::kInsights, table.insights, out);
  if (table.policy != ResourcePolicy()) WriteRecord(table_tag::kPolicy, table.policy, out);
}

bool ReadRecord(std::string_view bytes, KeyAttribute* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(&out->name);
      case 2: return payload.Read(AttributeType::kString, AttributeType::kBinary, &out->type);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, ProvisionedThroughput* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(&out->read_units);
      case 2: return payload.Read(&out->write_units);
      case 3: return payload.Read(&out->last_increase_seconds);
      case 4: return payload.Read(&out->last_decrease_seconds);
      case 5: return payload.Read(&out->decreases_today);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, OnDemandThroughput* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(&out->max_read_units);
      case 2: return payload.Read(&out->max_write_units);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, WarmThroughput* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(&out->read_units);
      case 2: return payload.Read(&out->write_units);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, Tag* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(&out->key);
      case 2: return payload.Read(&out->value);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, OpenShard* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(&out->number);
      case 2: return payload.Read(&out->partition_id);
      case 3: return payload.Read(&out->opened_micros);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, PartitionRange* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(&out->id);
      case 2: return payload.Read(&out->first_key);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, TtlSetting* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(TtlStatus::kDisabled, TtlStatus::kDisabling, &out->status);
      case 2: return payload.Read(&out->attribute);
      case 3: return payload.Read(&out->changed_micros);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, InsightsSetting* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1:
        return payload.Read(InsightsStatus::kDisabled, InsightsStatus::kDisabling, &out->status);
      case 2:
        return payload.Read(InsightsMode::kAccessedAndThrottledKeys, InsightsMode::kThrottledKeys,
                            &out->mode);
      case 3: return payload.Read(&out->changed_micros);
      case 4: return payload.Read(&out->enabled_micros);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, ResourcePolicy* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    switch (tag) {
      case 1: return payload.Read(&out->document);
      case 2: return payload.Read(&out->revision);
      default: return true;
    }
  });
}

bool ReadRecord(std::string_view bytes, std::string* out) {
  out->assign(bytes);
  return true;
}

bool ReadRecord(std::string_view bytes, IndexSchema* out);

template <typename Record>
bool ReadNext(const FieldPayload& payload, std::vector<Record>* out) {
  return ReadRecord(payload.bytes(), &out->emplace_back());
}

template <typename Record>
bool ReadOptional(const FieldPayload& payload, std::optional<Record>* out) {
  return ReadRecord(payload.bytes(), &out->emplace());
}

bool ReadStatus(const FieldPayload& payload, ResourceStatus* out) {
  return payload.Read(ResourceStatus::kCreating, ResourceStatus::kDeleting, out);
}

bool ReadIndexField(uint64_t tag, const FieldPayload& payload, IndexSchema* out) {
  switch (tag) {
    case index_tag::kId: return payload.Read(&out->id);
    case index_tag::kKind: return payload.Read(IndexKind::kLocal, IndexKind::kGlobal, &out->kind);
    case index_tag::kName: return payload.Read(&out->name);
    case index_tag::kHashKey: return ReadNext(payload, &out->keys.hash);
    case index_tag::kRangeKey: return ReadNext(payload, &out->keys.range);
    case index_tag::kProjectionType:
      return payload.Read(ProjectionType::kAll, ProjectionType::kInclude, &out->projection.type);
    case index_tag::kProjectedAttribute:
      return ReadNext(payload, &out->projection.non_key_attributes);
    case index_tag::kStatus: return ReadStatus(payload, &out->status);
    case index_tag::kBackfilling: return payload.Read(&out->backfilling);
    case index_tag::kThroughput: return ReadRecord(payload.bytes(), &out->throughput);
    case index_tag::kOnDemand: return ReadOptional(payload, &out->on_demand);
    case index_tag::kWarm: return ReadOptional(payload, &out->warm);
    case index_tag::kPartition: return ReadNext(payload, &out->partitions);
    case index_tag::kNextPartitionId: return payload.Read(&out->next_partition_id);
    case index_tag::kInsights: return ReadRecord(payload.bytes(), &out->insights);
    default: return true;
  }
}

bool ReadRecord(std::string_view bytes, IndexSchema* out) {
  return ReadFields(bytes, [out](uint64_t tag, const FieldPayload& payload) {
    return ReadIndexField(tag, payload, out);
  });
}

// What a table is: its names, keys and indexes.
bool ReadTableIdentity(uint64_t tag, const FieldPayload& payload, TableSchema* out) {
  switch (tag) {
    case table_tag::kId: return payload.Read(&out->id);
    case table_tag::kSpace: return payload.Read(&out->space);
    case table_tag::kName: return payload.Read(&out->name);
    case table_tag::kUuid: return payload.Read(&out->uuid);
    case table_tag::kCreatedMicros: return payload.Read(&out->created_micros);
    case table_tag::kHashKey: return ReadNext(payload, &out->keys.hash);
    case table_tag::kRangeKey: return ReadNext(payload, &out->keys.range);
    case table_tag::kAttributeDefinition: return ReadNext(payload, &out->attribute_definitions);
    case table_tag::kIndex: return ReadNext(payload, &out->indexes);
    default: return true;
  }
}

// How a table is run: status, capacity and settings.
bool ReadTableSetting(uint64_t tag, const FieldPayload& payload, TableSchema* out) {
  switch (tag) {
    case table_tag::kStatus: return ReadStatus(payload, &out->status);
    case table_tag::kBillingMode:
      return payload.Read(BillingMode::kProvisioned, BillingMode::kPayPerRequest,
                          &out->billing_mode);
    case table_tag::kBillingModeWasSet: return payload.Read(&out->billing_mode_was_set);
    case table_tag::kPayPerRequestSince: return payload.Read(&out->pay_per_request_since_seconds);
    case table_tag::kThroughput: return ReadRecord(payload.bytes(), &out->throughput);
    case table_tag::kOnDemand: return ReadOptional(payload, &out->on_demand);
    case table_tag::kWarm: return ReadOptional(payload, &out->warm);
    case table_tag::kTableClass:
      return payload.Read(TableClass::kStandard, TableClass::kStandardInfrequentAccess,
                          &out->table_class);
    case table_tag::kTableClassWasSet: return payload.Read(&out->table_class_was_set);
    case table_tag::kTableClassChanged: return payload.Read(&out->table_class_changed_seconds);
    case table_tag::kDeletionProtection: return payload.Read(&out->deletion_protection);
    case table_tag::kSseKms: return payload.Read(&out->sse_kms);
    case table_tag::kSseKeyArn: return payload.Read(&out->sse_key_arn);
    case table_tag::kTag: return ReadNext(payload, &out->tags);
    default: return true;
  }
}

// What streams, partitions, TTL, Contributor Insights and access keep in the table's record.
bool ReadTableFeature(uint64_t tag, const FieldPayload& payload, TableSchema* out) {
  switch (tag) {
    case table_tag::kStreamView:
      return payload.Read(StreamViewType::kNone, StreamViewType::kNewAndOldImages,
                          &out->stream_view);
    case table_tag::kStreamLabel: return payload.Read(&out->stream_label);
    case table_tag::kStreamNumber: return payload.Read(&out->stream_number);
    case table_tag::kNextShardNumber: return payload.Read(&out->next_shard_number);
    case table_tag::kOpenShard: return ReadNext(payload, &out->open_shards);
    case table_tag::kPartition: return ReadNext(payload, &out->partitions);
    case table_tag::kNextPartitionId: return payload.Read(&out->next_partition_id);
    case table_tag::kTtl: return ReadRecord(payload.bytes(), &out->ttl);
    case table_tag::kWriteShards:
      return payload.Read(&out->write_shards) && out->write_shards > 0 &&
             out->write_shards <= limits::kWriteShards;
    case table_tag::kInsights: return ReadRecord(payload.bytes(), &out->insights);
    case table_tag::kPolicy: return ReadRecord(payload.bytes(), &out->policy);
    default: return true;
  }
}

bool ReadTableField(uint64_t tag, const FieldPayload& payload, TableSchema* out) {
  if (tag < table_tag::kStatus) return ReadTableIdentity(tag, payload, out);
  const bool is_feature = tag == table_tag::kStreamView || tag == table_tag::kStreamLabel ||
                          tag >= table_tag::kStreamNumber;
  return is_feature ? ReadTableFeature(tag, payload, out) : ReadTableSetting(tag, payload, out);
}

}  // namespace

void AppendTableSchema(const TableSchema& schema, std::string* out) {
  out->push_back(schema.write_shards > 1 ? kShardedSchemaVersion : kSchemaVersion);
  FieldWriter writer(out);
  WriteFields(schema, &writer);
}

Result<TableSchema> DecodeTableSchema(std::string_view bytes) {
  if (bytes.empty() ||
      (bytes.front() != kSchemaVersion && bytes.front() != kShardedSchemaVersion)) {
    return CorruptionError("not a table record of a version that is known");
  }
  TableSchema schema;
  const bool read =
      ReadFields(bytes.substr(1), [&schema](uint64_t tag, const FieldPayload& payload) {
        return ReadTableField(tag, payload, &schema);
      });
  const bool sharded = bytes.front() == kShardedSchemaVersion;
  if (!read || sharded != (schema.write_shards > 1)) return CorruptionError("not a table record");
  return schema;
}

}  // namespace stator
