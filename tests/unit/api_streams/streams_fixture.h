// The streams service through the JSON door of an engine in memory, on a clock that the test moves.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/engine.h"
#include "api/json/json.h"

namespace stator::api {

class StreamsApiTest : public testing::Test {
 protected:
  static constexpr int64_t kSeconds = 1'000'000;
  static constexpr int64_t kHours = 3'600 * kSeconds;
  // Saturday, May 9, 2026, 12:34:56.789 UTC.
  static constexpr int64_t kStartMicros = 1'778'330'096'789'000;

  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true, .clock = &clock_});
    if (!engine.ok()) std::abort();
    engine_ = std::move(*engine);
  }

  // The reply's body, or "<exception>: <message>".
  std::string Call(std::string_view operation, std::string_view body) {
    const CallReply reply = engine_->Call({}, operation, body);
    if (reply.http_status == 200) return reply.body;
    const std::string type = At(reply.body, "__type");
    return type.substr(type.find('#') + 1) + ": " + At(reply.body, "message");
  }

  // The value at a path such as "Records.0.eventName": a string as it is, a number or a bool as
  // text, a list's or object's size; "absent" where there is none.
  static std::string At(std::string_view body, std::string_view path) {
    json::Document document;
    const Result<json::Node> parsed = document.Parse(body);
    if (!parsed.ok()) return "no JSON: " + std::string(body);
    std::optional<json::Node> node = *parsed;
    while (node && !path.empty()) {
      const std::string_view step = path.substr(0, path.find('.'));
      path.remove_prefix(std::min(path.size(), step.size() + 1));
      node = Member(*node, step);
    }
    return node ? Show(*node) : "absent";
  }

  // PAY_PER_REQUEST, so of four partitions; with a stream unless the view is empty.
  void CreateTable(std::string_view name, std::string_view view, std::string_view extra = "") {
    std::string body = R"({"TableName":")" + std::string(name) +
                       R"(","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}])" +
                       std::string(extra);
    if (!view.empty()) body += R"(,"StreamSpecification":)" + Enabled(view);
    EXPECT_THAT(Call("CreateTable", body + "}"), testing::HasSubstr("TableDescription"));
  }
  static std::string Enabled(std::string_view view) {
    return R"({"StreamEnabled":true,"StreamViewType":")" + std::string(view) + "\"}";
  }
  std::string SetStream(std::string_view name, std::string_view specification) {
    return Call("UpdateTable", R"({"TableName":")" + std::string(name) +
                                   R"(","StreamSpecification":)" + std::string(specification) +
                                   "}");
  }
  void Put(std::string_view name, std::string_view pk, int value) {
    EXPECT_EQ(
        Call("PutItem", R"({"TableName":")" + std::string(name) + R"(","Item":{"pk":{"S":")" +
                            std::string(pk) + R"("},"v":{"N":")" + std::to_string(value) + "\"}}}"),
        "{}");
  }
  std::string ArnOf(std::string_view name) {
    return At(Call("DescribeTable", R"({"TableName":")" + std::string(name) + "\"}"),
              "Table.LatestStreamArn");
  }
  std::string DescribeStream(std::string_view arn, std::string_view extra = "") {
    return Call("DescribeStream",
                R"({"StreamArn":")" + std::string(arn) + "\"" + std::string(extra) + "}");
  }
  std::string ShardAt(std::string_view arn, int i) {
    return At(DescribeStream(arn), "StreamDescription.Shards." + std::to_string(i) + ".ShardId");
  }
  // The whole reply.
  std::string Iterator(std::string_view arn, std::string_view shard, std::string_view type,
                       std::string_view sequence_number = "") {
    std::string body = R"({"StreamArn":")" + std::string(arn) + R"(","ShardId":")" +
                       std::string(shard) + R"(","ShardIteratorType":")" + std::string(type) + "\"";
    if (!sequence_number.empty()) {
      body += R"(,"SequenceNumber":")" + std::string(sequence_number) + "\"";
    }
    return Call("GetShardIterator", body + "}");
  }
  std::string GetRecords(std::string_view iterator, std::string_view extra = "") {
    return Call("GetRecords",
                R"({"ShardIterator":")" + std::string(iterator) + "\"" + std::string(extra) + "}");
  }
  // From a kind of iterator on a shard to the reply.
  std::string Read(std::string_view arn, std::string_view shard, std::string_view type,
                   std::string_view sequence_number = "") {
    const std::string reply = Iterator(arn, shard, type, sequence_number);
    const std::string iterator = At(reply, "ShardIterator");
    return iterator.starts_with("no JSON") ? reply : GetRecords(iterator);
  }
  // The shard of the table's stream that has records, and all of them.
  std::string ReadOnly(std::string_view arn, std::string* shard = nullptr) {
    for (int i = 0;; ++i) {
      const std::string id = ShardAt(arn, i);
      if (id == "absent") return "no records";
      const std::string reply = Read(arn, id, "TRIM_HORIZON");
      if (shard != nullptr) *shard = id;
      if (At(reply, "Records") != "0") return reply;
    }
  }

  ManualClock clock_{kStartMicros};
  std::unique_ptr<Engine> engine_;

 private:
  static std::optional<json::Node> Member(const json::Node& node, std::string_view step) {
    if (node.is(json::Kind::kObject)) return node.Find(step);
    if (!node.is(json::Kind::kArray)) return std::nullopt;
    auto it = node.begin();
    for (int i = std::atoi(std::string(step).c_str()); i > 0 && it.Valid(); --i) it.Next();
    return it.Valid() ? std::optional(it.value()) : std::nullopt;
  }
  static std::string Show(const json::Node& node) {
    switch (node.kind()) {
      case json::Kind::kString: return std::string(node.string());
      case json::Kind::kNumber: return node.number_text();
      case json::Kind::kBool: return node.boolean() ? "true" : "false";
      case json::Kind::kNull: return "null";
      case json::Kind::kArray:
      case json::Kind::kObject: break;
    }
    return std::to_string(node.size());
  }
};

}  // namespace stator::api
