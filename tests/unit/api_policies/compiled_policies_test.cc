// The cache of compiled policies (api/ops/resource_policies.h).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "api/ops/resource_policies.h"
#include "tests/support/table_harness.h"

namespace stator::api {
namespace {

using stator::testing::SimpleSchema;

constexpr char kPolicy[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",)"
    R"("Action":"dynamodb:*","Resource":"*"}]})";

std::shared_ptr<Table> TableWith(uint32_t id, const std::string& policy, int64_t revision) {
  TableSchema schema = SimpleSchema("tab", false);
  schema.id = id;
  schema.policy = {policy, revision};
  return std::make_shared<Table>(std::move(schema));
}

StreamInfo StreamWith(uint32_t number, const std::string& policy, int64_t revision) {
  StreamInfo stream;
  stream.id = {7, number};
  stream.table_name = "tab";
  stream.label = "label";
  stream.policy = {policy, revision};
  return stream;
}

// Fails the test where there is an error.
std::shared_ptr<const iam::Policy> Of(ResourcePolicies::Compiled compiled) {
  EXPECT_TRUE(compiled.ok()) << compiled.status().message();
  return compiled.ok() ? *std::move(compiled) : nullptr;
}

TEST(CompiledPoliciesTest, AreMadeOncePerRevision) {
  ResourcePolicies policies;
  const auto table = TableWith(1, kPolicy, 5);
  const auto first = Of(policies.OfTable(table));
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->name(), "table/tab");
  EXPECT_EQ(Of(policies.OfTable(table)), first);
  EXPECT_NE(Of(policies.OfTable(TableWith(1, kPolicy, 6))), first) << "another revision";
  EXPECT_NE(Of(policies.OfTable(TableWith(2, kPolicy, 5))), first) << "another table";
  const auto stream = Of(policies.OfStream(StreamWith(1, kPolicy, 5)));
  ASSERT_NE(stream, nullptr);
  EXPECT_EQ(stream->name(), "table/tab/stream/label");
  EXPECT_EQ(Of(policies.OfStream(StreamWith(1, kPolicy, 5))), stream);
  EXPECT_NE(Of(policies.OfStream(StreamWith(1, kPolicy, 6))), stream);
  EXPECT_NE(Of(policies.OfStream(StreamWith(2, kPolicy, 6))), stream);
}

TEST(CompiledPoliciesTest, AreNoneWhereNoneIsAttached) {
  ResourcePolicies policies;
  EXPECT_EQ(Of(policies.OfTable(TableWith(1, "", 0))), nullptr);
  EXPECT_EQ(Of(policies.OfTable(TableWith(1, "", 9))), nullptr) << "one was deleted";
  EXPECT_EQ(Of(policies.OfStream(StreamWith(1, "", 0))), nullptr);
  EXPECT_EQ(policies.size(), 0U);
}

TEST(CompiledPoliciesTest, ThatCannotBeReadAreErrorsAndNotNone) {
  ResourcePolicies policies;
  EXPECT_EQ(policies.OfTable(TableWith(1, "{", 1)).status().code(), Code::kInternal);
  EXPECT_EQ(policies.OfStream(StreamWith(1, "{", 1)).status().code(), Code::kInternal);
}

TEST(CompiledPoliciesTest, OfAnOldRevisionDoNotTakeTheNewOnesPlace) {
  ResourcePolicies policies;
  const auto table = TableWith(1, kPolicy, 6);
  const auto current = Of(policies.OfTable(table));
  EXPECT_NE(Of(policies.OfTable(TableWith(1, kPolicy, 5))), nullptr);
  EXPECT_EQ(Of(policies.OfTable(table)), current);
  const auto of_stream = Of(policies.OfStream(StreamWith(1, kPolicy, 6)));
  EXPECT_NE(Of(policies.OfStream(StreamWith(1, kPolicy, 5))), nullptr);
  EXPECT_EQ(Of(policies.OfStream(StreamWith(1, kPolicy, 6))), of_stream);
}

TEST(CompiledPoliciesTest, GoWithTheirTables) {
  ResourcePolicies policies;
  std::vector<std::shared_ptr<Table>> live;
  for (uint32_t id = 1; id <= 1'000; ++id) {
    const auto table = TableWith(id, kPolicy, 1);
    ASSERT_NE(Of(policies.OfTable(table)), nullptr);
    if (id <= 100) live.push_back(table);
  }
  EXPECT_LE(policies.size(), 2 * live.size() + 1);
  EXPECT_GE(policies.size(), live.size());
}

TEST(CompiledPoliciesTest, OfStreamsAreBounded) {
  ResourcePolicies policies;
  for (uint32_t number = 1; number <= 3'000; ++number) {
    ASSERT_NE(Of(policies.OfStream(StreamWith(number, kPolicy, 1))), nullptr);
    ASSERT_LE(policies.size(), ResourcePolicies::kMostStreams);
  }
}

}  // namespace
}  // namespace stator::api
