#include "kv/model/table_schema.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

TEST(KeySchema, FindsHashAndRangeAttributes) {
  const KeySchema keys{{{"pk", AttributeType::kString}, {"pk2", AttributeType::kBinary}},
                       {{"sk", AttributeType::kNumber}}};
  EXPECT_TRUE(keys.Contains("pk"));
  EXPECT_TRUE(keys.Contains("pk2"));
  ASSERT_NE(keys.Find("sk"), nullptr);
  EXPECT_EQ(keys.Find("sk")->type, AttributeType::kNumber);
  EXPECT_FALSE(keys.Contains("p"));
  EXPECT_EQ(keys.Find("other"), nullptr);
}

TEST(TableSchema, FindsIndexesByName) {
  TableSchema schema;
  schema.indexes.resize(2);
  schema.indexes[0].name = "one";
  schema.indexes[1].name = "two";
  EXPECT_EQ(schema.FindIndex("two"), &schema.indexes[1]);
  EXPECT_EQ(schema.FindIndex("three"), nullptr);
}

TEST(TableSchema, KnowsWhetherItHasLocalIndexes) {
  TableSchema schema;
  EXPECT_FALSE(schema.HasLocalIndexes());
  schema.indexes.emplace_back().kind = IndexKind::kGlobal;
  EXPECT_FALSE(schema.HasLocalIndexes());
  schema.indexes.emplace_back().kind = IndexKind::kLocal;
  EXPECT_TRUE(schema.HasLocalIndexes());
}

}  // namespace
}  // namespace stator
