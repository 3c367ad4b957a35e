// One engine, many threads: each adds to one shared counter and writes items of its own, and then
// all of it must be there. Usage: many_threads THREADS ROUNDS [FOLDER]
#include <api/engine.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

using stator::AttributeValue;
using stator::api::Engine;

bool Check(const stator::Status& status, const char* what) {
  if (!status.ok()) std::fprintf(stderr, "%s: %s\n", what, status.message().c_str());
  return status.ok();
}

bool MakeTable(Engine& engine) {
  stator::api::CreateTableRequest table;
  table.table_name = "work";
  table.attribute_definitions = {{"worker", stator::AttributeType::kString},
                                 {"round", stator::AttributeType::kNumber}};
  table.key_schema = {{"worker", true}, {"round", false}};
  table.billing_mode = stator::BillingMode::kPayPerRequest;
  return Check(engine.CreateTable(table).status(), "CreateTable");
}

bool Work(Engine& engine, const std::string& worker, int rounds) {
  stator::api::UpdateItemRequest count;
  count.table_name = "work";
  count.key = {{"worker", "all"}, {"round", 0}};
  count.update_expression = "ADD done :one";
  count.attributes.values = {{":one", AttributeValue(1)}};
  for (int round = 0; round < rounds; ++round) {
    stator::api::PutItemRequest put;
    put.table_name = "work";
    put.item = {{"worker", worker}, {"round", round}, {"note", "by " + worker}};
    if (!Check(engine.PutItem(put).status(), "PutItem")) return false;
    if (!Check(engine.UpdateItem(count).status(), "UpdateItem")) return false;
  }
  return true;
}

// How many items the worker's partition holds, or -1.
int64_t CountItems(Engine& engine, const std::string& worker) {
  stator::api::QueryRequest query;
  query.table_name = "work";
  query.key_condition_expression = "worker = :w";
  query.attributes.values = {{":w", AttributeValue(worker)}};
  query.select = stator::api::Select::kCount;
  query.consistent_read = true;
  auto page = engine.Query(query);
  return Check(page.status(), "Query") ? page->count : -1;
}

std::string ReadCounter(Engine& engine) {
  stator::api::GetItemRequest get;
  get.table_name = "work";
  get.key = {{"worker", "all"}, {"round", 0}};
  get.consistent_read = true;
  auto reply = engine.GetItem(get);
  if (!Check(reply.status(), "GetItem") || !reply->item) return "nothing";
  const stator::AttributeMap item = reply->item->ToMap();
  const AttributeValue* done = item.Find("done");
  return done == nullptr ? "no counter" : done->number().ToString();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const int threads = std::atoi(argv[1]);
  const int rounds = std::atoi(argv[2]);
  stator::api::EngineOptions options;
  options.in_memory = argc < 4;
  if (argc >= 4) options.path = argv[3];
  auto opened = Engine::Open(options);
  if (!Check(opened.status(), "Open") || !MakeTable(**opened)) return 1;
  Engine& engine = **opened;

  std::atomic<bool> fine = true;
  std::vector<std::thread> workers;
  for (int i = 0; i < threads; ++i) {
    workers.emplace_back([&engine, &fine, i, rounds] {
      if (!Work(engine, std::to_string(i), rounds)) fine = false;
    });
  }
  for (std::thread& worker : workers) worker.join();
  for (int i = 0; i < threads; ++i) {
    if (CountItems(engine, std::to_string(i)) != rounds) fine = false;
  }
  std::printf("%s counted\n", ReadCounter(engine).c_str());
  return fine ? 0 : 1;
}
