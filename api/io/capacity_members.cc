#include "api/io/capacity_members.h"

#include "api/json/item_json.h"

namespace stator::api {
namespace {

void WriteUnits(double units, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("CapacityUnits");
  writer->Double(units);
  writer->EndObject();
}

void WriteIndexUnits(std::string_view name, const std::map<std::string, double>& indexes,
                     json::Writer* writer) {
  if (indexes.empty()) return;
  writer->Name(name);
  writer->BeginObject();
  for (const auto& [index, units] : indexes) {
    writer->Name(index);
    WriteUnits(units, writer);
  }
  writer->EndObject();
}

}  // namespace

void WriteConsumedCapacity(const ConsumedCapacity& capacity, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("TableName");
  writer->String(capacity.table_name);
  writer->Name("CapacityUnits");
  writer->Double(capacity.units);
  if (capacity.detailed) {
    writer->Name("Table");
    WriteUnits(capacity.table_units, writer);
    WriteIndexUnits("LocalSecondaryIndexes", capacity.local_indexes, writer);
    WriteIndexUnits("GlobalSecondaryIndexes", capacity.global_indexes, writer);
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
