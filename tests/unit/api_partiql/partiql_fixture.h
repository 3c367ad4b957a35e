// An engine in memory, asked by statements through its typed door. Tables: "tab" with the key pk
// (S), and "idx" with pk (S) and sk (N), a local index "by-l" on l (S) that holds keys only, and a
// global one "by-g" on g (S) with all attributes.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "api/engine.h"

namespace stator::api {

class PartiqlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    CreateTableRequest tab;
    tab.table_name = "tab";
    tab.attribute_definitions = {{"pk", AttributeType::kString}};
    tab.key_schema = {{"pk"}};
    tab.billing_mode = BillingMode::kPayPerRequest;
    ASSERT_TRUE(engine_->CreateTable(tab).ok());
    const CallReply created = engine_->Call({}, "CreateTable", R"({"TableName":"idx",
        "BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[
          {"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},
          {"AttributeName":"l","AttributeType":"S"},{"AttributeName":"g","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                     {"AttributeName":"sk","KeyType":"RANGE"}],
        "LocalSecondaryIndexes":[{"IndexName":"by-l","Projection":{"ProjectionType":"KEYS_ONLY"},
          "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                       {"AttributeName":"l","KeyType":"RANGE"}]}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-g","Projection":{"ProjectionType":"ALL"},
          "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}]}]})");
    ASSERT_EQ(created.http_status, 200) << created.body;
  }

  void Put(const std::string& table, const Item& item) {
    const auto put = engine_->PutItem({.table_name = table, .item = item});
    ASSERT_TRUE(put.ok()) << put.status().message();
  }
  std::optional<Item> Get(const std::string& table, const Item& key) {
    auto got = engine_->GetItem({.table_name = table, .key = key});
    EXPECT_TRUE(got.ok()) << got.status().message();
    return got.ok() ? std::move(got->item) : std::nullopt;
  }

  Result<ExecuteStatementResponse> Try(const std::string& statement,
                                       std::vector<Value> parameters = {}) {
    return engine_->ExecuteStatement({.statement = statement, .parameters = std::move(parameters)});
  }
  std::vector<Item> Run(const std::string& statement, std::vector<Value> parameters = {}) {
    auto reply = Try(statement, std::move(parameters));
    EXPECT_TRUE(reply.ok()) << statement << "\n" << reply.status().message();
    return reply.ok() ? std::move(reply->items) : std::vector<Item>();
  }
  void ExpectRefused(const std::string& statement, const std::string& message,
                     Code code = Code::kValidation) {
    const auto reply = Try(statement);
    ASSERT_FALSE(reply.ok()) << statement;
    EXPECT_EQ(reply.status().message(), message) << statement;
    EXPECT_EQ(reply.status().code(), code) << statement;
  }

  // The attribute `name`, a number, of each item.
  static std::vector<int64_t> Numbers(const std::vector<Item>& items,
                                      const std::string& name = "sk") {
    std::vector<int64_t> numbers;
    for (const Item& item : items) {
      int64_t number = -1;
      if (const auto value = item.Find(name)) (void)value->number()->ToInt64(&number);
      numbers.push_back(number);
    }
    return numbers;
  }

  std::unique_ptr<Engine> engine_;
};

}  // namespace stator::api
