// Embedded callers hand over structs, which no structural check has seen.
#include <atomic>
#include <thread>
#include <vector>

#include "api/io/table_description_io.h"
#include "api/ops/create_table.h"
#include "api/ops/update_table.h"
#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

class TypedCallersTest : public TableOpsTest {
 protected:
  static CreateTableRequest SimpleRequest() {
    CreateTableRequest request;
    request.table_name = "tab";
    request.attribute_definitions = {{"pk", AttributeType::kString}};
    request.key_schema = {{.attribute_name = "pk", .hash = true}};
    request.billing_mode = BillingMode::kPayPerRequest;
    return request;
  }
  static UpdateTableRequest IndexRequest(const std::string& name) {
    UpdateTableRequest request;
    request.table_name = "tab";
    request.attribute_definitions = {{"nk", AttributeType::kString}};
    GlobalIndexUpdate update;
    update.create = IndexSpec();
    update.create->index_name = name;
    update.create->key_schema = {{.attribute_name = "nk", .hash = true}};
    update.create->projection.type = ProjectionType::kAll;
    request.global_index_updates = {std::move(update)};
    return request;
  }
  std::string Refusal(const CreateTableRequest& request) {
    const auto reply = CreateTable(context_, request);
    EXPECT_EQ(reply.status().code(), Code::kValidation);
    return reply.status().message();
  }
};

TEST_F(TypedCallersTest, ReplyIsTheTable) {
  const auto reply = CreateTable(context_, SimpleRequest());
  ASSERT_TRUE(reply.ok()) << reply.status().message();
  EXPECT_EQ(reply->table.schema->name, "tab");
  EXPECT_EQ(reply->table.schema->status, ResourceStatus::kCreating);
  EXPECT_EQ(reply->table.arn, "arn:aws:dynamodb:eu-west-1:123456789012:table/tab");
}

TEST_F(TypedCallersTest, TableNameIsChecked) {
  CreateTableRequest request = SimpleRequest();
  request.table_name = "a b c";
  EXPECT_THAT(Refusal(request), HasSubstr("satisfy regular expression pattern: [a-zA-Z0-9_.-]+"));
  request.table_name = std::string(256, 'a');
  EXPECT_THAT(Refusal(request), HasSubstr("have length less than or equal to 255"));
}

TEST_F(TypedCallersTest, KeySchemaIsChecked) {
  CreateTableRequest request = SimpleRequest();
  request.key_schema.clear();
  EXPECT_THAT(Refusal(request), HasSubstr("at 'keySchema' failed to satisfy constraint: Member "
                                          "must have length greater than or equal to 1"));
  request = SimpleRequest();
  request.attribute_definitions[0].type = AttributeType::kMap;
  EXPECT_THAT(Refusal(request), HasSubstr("Value 'M' at 'attributeDefinitions.1.member."
                                          "attributeType' failed"));
}

TEST_F(TypedCallersTest, UnitsAreChecked) {
  CreateTableRequest request = SimpleRequest();
  request.billing_mode = BillingMode::kProvisioned;
  request.throughput = ThroughputSpec{.read_units = 1, .write_units = 0};
  EXPECT_THAT(Refusal(request),
              HasSubstr("Value '0' at 'provisionedThroughput.writeCapacityUnits' failed"));
  request.throughput = ThroughputSpec{.read_units = 1'000'000'000'001, .write_units = 1};
  EXPECT_EQ(Refusal(request), "Given value 1000000000001 for ReadCapacityUnits is out of bounds");
}

TEST_F(TypedCallersTest, IndexNamesAndProjectedNamesAreChecked) {
  CreateTableRequest request = SimpleRequest();
  IndexSpec index;
  index.index_name = "x";
  index.key_schema = request.key_schema;
  index.projection.type = ProjectionType::kInclude;
  index.projection.non_key_attributes = std::vector<std::string>();
  request.global_indexes = {index};
  EXPECT_THAT(Refusal(request), HasSubstr("'globalSecondaryIndexes.1.member.indexName' failed"));
  request.global_indexes->front().index_name = "gsi";
  EXPECT_THAT(Refusal(request), HasSubstr("projection.nonKeyAttributes' failed to satisfy "
                                          "constraint: Member must have length greater than or "
                                          "equal to 1"));
}

TEST_F(TypedCallersTest, OfManyIndexesAtOnceOneIsMade) {
  Open(3600 * 1'000'000LL);
  ASSERT_TRUE(CreateTable(context_, SimpleRequest()).ok());
  AdvanceSeconds(3601);
  WaitForJobs();
  std::vector<std::thread> threads;
  std::atomic<int> made{0};
  std::atomic<int> limited{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto reply = UpdateTable(context_, IndexRequest("index" + std::to_string(i)));
      if (reply.ok()) ++made;
      if (reply.status().code() == Code::kLimitExceeded) ++limited;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(limited, 7);
  AdvanceSeconds(3601);
}

TEST_F(TypedCallersTest, StreamIsDescribedOnceATableHasOne) {
  TableSchema schema;
  schema.name = "tab";
  schema.stream_view = StreamViewType::kNewAndOldImages;
  schema.stream_label = "2026-10-09T00:20:00.000";
  TableDescription table;
  table.arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/tab";
  table.schema = std::make_shared<const TableSchema>(schema);
  std::string text;
  json::Writer writer(&text);
  WriteTableDescription(table, &writer);
  EXPECT_EQ(At(text, "StreamSpecification.StreamEnabled"), "true");
  EXPECT_EQ(At(text, "StreamSpecification.StreamViewType"), "NEW_AND_OLD_IMAGES");
  EXPECT_EQ(At(text, "LatestStreamArn"),
            "arn:aws:dynamodb:eu-west-1:123456789012:table/tab/stream/2026-10-09T00:20:00.000");
}

}  // namespace
}  // namespace stator::api
