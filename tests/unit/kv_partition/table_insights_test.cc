// What is counted of requests for a table and for its global indexes, and under which keys.
#include "kv/partition/table_insights.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "kv/codec/item.h"
#include "kv/codec/key_codec.h"
#include "kv/partition/table_capacity.h"

namespace stator {
namespace {

using enum InsightsRule;

constexpr int64_t kNow = 100 * HittersByMinute::kMicrosOfMinute;
constexpr InsightsSetting kOn = {InsightsStatus::kEnabled, InsightsMode::kAccessedAndThrottledKeys,
                                 1, 1};

std::string Part(const AttributeValue& value) {
  std::string encoded;
  AppendValue(value, &encoded);
  std::string_view rest = encoded;
  ValueView view;
  EXPECT_TRUE(ConsumeValue(&rest, &view));
  std::string part;
  AppendKeyPart(view, &part);
  return part;
}

std::string Key(uint32_t id, const std::string& parts, uint64_t hash = 7) {
  std::string key;
  AppendBigEndian32(id, &key);
  AppendBigEndian64(hash, &key);
  return key + parts;
}

// Table 1: "pk" and "sk"; global index 2: two HASH and one RANGE; local index 3.
TableSchema Schema() {
  TableSchema schema;
  schema.id = 1;
  schema.keys = {{{"pk", AttributeType::kString}}, {{"sk", AttributeType::kNumber}}};
  schema.insights = kOn;
  IndexSchema local;
  local.id = 3;
  local.kind = IndexKind::kLocal;
  local.keys = {{{"pk", AttributeType::kString}}, {{"other", AttributeType::kBinary}}};
  IndexSchema global;
  global.id = 2;
  global.kind = IndexKind::kGlobal;
  global.keys = {{{"a", AttributeType::kString}, {"b", AttributeType::kNumber}},
                 {{"c", AttributeType::kBinary}}};
  global.insights = kOn;
  schema.indexes = {local, global};
  return schema;
}

class TableInsightsTest : public testing::Test {
 protected:
  TableInsightsTest() { Follow(Schema()); }
  void Follow(const TableSchema& schema) {
    schema_ = schema;
    capacity_.Follow(std::make_shared<const TableSchema>(schema));
  }
  const IndexSchema* local() const { return &schema_.indexes[0]; }
  const IndexSchema* global() const { return &schema_.indexes[1]; }
  void Charge(CapacityKind kind, const IndexSchema* index, const std::string& key, double units,
              KeyAccess access = KeyAccess::kItem, CapacityMode mode = CapacityMode::kOff) {
    capacity_.Charge({kind, mode, kNow}, {index, key, units, access});
  }
  // "key: count" of the rule in the only minute there is.
  std::vector<HeavyHitter> Top(InsightsRule rule,
                               uint32_t resource = TableInsights::kTableItself) const {
    const auto reports = capacity_.insights().Report(resource, kNow);
    EXPECT_TRUE(reports.has_value());
    if (!reports) return {};
    for (const auto& report : *reports) {
      if (report.rule != rule) continue;
      EXPECT_LE(report.minutes.size(), 1U);
      if (!report.minutes.empty()) return report.minutes.front().top;
    }
    return {};
  }

  TableSchema schema_;
  TableCapacity capacity_;
};

TEST_F(TableInsightsTest, AWriteUnitWeighsAsMuchAsThreeReadUnits) {
  const std::string key = Key(1, Part("a") + Part(5));
  Charge(CapacityKind::kRead, nullptr, key, 0.5);
  Charge(CapacityKind::kWrite, nullptr, key, 2);
  const auto top = Top(kAccessedPartitionKeys);
  ASSERT_EQ(top.size(), 1U);
  EXPECT_EQ(top[0].key, Part("a"));
  EXPECT_EQ(top[0].count, 6.5);
  ASSERT_EQ(Top(kAccessedSortKeys).size(), 1U);
  EXPECT_EQ(Top(kAccessedSortKeys)[0].key, Part("a") + Part(5));
  EXPECT_EQ(Top(kAccessedSortKeys)[0].count, 6.5);
}

TEST_F(TableInsightsTest, AQueryCountsForItsPartitionKeyAndAScanForNone) {
  Charge(CapacityKind::kRead, nullptr, Key(1, Part("a")), 4, KeyAccess::kPartitionKey);
  Charge(CapacityKind::kRead, nullptr, Key(1, Part("a") + Part(1)), 4, KeyAccess::kNoKey);
  Charge(CapacityKind::kRead, nullptr, Key(1, ""), 4, KeyAccess::kNoKey);
  ASSERT_EQ(Top(kAccessedPartitionKeys).size(), 1U);
  EXPECT_EQ(Top(kAccessedPartitionKeys)[0].count, 4);
  EXPECT_TRUE(Top(kAccessedSortKeys).empty());
}

TEST_F(TableInsightsTest, ShardsOfAPartitionKeyAreOneKey) {
  Charge(CapacityKind::kWrite, nullptr, Key(1, Part("a") + Part(1), 1), 1);
  Charge(CapacityKind::kWrite, nullptr, Key(1, Part("a") + Part(2), 1ULL << 63), 1);
  ASSERT_EQ(Top(kAccessedPartitionKeys).size(), 1U);
  EXPECT_EQ(Top(kAccessedPartitionKeys)[0].count, 6);
  EXPECT_EQ(Top(kAccessedSortKeys).size(), 2U);
}

TEST_F(TableInsightsTest, GlobalIndexesHaveTheirOwnAndLocalOnesTheirTables) {
  const std::string entry = Part("x") + Part(1) + Part("sort");
  Charge(CapacityKind::kWrite, global(), Key(2, entry + Part("pk") + Part(9)), 1);
  Charge(CapacityKind::kRead, local(), Key(3, Part("p") + Part("o")), 1, KeyAccess::kPartitionKey);
  ASSERT_EQ(Top(kAccessedPartitionKeys, 2).size(), 1U);
  EXPECT_EQ(Top(kAccessedPartitionKeys, 2)[0].key, Part("x") + Part(1));
  EXPECT_EQ(Top(kAccessedSortKeys, 2)[0].key, entry) << "without the item's own key";
  ASSERT_EQ(Top(kAccessedPartitionKeys).size(), 1U);
  EXPECT_EQ(Top(kAccessedPartitionKeys)[0].key, Part("p"));
}

TEST_F(TableInsightsTest, ThrottledRequestsAreCountedButNotWritesThatAnIndexKeepsOut) {
  schema_.billing_mode = BillingMode::kProvisioned;  // without any units
  for (IndexSchema& index : schema_.indexes) index.throughput = {};
  Follow(schema_);
  const std::string item = Key(1, Part("a") + Part(1));
  const std::string entry = Key(2, Part("x") + Part(1) + Part("s"));
  const CapacityMoment write = {CapacityKind::kWrite, CapacityMode::kTable, kNow};
  const CapacityMoment read = {CapacityKind::kRead, CapacityMode::kTable, kNow};
  EXPECT_TRUE(capacity_.Check(write, {nullptr, item}));
  EXPECT_TRUE(capacity_.Check(write, {nullptr, item}));
  EXPECT_TRUE(capacity_.Check(write, {global(), entry}));
  EXPECT_TRUE(capacity_.Check(read, {global(), entry, 0, KeyAccess::kPartitionKey}));
  ASSERT_EQ(Top(kThrottledPartitionKeys).size(), 1U);
  EXPECT_EQ(Top(kThrottledPartitionKeys)[0].count, 2);
  EXPECT_EQ(Top(kThrottledSortKeys)[0].count, 2);
  ASSERT_EQ(Top(kThrottledPartitionKeys, 2).size(), 1U);
  EXPECT_EQ(Top(kThrottledPartitionKeys, 2)[0].count, 1);
  EXPECT_TRUE(Top(kThrottledSortKeys, 2).empty());
  EXPECT_TRUE(Top(kAccessedPartitionKeys).empty());
}

TEST_F(TableInsightsTest, TheModeForThrottledKeysCountsNothingElse) {
  Charge(CapacityKind::kWrite, nullptr, Key(1, Part("a") + Part(1)), 1);
  schema_.insights.mode = InsightsMode::kThrottledKeys;
  Follow(schema_);
  Charge(CapacityKind::kWrite, nullptr, Key(1, Part("a") + Part(1)), 1);
  const auto reports = capacity_.insights().Report(TableInsights::kTableItself, kNow);
  ASSERT_TRUE(reports);
  ASSERT_EQ(reports->size(), 2U);
  EXPECT_EQ((*reports)[0].rule, kThrottledPartitionKeys);
  EXPECT_EQ((*reports)[1].rule, kThrottledSortKeys);
  schema_.insights.mode = InsightsMode::kAccessedAndThrottledKeys;
  Follow(schema_);
  EXPECT_TRUE(Top(kAccessedPartitionKeys).empty()) << "what the other mode left out is forgotten";
}

TEST_F(TableInsightsTest, SwitchedOffItForgets) {
  const std::string key = Key(1, Part("a") + Part(1));
  Charge(CapacityKind::kWrite, nullptr, key, 1);
  schema_.deletion_protection = true;  // another change leaves the counts as they are
  Follow(schema_);
  EXPECT_EQ(Top(kAccessedPartitionKeys).size(), 1U);
  schema_.insights.status = InsightsStatus::kDisabling;
  Follow(schema_);
  EXPECT_TRUE(capacity_.insights().on()) << "for the index";
  EXPECT_FALSE(capacity_.insights().Report(TableInsights::kTableItself, kNow));
  Charge(CapacityKind::kWrite, nullptr, key, 1);
  schema_.indexes.pop_back();
  Follow(schema_);
  EXPECT_FALSE(capacity_.insights().on());
  EXPECT_FALSE(capacity_.insights().Report(2, kNow));
  schema_.insights = kOn;
  Follow(schema_);
  EXPECT_TRUE(Top(kAccessedPartitionKeys).empty());
}

TEST(InsightsRulesTest, TablesWithoutASortKeyHaveHalfOfTheRules) {
  const KeySchema hash_only = {{{"pk", AttributeType::kString}}, {}};
  const KeySchema both = Schema().keys;
  EXPECT_EQ(RulesOf(InsightsMode::kAccessedAndThrottledKeys, hash_only),
            (std::vector{kAccessedPartitionKeys, kThrottledPartitionKeys}));
  EXPECT_EQ(RulesOf(InsightsMode::kAccessedAndThrottledKeys, both),
            (std::vector{kAccessedPartitionKeys, kAccessedSortKeys, kThrottledPartitionKeys,
                         kThrottledSortKeys}));
  EXPECT_EQ(RulesOf(InsightsMode::kThrottledKeys, hash_only),
            (std::vector{kThrottledPartitionKeys}));
}

}  // namespace
}  // namespace stator
