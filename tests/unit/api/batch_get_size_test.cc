// BatchGetItem returns 16 MB of items at most and names the keys that it left out.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "api/engine.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

constexpr int kItems = 45;
constexpr size_t kValueBytes = 390'000;

std::string KeyText(int i) { return "item" + std::to_string(i); }

std::unique_ptr<Engine> EngineWithLargeItems() {
  auto engine = Engine::Open({.in_memory = true});
  EXPECT_TRUE(engine.ok()) << engine.status().message();
  CreateTableRequest create;
  create.table_name = "large";
  create.attribute_definitions = {{"pk", AttributeType::kString}};
  create.key_schema = {{"pk", true}};
  create.billing_mode = BillingMode::kPayPerRequest;
  EXPECT_TRUE((*engine)->CreateTable(create).ok());
  for (int i = 0; i < kItems; ++i) {
    const Item item{{"pk", KeyText(i)}, {"v", std::string(kValueBytes, 'x')}};
    EXPECT_TRUE((*engine)->PutItem({.table_name = "large", .item = item}).ok());
  }
  return *std::move(engine);
}

TEST(BatchGetSize, StopsBeforeItPasses16MegabytesAndNamesTheRest) {
  const auto engine = EngineWithLargeItems();
  KeysAndAttributes keys;
  for (int i = 0; i < kItems; ++i) keys.keys.push_back(Item{{"pk", KeyText(i)}});
  BatchGetItemRequest request;
  request.request_items.emplace_back("large", keys);
  std::set<std::string> seen;
  int rounds = 0;
  for (; !request.request_items.empty() && rounds < 10; ++rounds) {
    const auto reply = engine->BatchGetItem(request);
    ASSERT_TRUE(reply.ok()) << reply.status().message();
    size_t bytes = 0;
    for (const Item& item : reply->responses.front().second) {
      bytes += item.SizeBytes();
      seen.insert(std::string(item.Find("pk")->bytes()));
    }
    EXPECT_LE(bytes, limits::kBatchGetBytes);
    if (rounds == 0) {
      EXPECT_GT(bytes + kValueBytes + 100, limits::kBatchGetBytes);  // no room for another
      ASSERT_EQ(reply->unprocessed_keys.size(), 1u);
      EXPECT_EQ(reply->responses.front().second.size() +
                    reply->unprocessed_keys.front().second.keys.size(),
                static_cast<size_t>(kItems));
    }
    request.request_items = reply->unprocessed_keys;
  }
  EXPECT_EQ(rounds, 2);
  EXPECT_EQ(seen.size(), static_cast<size_t>(kItems));
}

}  // namespace
}  // namespace stator::api
