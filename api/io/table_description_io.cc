#include "api/io/table_description_io.h"

#include <string_view>

#include "api/io/index_io.h"
#include "api/io/settings_io.h"
#include "api/io/throughput_io.h"

namespace stator::api {
namespace {

void WriteString(std::string_view name, std::string_view text, json::Writer* writer) {
  writer->Name(name);
  writer->String(text);
}

void WriteInteger(std::string_view name, int64_t value, json::Writer* writer) {
  writer->Name(name);
  writer->Integer(value);
}

// Shown from the first time that the table was billed per request; never for one that was always
// provisioned.
void WriteBillingModeSummary(const TableSchema& schema, json::Writer* writer) {
  if (!schema.billing_mode_was_set) return;
  writer->Name("BillingModeSummary");
  writer->BeginObject();
  WriteString("BillingMode", BillingModeText(schema.billing_mode), writer);
  if (schema.pay_per_request_since_seconds != 0) {
    WriteInteger("LastUpdateToPayPerRequestDateTime", schema.pay_per_request_since_seconds, writer);
  }
  writer->EndObject();
}

void WriteTableClassSummary(const TableSchema& schema, json::Writer* writer) {
  if (!schema.table_class_was_set) return;
  writer->Name("TableClassSummary");
  writer->BeginObject();
  WriteString("TableClass", TableClassText(schema.table_class), writer);
  if (schema.table_class_changed_seconds != 0) {
    WriteInteger("LastUpdateDateTime", schema.table_class_changed_seconds, writer);
  }
  writer->EndObject();
}

// The specification is there while a stream is enabled; its ARN stays when it is disabled.
void WriteStream(const TableSchema& schema, std::string_view arn, json::Writer* writer) {
  if (schema.stream_view != StreamViewType::kNone) {
    writer->Name("StreamSpecification");
    writer->BeginObject();
    writer->Name("StreamEnabled");
    writer->Bool(true);
    WriteString("StreamViewType", StreamViewText(schema.stream_view), writer);
    writer->EndObject();
  }
  if (schema.stream_label.empty()) return;
  WriteString("LatestStreamLabel", schema.stream_label, writer);
  WriteString("LatestStreamArn", std::string(arn) + "/stream/" + schema.stream_label, writer);
}

void WriteGlobalIndexMembers(const IndexSchema& index, bool creating_with_table,
                             json::Writer* writer) {
  WriteString("IndexStatus", ResourceStatusText(index.status), writer);
  if (index.status == ResourceStatus::kCreating && !creating_with_table) {
    writer->Name("Backfilling");
    writer->Bool(index.backfilling);
  }
  WriteProvisionedThroughput(index.throughput, writer);
  if (index.on_demand) WriteOnDemandThroughput(*index.on_demand, writer);
  if (index.warm) WriteWarmThroughput(*index.warm, ResourceStatus::kActive, writer);
}

void WriteIndex(const TableDescription& table, size_t position, json::Writer* writer) {
  const IndexSchema& index = table.schema->indexes[position];
  const IndexFigures& figures = table.indexes[position];
  writer->BeginObject();
  WriteString("IndexName", index.name, writer);
  WriteKeySchema(index.keys, writer);
  WriteProjection(index.projection, writer);
  if (index.kind == IndexKind::kGlobal) {
    WriteGlobalIndexMembers(index, table.schema->status == ResourceStatus::kCreating, writer);
  }
  WriteInteger("IndexSizeBytes", figures.size_bytes, writer);
  WriteInteger("ItemCount", figures.item_count, writer);
  WriteString("IndexArn", table.arn + "/index/" + index.name, writer);
  writer->EndObject();
}

void WriteIndexes(std::string_view name, IndexKind kind, const TableDescription& table,
                  json::Writer* writer) {
  bool open = false;
  for (size_t i = 0; i < table.schema->indexes.size(); ++i) {
    if (table.schema->indexes[i].kind != kind) continue;
    if (!open) {
      writer->Name(name);
      writer->BeginArray();
      open = true;
    }
    WriteIndex(table, i, writer);
  }
  if (open) writer->EndArray();
}

// There is no KMS, and so no KMSMasterKeyArn (docs/encryption.md).
void WriteEncryption(json::Writer* writer) {
  writer->Name("SSEDescription");
  writer->BeginObject();
  WriteString("Status", "ENABLED", writer);
  WriteString("SSEType", "KMS", writer);
  writer->EndObject();
}

// What DeleteTable leaves out.
void WriteStructure(const TableDescription& table, json::Writer* writer) {
  const TableSchema& schema = *table.schema;
  WriteAttributeDefinitions(schema.attribute_definitions, writer);
  WriteKeySchema(schema.keys, writer);
  writer->Name("CreationDateTime");
  writer->Double(static_cast<double>(schema.created_micros / 1000) / 1000);  // to the millisecond
  WriteIndexes("LocalSecondaryIndexes", IndexKind::kLocal, table, writer);
  WriteIndexes("GlobalSecondaryIndexes", IndexKind::kGlobal, table, writer);
}

}  // namespace

void WriteTableDescription(const TableDescription& table, json::Writer* writer) {
  const TableSchema& schema = *table.schema;
  writer->BeginObject();
  WriteString("TableName", schema.name, writer);
  WriteString("TableStatus", ResourceStatusText(schema.status), writer);
  if (!table.brief) WriteStructure(table, writer);
  WriteProvisionedThroughput(schema.throughput, writer);
  WriteInteger("TableSizeBytes", table.size_bytes, writer);
  WriteInteger("ItemCount", table.item_count, writer);
  WriteString("TableArn", table.arn, writer);
  WriteString("TableId", schema.uuid, writer);
  WriteBillingModeSummary(schema, writer);
  WriteStream(schema, table.arn, writer);
  if (schema.sse_kms) WriteEncryption(writer);
  WriteTableClassSummary(schema, writer);
  writer->Name("DeletionProtectionEnabled");
  writer->Bool(schema.deletion_protection);
  if (schema.on_demand) WriteOnDemandThroughput(*schema.on_demand, writer);
  if (schema.warm) {
    WriteWarmThroughput(
        *schema.warm,
        table.warm_throughput_updating ? ResourceStatus::kUpdating : ResourceStatus::kActive,
        writer);
  }
  writer->EndObject();
}

}  // namespace stator::api
