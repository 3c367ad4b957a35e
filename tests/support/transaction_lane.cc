#include "tests/support/transaction_lane.h"

#include <utility>

#include "tests/support/seeded_random.h"

namespace stator::testing {
namespace {

constexpr const char* kCounter = "counter";

// The keys that a transaction touches; true: it puts, false: it deletes.
std::map<std::string, bool> KeysOf(int lane, int64_t number) {
  SeededRandom random(static_cast<uint64_t>(number * 16 + lane));
  std::map<std::string, bool> keys;
  const int64_t count = random.Between(2, 6);
  for (int64_t i = 0; i < count; ++i) {
    const int64_t key = random.Between(0, kKeysPerTransactionLane - 1);
    keys["key" + std::to_string(key)] = !random.OneIn(4);
  }
  return keys;
}

}  // namespace

std::string TransactionLaneTable(int lane) { return "lane" + std::to_string(lane); }

api::CreateTableRequest TransactionLaneSchema(int lane) {
  api::CreateTableRequest request;
  request.table_name = TransactionLaneTable(lane);
  request.attribute_definitions = {{"pk", AttributeType::kString},
                                   {"number", AttributeType::kNumber}};
  request.key_schema = {{"pk"}};
  api::IndexSpec index{.index_name = "by-number", .key_schema = {{"number"}}};
  index.projection.type = ProjectionType::kAll;
  request.global_indexes = {{index}};
  request.billing_mode = BillingMode::kPayPerRequest;
  return request;
}

api::TransactWriteItemsRequest LaneTransaction(int lane, int64_t number) {
  const std::string table = TransactionLaneTable(lane);
  api::TransactWriteItemsRequest request;
  request.client_request_token = table + "-" + std::to_string(number);
  for (const auto& [key, puts] : KeysOf(lane, number)) {
    api::TransactWriteItem action;
    if (puts) {
      action.put = {.table_name = table, .item = Item{{"pk", key}, {"number", number}}};
    } else {
      action.erase = {.table_name = table, .key = Item{{"pk", key}}};
    }
    request.transact_items.push_back(std::move(action));
  }
  api::TransactUpdate count{
      .table_name = table, .key = Item{{"pk", kCounter}}, .update_expression = "ADD #n :one"};
  count.attributes.names = api::ExpressionNames{{"#n", "number"}};
  count.attributes.values = api::ExpressionValues{{":one", Value(AttributeValue(1))}};
  request.transact_items.push_back({.update = std::move(count)});
  return request;
}

void ApplyLaneTransaction(int lane, int64_t number, LaneNumbers* numbers) {
  for (const auto& [key, puts] : KeysOf(lane, number)) {
    if (puts) {
      (*numbers)[key] = number;
    } else {
      numbers->erase(key);
    }
  }
  ++(*numbers)[kCounter];
}

}  // namespace stator::testing
