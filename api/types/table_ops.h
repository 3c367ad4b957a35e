// Requests and replies of the operations on tables, tags and the account. Members of the API that
// this version does not serve (replicas, vector indexes) have no field here: the
// JSON decoders refuse them (api/io/unserved_members.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/types/common.h"
#include "kv/model/table_schema.h"

namespace stator::api {

struct KeySchemaElement {
  std::string attribute_name{};
  bool hash = true;  // KeyType HASH, else RANGE
};
struct AttributeDefinition {
  std::string attribute_name{};
  AttributeType type = AttributeType::kString;
};
struct ThroughputSpec {
  int64_t read_units = 0;
  int64_t write_units = 0;
};
// Of OnDemandThroughput and WarmThroughput each member may be absent.
struct PartialThroughput {
  std::optional<int64_t> read_units{};
  std::optional<int64_t> write_units{};
};
struct ProjectionSpec {
  std::optional<ProjectionType> type{};
  std::optional<std::vector<std::string>> non_key_attributes{};
};
struct IndexSpec {  // of an LSI only the first three
  std::string index_name{};
  std::vector<KeySchemaElement> key_schema{};
  ProjectionSpec projection{};
  std::optional<ThroughputSpec> throughput{};
  std::optional<PartialThroughput> on_demand{};
  std::optional<PartialThroughput> warm{};
};
struct StreamSpec {
  bool enabled = false;
  std::optional<StreamViewType> view_type{};
};
struct SseSpec {
  std::optional<bool> enabled{};
  std::optional<std::string> type{};  // AES256 or KMS
  std::optional<std::string> kms_key_id{};
};

struct CreateTableRequest {
  std::string table_name{};
  std::vector<AttributeDefinition> attribute_definitions{};
  std::vector<KeySchemaElement> key_schema{};
  std::optional<std::vector<IndexSpec>> local_indexes{};
  std::optional<std::vector<IndexSpec>> global_indexes{};
  std::optional<BillingMode> billing_mode{};
  std::optional<ThroughputSpec> throughput{};
  std::optional<StreamSpec> stream{};
  std::optional<SseSpec> sse{};
  std::optional<std::vector<Tag>> tags{};
  std::optional<TableClass> table_class{};
  std::optional<bool> deletion_protection{};
  std::optional<PartialThroughput> warm{};
  std::optional<PartialThroughput> on_demand{};
  std::optional<std::string> resource_policy{};  // JSON
};

struct GlobalIndexUpdate {  // exactly one of the three is there
  std::optional<IndexSpec> create{};
  struct Change {
    std::string index_name{};
    std::optional<ThroughputSpec> throughput{};
    std::optional<PartialThroughput> on_demand{};
    std::optional<PartialThroughput> warm{};
  };
  std::optional<Change> update{};
  std::optional<std::string> delete_index_name{};
};
struct UpdateTableRequest {
  std::string table_name{};
  std::optional<std::vector<AttributeDefinition>> attribute_definitions{};
  std::optional<BillingMode> billing_mode{};
  std::optional<ThroughputSpec> throughput{};
  std::optional<std::vector<GlobalIndexUpdate>> global_index_updates{};
  std::optional<StreamSpec> stream{};
  std::optional<SseSpec> sse{};
  std::optional<TableClass> table_class{};
  std::optional<bool> deletion_protection{};
  std::optional<PartialThroughput> warm{};
  std::optional<PartialThroughput> on_demand{};
};

struct DescribeTableRequest {
  std::string table_name{};
};
struct DeleteTableRequest {
  std::string table_name{};
};

// A table as a reply shows it.
struct IndexFigures {
  std::string index_name{};
  int64_t size_bytes = 0;
  int64_t item_count = 0;
};
struct TableDescription {
  // As shown, which differs from the schema in force: definitions and projected names are sorted,
  // warm throughput has its default, statuses may run ahead, sse_kms is set only where the data is
  // encrypted, and UpdateTable shows throughput as it was before the change.
  std::shared_ptr<const TableSchema> schema{};
  std::string arn{};  // an index's: this, "/index/", its name
  int64_t size_bytes = 0;
  int64_t item_count = 0;
  std::vector<IndexFigures> indexes{};  // in the schema's order
  // WarmThroughput's own status: a change of it does not show in the table's.
  bool warm_throughput_updating = false;
  bool brief = false;  // DeleteTable: no keys, no indexes, no creation time
};
// CreateTable, UpdateTable, DeleteTable wrap it as TableDescription, DescribeTable as Table.
struct TableResponse {
  TableDescription table{};
};

struct ListTablesRequest {
  std::optional<std::string> exclusive_start_table_name{};
  std::optional<int64_t> limit{};
};
struct ListTablesResponse {
  std::vector<std::string> table_names{};
  std::optional<std::string> last_evaluated_table_name{};
};

struct TagResourceRequest {
  std::string resource_arn{};
  std::vector<Tag> tags{};
};
struct UntagResourceRequest {
  std::string resource_arn{};
  std::vector<std::string> tag_keys{};
};
struct ListTagsOfResourceRequest {
  std::string resource_arn{};
  std::optional<std::string> next_token{};
};
struct ListTagsOfResourceResponse {
  std::vector<Tag> tags{};
  std::optional<std::string> next_token{};
};

struct TimeToLiveSpec {
  std::string attribute_name{};
  bool enabled = false;
};
struct UpdateTimeToLiveRequest {
  std::string table_name{};
  TimeToLiveSpec specification{};
};
struct UpdateTimeToLiveResponse {
  TimeToLiveSpec specification{};
};
struct DescribeTimeToLiveRequest {
  std::string table_name{};
};
struct DescribeTimeToLiveResponse {
  TtlStatus status = TtlStatus::kDisabled;
  std::optional<std::string> attribute_name{};  // none when DISABLED
};

struct DescribeLimitsRequest {};
struct DescribeLimitsResponse {
  int64_t account_max_read_units = 80'000;
  int64_t account_max_write_units = 80'000;
  int64_t table_max_read_units = 40'000;
  int64_t table_max_write_units = 40'000;
};
struct DescribeEndpointsRequest {};
struct DescribeEndpointsResponse {
  std::string address{};
  int64_t cache_period_minutes = 1440;
};

struct EmptyResponse {};

}  // namespace stator::api
