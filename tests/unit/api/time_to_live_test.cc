// Time to live through the library's door, on a clock that the program moves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "api/engine.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

class TimeToLiveTest : public testing::Test {
 protected:
  static constexpr int64_t kMicros = 1'000'000;

  void SetUp() override {
    EngineOptions options;
    options.in_memory = true;
    options.clock = &clock_;
    auto engine = Engine::Open(options);
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    CreateTableRequest table;
    table.table_name = "sessions";
    table.attribute_definitions = {{"pk", AttributeType::kString}};
    table.key_schema = {{"pk"}};
    table.billing_mode = BillingMode::kPayPerRequest;
    ASSERT_TRUE(engine_->CreateTable(table).ok());
  }
  Result<UpdateTimeToLiveResponse> Update(std::string attribute, bool enabled) {
    return engine_->UpdateTimeToLive({"sessions", {std::move(attribute), enabled}});
  }
  DescribeTimeToLiveResponse Describe() {
    const auto reply = engine_->DescribeTimeToLive({"sessions"});
    EXPECT_TRUE(reply.ok());
    return *reply;
  }
  void Advance(int64_t seconds) {
    clock_.Advance(seconds * kMicros);
    EXPECT_TRUE(engine_->WaitCaughtUp(10 * kMicros));
  }
  void PutItem(const std::string& pk, int64_t expires) {
    const Item item = {{"pk", pk}, {"expires", expires}};
    EXPECT_TRUE(engine_->PutItem({.table_name = "sessions", .item = item}).ok());
  }
  bool HasItem(const std::string& pk) {
    const auto reply = engine_->GetItem({.table_name = "sessions", .key = {{"pk", pk}}});
    EXPECT_TRUE(reply.ok());
    return reply->item.has_value();
  }

  ManualClock clock_{int64_t{1'791'505'200} * kMicros};
  std::unique_ptr<Engine> engine_;
};

TEST_F(TimeToLiveTest, ItemsGoWhenTheClockHasMoved) {
  EXPECT_EQ(Describe().status, TtlStatus::kDisabled);
  EXPECT_EQ(Describe().attribute_name, std::nullopt);
  const auto updated = Update("expires", true);
  ASSERT_TRUE(updated.ok()) << updated.status().message();
  EXPECT_EQ(updated->specification.attribute_name, "expires");
  EXPECT_TRUE(updated->specification.enabled);
  Advance(1);
  EXPECT_EQ(Describe().status, TtlStatus::kEnabled);
  EXPECT_EQ(Describe().attribute_name, "expires");
  PutItem("a", clock_.WallSeconds() + 3'600);
  PutItem("b", clock_.WallSeconds() + 3'601);
  Advance(3'600);
  EXPECT_FALSE(HasItem("a"));
  EXPECT_TRUE(HasItem("b"));
}

TEST_F(TimeToLiveTest, NamesAreCheckedForTypedCallersToo) {
  EXPECT_THAT(Update("", true).status().message(),
              HasSubstr("at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: "
                        "Member must have length greater than or equal to 1"));
  EXPECT_THAT(Update(std::string(256, 'a'), true).status().message(),
              HasSubstr("Member must have length less than or equal to 255"));
  EXPECT_EQ(engine_->UpdateTimeToLive({"nothing", {"a", true}}).status().code(), Code::kNotFound);
  EXPECT_EQ(engine_->DescribeTimeToLive({"nothing"}).status().code(), Code::kNotFound);
}

TEST_F(TimeToLiveTest, OneChangeAnHour) {
  ASSERT_TRUE(Update("expires", true).ok());
  Advance(3'599);
  EXPECT_EQ(Update("expires", false).status().message(),
            "Time to live has been modified multiple times within a fixed interval");
  Advance(1);
  EXPECT_TRUE(Update("expires", false).ok());
  EXPECT_EQ(Describe().status, TtlStatus::kDisabled);
}

TEST_F(TimeToLiveTest, KeepsTheTablesFigures) {
  ASSERT_TRUE(Update("expires", true).ok());
  for (int i = 0; i < 100; ++i) PutItem(std::to_string(i), clock_.WallSeconds() + i);
  Advance(49);
  const auto table = engine_->DescribeTable({"sessions"});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->table.item_count, 50);
}

}  // namespace
}  // namespace stator::api
