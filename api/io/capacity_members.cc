#include "api/io/capacity_members.h"

#include "api/json/item_json.h"

namespace stator::api {
namespace {

using Kind = ConsumedCapacity::Kind;

void WriteUnitMembers(double units, Kind kind, json::Writer* writer) {
  writer->Name("CapacityUnits");
  writer->Double(units);
  if (kind == Kind::kPlain) return;
  writer->Name(kind == Kind::kRead ? "ReadCapacityUnits" : "WriteCapacityUnits");
  writer->Double(units);
}

void WriteUnits(double units, Kind kind, json::Writer* writer) {
  writer->BeginObject();
  WriteUnitMembers(units, kind, writer);
  writer->EndObject();
}

void WriteIndexUnits(std::string_view name, const std::map<std::string, double>& indexes, Kind kind,
                     json::Writer* writer) {
  if (indexes.empty()) return;
  writer->Name(name);
  writer->BeginObject();
  for (const auto& [index, units] : indexes) {
    writer->Name(index);
    WriteUnits(units, kind, writer);
  }
  writer->EndObject();
}

}  // namespace

void WriteConsumedCapacity(const ConsumedCapacity& capacity, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("TableName");
  writer->String(capacity.table_name);
  WriteUnitMembers(capacity.units, capacity.kind, writer);
  if (capacity.detailed) {
    writer->Name("Table");
    WriteUnits(capacity.table_units, capacity.kind, writer);
    WriteIndexUnits("LocalSecondaryIndexes", capacity.local_indexes, capacity.kind, writer);
    WriteIndexUnits("GlobalSecondaryIndexes", capacity.global_indexes, capacity.kind, writer);
  }
  writer->EndObject();
}

void WriteConsumedCapacities(const std::optional<std::vector<ConsumedCapacity>>& capacities,
                             json::Writer* writer) {
  if (!capacities) return;
  writer->Name("ConsumedCapacity");
  writer->BeginArray();
  for (const ConsumedCapacity& capacity : *capacities) WriteConsumedCapacity(capacity, writer);
  writer->EndArray();
}

void WriteCollectionMetricsByTable(const CollectionMetricsByTable& metrics, json::Writer* writer) {
  if (metrics.empty()) return;
  writer->Name("ItemCollectionMetrics");
  writer->BeginObject();
  for (const auto& [table, collections] : metrics) {
    writer->Name(table);
    writer->BeginArray();
    for (const ItemCollectionMetrics& one : collections) WriteItemCollectionMetrics(one, writer);
    writer->EndArray();
  }
  writer->EndObject();
}

void WriteItemCollectionMetrics(const ItemCollectionMetrics& metrics, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("ItemCollectionKey");
  writer->BeginObject();
  writer->Name(metrics.partition_key_name);
  json::WriteValue(metrics.partition_key.view(), writer);
  writer->EndObject();
  writer->Name("SizeEstimateRangeGB");
  writer->BeginArray();
  writer->Double(metrics.size_estimate_low_gb);
  writer->Double(metrics.size_estimate_high_gb);
  writer->EndArray();
  writer->EndObject();
}

}  // namespace stator::api
