// UPDATED_OLD and UPDATED_NEW: the touched paths, and nothing beside them.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

struct Images {
  AttributeMap before;
  AttributeMap after;
};

Images ImagesOf(std::string_view text) {
  static const Item item{{"pk", "a"},
                         {"n", 1},
                         {"l", AttributeValue::MakeList({0, 1, 2})},
                         {"m", AttributeMap{{"x", 1}, {"y", AttributeValue::MakeList({7, 8})}}},
                         {"ss", AttributeValue::StringSet({"a", "b"})}};
  const auto update = testing::CompileUpdate(text);
  EXPECT_TRUE(update.ok()) << update.status().message();
  const ItemView old_item = item.view();
  const auto result = update->Apply(&old_item, Item{{"pk", "a"}}.view(), true);
  EXPECT_TRUE(result.ok()) << result.status().message();
  return {result->updated_old.ToMap(), result->updated_new.ToMap()};
}

void ExpectImages(std::string_view text, const AttributeMap& before, const AttributeMap& after) {
  const Images images = ImagesOf(text);
  EXPECT_EQ(images.before, before) << text;
  EXPECT_EQ(images.after, after) << text;
}

TEST(UpdateImages, ShowTouchedAttributes) {
  ExpectImages("SET n = :b", {{"n", 1}}, {{"n", 5}});
  ExpectImages("ADD n :a", {{"n", 1}}, {{"n", 2}});
  ExpectImages("SET n = n", {{"n", 1}}, {{"n", 1}});
  ExpectImages("SET q = :a", {}, {{"q", 1}});
}

TEST(UpdateImages, LeaveOutWhatIsGone) {
  ExpectImages("REMOVE n", {{"n", 1}}, {});
  ExpectImages("REMOVE q", {}, {});
  ExpectImages("DELETE ss :ss", {{"ss", AttributeValue::StringSet({"a", "b"})}}, {});
}

TEST(UpdateImages, ShowOnlyTheTouchedPartOfAMap) {
  ExpectImages("SET m.x = :b", {{"m", AttributeMap{{"x", 1}}}}, {{"m", AttributeMap{{"x", 5}}}});
  ExpectImages("SET m.q = :b", {}, {{"m", AttributeMap{{"q", 5}}}});
  ExpectImages("REMOVE m.x", {{"m", AttributeMap{{"x", 1}}}}, {});
  ExpectImages("SET m.y[1] = :b, m.x = :b",
               {{"m", AttributeMap{{"x", 1}, {"y", AttributeValue::MakeList({8})}}}},
               {{"m", AttributeMap{{"x", 5}, {"y", AttributeValue::MakeList({5})}}}});
}

TEST(UpdateImages, ShowOnlyTheTouchedElementsOfAList) {
  ExpectImages("SET l[1] = :b", {{"l", AttributeValue::MakeList({1})}},
               {{"l", AttributeValue::MakeList({5})}});
  ExpectImages("SET l[0] = :b, l[2] = :a", {{"l", AttributeValue::MakeList({0, 2})}},
               {{"l", AttributeValue::MakeList({5, 1})}});
}

TEST(UpdateImages, DoNotShowElementsThatWereAppendedBeyondTheirIndex) {
  ExpectImages("SET l[9] = :b", {}, {});
}

TEST(UpdateImages, DoNotShowWhatMovedIntoARemovedElementsPlace) {
  ExpectImages("REMOVE l[0]", {{"l", AttributeValue::MakeList({0})}}, {});
}

TEST(UpdateImages, AreMadeOnlyWhenAskedFor) {
  const auto update = testing::CompileUpdate("SET n = :b");
  const Item item{{"pk", "a"}, {"n", 1}};
  const ItemView old_item = item.view();
  const auto result = update->Apply(&old_item, item.view(), false);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->updated_old, Item());
  EXPECT_EQ(result->updated_new, Item());
}

}  // namespace
}  // namespace stator::api::expr
