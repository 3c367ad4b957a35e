// A table with indexes against a std::map twin under random writes: the same items, the same index
// entries in the same order, the same counters.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "kv/codec/value.h"
#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

using ModelKey = std::pair<std::string, int64_t>;
using Model = std::map<ModelKey, AttributeMap>;

TableSchema ModelSchema() {
  TableSchema schema = SimpleSchema();
  IndexSchema local = LocalIndex("local", "name");
  local.projection.type = ProjectionType::kKeysOnly;
  IndexSchema global = GlobalIndex("global", "owner", "name");
  global.projection = {ProjectionType::kInclude, {"v"}};
  IndexSchema multi = GlobalIndex("multi", "owner");
  multi.keys.hash.push_back({"region", AttributeType::kString});
  multi.keys.range = {{"n", AttributeType::kNumber}, {"name", AttributeType::kString}};
  schema.indexes = {local, global, multi};
  return schema;
}

// Key attributes of the index as a tuple of plain values, to compare without the store's encoding.
using SortValue = std::pair<std::string, Number>;  // S in the first, N in the second
using SortKey = std::vector<SortValue>;

SortKey KeyValues(const std::vector<KeyAttribute>& attributes, const AttributeMap& item) {
  SortKey key;
  for (const KeyAttribute& attribute : attributes) {
    const AttributeValue& value = *item.Find(attribute.name);
    if (value.is(AttributeType::kString)) {
      key.emplace_back(value.bytes(), Number());
    } else {
      key.emplace_back("", value.number());
    }
  }
  return key;
}

SortKey EntrySortKey(const TableSchema& schema, const KeySchema& keys, const AttributeMap& item) {
  SortKey key = KeyValues(keys.range, item);
  for (const auto& part : {schema.keys.hash, schema.keys.range}) {
    const SortKey more = KeyValues(part, item);
    key.insert(key.end(), more.begin(), more.end());
  }
  return key;
}

bool HasAll(const KeySchema& keys, const AttributeMap& item) {
  const auto has = [&](const KeyAttribute& a) {
    const AttributeValue* value = item.Find(a.name);
    return value != nullptr && value->is(a.type);
  };
  return std::all_of(keys.hash.begin(), keys.hash.end(), has) &&
         std::all_of(keys.range.begin(), keys.range.end(), has);
}

AttributeMap Projected(const TableSchema& schema, const IndexSchema& index,
                       const AttributeMap& item) {
  if (index.projection.type == ProjectionType::kAll) return item;
  AttributeMap projected;
  for (const auto& [name, value] : item) {
    const auto& extra = index.projection.non_key_attributes;
    if (schema.keys.Contains(name) || index.keys.Contains(name) ||
        std::find(extra.begin(), extra.end(), name) != extra.end()) {
      projected.Append(name, value);
    }
  }
  return projected;
}

class TableModelTest : public ::testing::Test {
 protected:
  TableModelTest() : database_(OpenDatabase(InMemoryOptions())) {
    table_ = CreateTable(database_.get(), ModelSchema());
  }

  AttributeMap RandomItem() {
    AttributeMap item = {{"pk", std::string(1, static_cast<char>('a' + random_.Between(0, 3)))},
                         {"sk", random_.Between(-3, 3)}};
    for (const char* name : {"name", "owner", "region"}) {
      if (!random_.OneIn(4)) item.Set(name, RandomText());
    }
    if (!random_.OneIn(4)) item.Set("n", random_.Between(-20, 20));
    if (random_.OneIn(2)) item.Set("v", RandomText());
    if (random_.OneIn(2)) item.Set("w", RandomText());
    return item;
  }
  // Prefixes of one another and zero bytes: what key bytes could get wrong.
  std::string RandomText() {
    static const std::vector<std::string> texts = {
        "a", "ab", "b", std::string("a\0", 2), std::string("a\0b", 3), "\xc3\xa9", "\x01"};
    return texts[static_cast<size_t>(random_.Between(0, static_cast<int64_t>(texts.size()) - 1))];
  }
  static ModelKey KeyOfModel(const AttributeMap& item) {
    int64_t sk = 0;
    EXPECT_TRUE(item.Find("sk")->number().ToInt64(&sk));
    return {item.Find("pk")->bytes(), sk};
  }

  void RandomWrite() {
    const AttributeMap item = RandomItem();
    switch (random_.Between(0, 3)) {
      case 0: return RandomDelete(item);
      case 1: return RandomUpdate(item);
      default: break;
    }
    const WriteOutcome outcome = Put(database_.get(), table_, Item(item));
    const auto it = model_.find(KeyOfModel(item));
    EXPECT_EQ(outcome.old_item.has_value(), it != model_.end());
    if (it != model_.end()) {
      EXPECT_EQ(*outcome.old_item, Item(it->second));
    }
    EXPECT_EQ(outcome.unchanged, it != model_.end() && it->second == item);
    model_[KeyOfModel(item)] = item;
  }
  void RandomDelete(const AttributeMap& key) {
    const WriteOutcome outcome = Delete(database_.get(), table_, Item(key));
    EXPECT_EQ(outcome.old_item.has_value(), model_.erase(KeyOfModel(key)) == 1);
  }
  // Changes one attribute of an item that is there; refuses otherwise.
  void RandomUpdate(const AttributeMap& key) {
    const std::string text = RandomText();
    const char* const name = random_.OneIn(2) ? "owner" : "name";
    const auto update = [&](const ItemView* old_item) -> Result<Mutation> {
      if (old_item == nullptr) return Status(Code::kConditionFailed, "");
      AttributeMap changed = ToAttributeMap(*old_item);
      if (!changed.Erase(name)) changed.Set(name, text);
      return Mutation::Put(Item(changed));
    };
    const Item key_item(key);
    const auto outcome = database_->writer().Write({table_.get(), key_item.view(), update});
    const auto it = model_.find(KeyOfModel(key));
    ASSERT_EQ(outcome.ok(), it != model_.end());
    if (it != model_.end() && !it->second.Erase(name)) it->second.Set(name, text);
  }

  void Compare() {
    CompareItems();
    const auto schema = table_->schema();
    for (const IndexSchema& index : schema->indexes) CompareIndex(*schema, index);
  }
  void CompareItems() {
    Model stored;
    for (const Item& item : ScanAll(database_.get(), table_->id())) {
      const AttributeMap map = item.ToMap();
      stored[KeyOfModel(map)] = map;
    }
    EXPECT_TRUE(stored == model_);
    EXPECT_EQ(CountOf(table_, table_->id()), static_cast<int64_t>(model_.size()));
  }
  // Entries by the values of the HASH attributes, each group in the order that they must have.
  void CompareIndex(const TableSchema& schema, const IndexSchema& index) {
    std::map<SortKey, std::map<SortKey, AttributeMap>> expected;
    int64_t entries = 0;
    for (const auto& [key, item] : model_) {
      if (!HasAll(index.keys, item)) continue;
      expected[KeyValues(index.keys.hash, item)][EntrySortKey(schema, index.keys, item)] =
          Projected(schema, index, item);
      ++entries;
    }
    EXPECT_EQ(CountOf(table_, index.id), entries) << index.name;
    std::map<SortKey, std::vector<AttributeMap>> stored;
    for (const Item& item : ScanAll(database_.get(), index.id)) {
      const AttributeMap map = item.ToMap();
      stored[KeyValues(index.keys.hash, map)].push_back(map);
    }
    ASSERT_EQ(stored.size(), expected.size()) << index.name;
    for (const auto& [hash, group] : expected) {
      std::vector<AttributeMap> in_order;
      for (const auto& [sort, item] : group) in_order.push_back(item);
      EXPECT_TRUE(stored[hash] == in_order) << index.name;
    }
  }

  SeededRandom random_;
  std::unique_ptr<Database> database_;
  std::shared_ptr<Table> table_;
  Model model_;
};

TEST_F(TableModelTest, AgreesWithAMap) {
  SCOPED_TRACE(random_.Trace());
  for (int round = 0; round < 60 && !HasFailure(); ++round) {
    for (int i = 0; i < 50; ++i) RandomWrite();
    Compare();
  }
  ExpectConsistent(database_.get());
}

TEST_F(TableModelTest, AgreesWhileIndexesComeAndGo) {
  SCOPED_TRACE(random_.Trace());
  for (int round = 0; round < 30 && !HasFailure(); ++round) {
    const std::string name = round % 2 == 0 ? "late" : "later";
    STATOR_ASSERT_OK(database_->lifecycle().CreateIndex(table_, GlobalIndex(name, "region")));
    for (int i = 0; i < 40; ++i) RandomWrite();
    if (random_.OneIn(2)) database_->lifecycle().WaitIdle();
    STATOR_ASSERT_OK(database_->lifecycle().DeleteIndex(table_, name));
    for (int i = 0; i < 10; ++i) RandomWrite();
    database_->lifecycle().WaitIdle();
    Compare();
  }
  ExpectConsistent(database_.get());
}

}  // namespace
}  // namespace stator
