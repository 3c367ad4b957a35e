// Counts the visits of a page: in the folder given, or in memory if none is.
#include <api/engine.h>

#include <cstdio>

using stator::api::Engine;

int main(int argc, char** argv) {
  stator::api::EngineOptions options;
  options.in_memory = argc < 2;
  if (argc >= 2) options.path = argv[1];
  auto engine = Engine::Open(options);
  if (!engine.ok()) {
    std::fprintf(stderr, "open: %s\n", engine.status().message().c_str());
    return 1;
  }

  stator::api::CreateTableRequest table;
  table.table_name = "pages";
  table.attribute_definitions = {{"path", stator::AttributeType::kString}};
  table.key_schema = {{"path"}};  // a HASH key
  table.billing_mode = stator::BillingMode::kPayPerRequest;
  auto created = (*engine)->CreateTable(table);
  if (!created.ok() && created.status().code() != stator::Code::kResourceInUse) {
    std::fprintf(stderr, "create: %s\n", created.status().message().c_str());
    return 1;
  }

  stator::api::UpdateItemRequest visit;
  visit.table_name = "pages";
  visit.key = {{"path", "/index.html"}};
  visit.update_expression = "ADD visits :one";
  visit.attributes.values = {{":one", stator::AttributeValue(1)}};
  visit.return_values = stator::api::ReturnValues::kUpdatedNew;
  auto reply = (*engine)->UpdateItem(visit);
  if (!reply.ok()) {
    std::fprintf(stderr, "update: %s\n", reply.status().message().c_str());
    return 1;
  }
  const stator::AttributeMap attributes = reply->attributes->ToMap();
  std::printf("%s visits\n", attributes.Find("visits")->number().ToString().c_str());
}
