#include "tests/unit/api_ops_tables/table_ops_fixture.h"

#include <cstdlib>
#include <utility>

#include "api/io/create_table_io.h"
#include "api/io/delete_table_io.h"
#include "api/io/describe_endpoints_io.h"
#include "api/io/describe_limits_io.h"
#include "api/io/describe_table_io.h"
#include "api/io/list_tables_io.h"
#include "api/io/tags_io.h"
#include "api/io/update_table_io.h"
#include "api/ops/create_table.h"
#include "api/ops/delete_table.h"
#include "api/ops/describe_endpoints.h"
#include "api/ops/describe_limits.h"
#include "api/ops/describe_table.h"
#include "api/ops/list_tables.h"
#include "api/ops/tags.h"
#include "api/ops/update_table.h"
#include "api/validate/structure.h"

namespace stator::api {
namespace {

template <auto Decode, auto Handle, auto Encode>
Status Run(const OpContext& context, const json::Node& body, json::Writer* writer) {
  auto request = Decode(body);
  if (!request.ok()) return request.status();
  auto reply = Handle(context, *request);
  if (!reply.ok()) return reply.status();
  Encode(*reply, writer);
  return OkStatus();
}

Status Dispatch(const OpContext& context, std::string_view operation, const json::Node& body,
                json::Writer* writer) {
  struct Row {
    std::string_view name;
    Status (*run)(const OpContext&, const json::Node&, json::Writer*);
  };
  static constexpr Row kRows[] = {
      {"CreateTable", &Run<DecodeCreateTable, CreateTable, EncodeCreateTable>},
      {"DescribeTable", &Run<DecodeDescribeTable, DescribeTable, EncodeDescribeTable>},
      {"UpdateTable", &Run<DecodeUpdateTable, UpdateTable, EncodeUpdateTable>},
      {"DeleteTable", &Run<DecodeDeleteTable, DeleteTable, EncodeDeleteTable>},
      {"ListTables", &Run<DecodeListTables, ListTables, EncodeListTables>},
      {"TagResource", &Run<DecodeTagResource, TagResource, EncodeTagResource>},
      {"UntagResource", &Run<DecodeUntagResource, UntagResource, EncodeUntagResource>},
      {"ListTagsOfResource",
       &Run<DecodeListTagsOfResource, ListTagsOfResource, EncodeListTagsOfResource>},
      {"DescribeLimits", &Run<DecodeDescribeLimits, DescribeLimits, EncodeDescribeLimits>},
      {"DescribeEndpoints",
       &Run<DecodeDescribeEndpoints, DescribeEndpoints, EncodeDescribeEndpoints>},
  };
  STATOR_RETURN_IF_ERROR(validate::CheckStructure(operation, body));
  for (const Row& row : kRows) {
    if (row.name == operation) return row.run(context, body, writer);
  }
  return InternalError("no such operation");
}

std::optional<json::Node> Step(const json::Node& node, std::string_view name) {
  if (node.is(json::Kind::kObject)) return node.Find(name);
  if (!node.is(json::Kind::kArray)) return std::nullopt;
  int position = std::atoi(std::string(name).c_str());
  for (auto it = node.begin(); it.Valid(); it.Next()) {
    if (position-- == 0) return it.value();
  }
  return std::nullopt;
}

std::string Text(const json::Node& node) {
  switch (node.kind()) {
    case json::Kind::kString: return std::string(node.string());
    case json::Kind::kBool: return node.boolean() ? "true" : "false";
    case json::Kind::kNull: return "null";
    case json::Kind::kNumber: {
      if (!node.has_fraction()) return std::to_string(*node.integer());
      std::string text = std::to_string(node.number());
      return text.substr(0, text.find('.') + 4);
    }
    case json::Kind::kArray:
    case json::Kind::kObject: return std::to_string(node.size());
  }
  return "";
}

}  // namespace

void TableOpsTest::Open(int64_t transient_status_micros) {
  DatabaseOptions options;
  options.store.in_memory = true;
  options.lifecycle.transient_status_micros = transient_status_micros;
  Open(std::move(options));
}

void TableOpsTest::Open(DatabaseOptions options) {
  options.store.partitions = 2;
  options.clock = &clock_;
  database_.reset();
  auto database = Database::Open(options);
  ASSERT_TRUE(database.ok()) << database.status().message();
  database_ = *std::move(database);
  context_ = {.database = database_.get(),
              .account = "123456789012",
              .region = "eu-west-1",
              .space = "123456789012/eu-west-1",
              .endpoint_host = "localhost:8000"};
}

std::string TableOpsTest::Call(std::string_view operation, std::string_view body) {
  json::Document document;
  auto node = document.Parse(body);
  EXPECT_TRUE(node.ok()) << body;
  std::string reply;
  json::Writer writer(&reply);
  const Status status = Dispatch(context_, operation, *node, &writer);
  if (status.ok()) return reply;
  return std::string(CodeName(status.code())) + ": " + status.message();
}

std::string TableOpsTest::Ok(std::string_view operation, std::string_view body) {
  std::string reply = Call(operation, body);
  EXPECT_TRUE(reply.starts_with('{')) << operation << " " << body << "\n" << reply;
  return reply;
}

std::string TableOpsTest::At(std::string_view reply, std::string_view path) {
  json::Document document;
  auto root = document.Parse(reply);
  if (!root.ok()) return "no JSON: " + std::string(reply);
  json::Node node = *root;
  while (!path.empty()) {
    const size_t dot = path.find('.');
    const std::optional<json::Node> next = Step(node, path.substr(0, dot));
    if (!next) return "absent";
    node = *next;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return Text(node);
}

std::string TableOpsTest::Describe(std::string_view table, std::string_view path) {
  return At(Call("DescribeTable", R"({"TableName":")" + std::string(table) + R"("})"),
            "Table." + std::string(path));
}

void TableOpsTest::CreateSimple(std::string_view name) {
  Ok("CreateTable", R"({"TableName":")" + std::string(name) + R"(",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})");
}

void TableOpsTest::CreateProvisioned(std::string_view name, int64_t units) {
  const std::string n = std::to_string(units);
  Ok("CreateTable", R"({"TableName":")" + std::string(name) + R"(",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
      "ProvisionedThroughput":{"ReadCapacityUnits":)" +
                        n + R"(,"WriteCapacityUnits":)" + n + "}}");
}

void TableOpsTest::CreateWithIndex(std::string_view name) {
  Ok("CreateTable", R"({"TableName":")" + std::string(name) + R"(",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
                              {"AttributeName":"gk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST",
      "GlobalSecondaryIndexes":[{"IndexName":"gsi",
        "KeySchema":[{"AttributeName":"gk","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"ALL"}}]})");
}

void TableOpsTest::CreateProvisionedWithIndex(std::string_view name, int64_t units) {
  const std::string n = std::to_string(units);
  const std::string throughput = R"("ProvisionedThroughput":{"ReadCapacityUnits":)" + n +
                                 R"(,"WriteCapacityUnits":)" + n + "}";
  Ok("CreateTable", R"({"TableName":")" + std::string(name) + R"(",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
                              {"AttributeName":"gk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],)" +
                        throughput + R"(,
      "GlobalSecondaryIndexes":[{"IndexName":"gsi",
        "KeySchema":[{"AttributeName":"gk","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"ALL"},)" +
                        throughput + "}]}");
}

}  // namespace stator::api
