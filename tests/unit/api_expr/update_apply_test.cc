// What updates make of items. The expected results are the service's.
#include <gtest/gtest.h>

#include "kv/base/limits.h"
#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::CompileUpdate;

const AttributeMap& Before() {
  static const AttributeMap map{
      {"pk", "a"},
      {"n", 1},
      {"s", "x"},
      {"l", AttributeValue::MakeList({0, 1, 2})},
      {"m", AttributeMap{{"x", 1}, {"y", AttributeValue::MakeList({7, 8})}}},
      {"ss", AttributeValue::StringSet({"a", "b"})},
      {"ns", AttributeValue::NumberSet({Number::FromInt(1)})}};
  return map;
}

Result<UpdateResult> Apply(std::string_view text, const AttributeMap& before = Before(),
                           const ExpressionAttributes& attributes = testing::CommonValues()) {
  const auto update = CompileUpdate(text, attributes);
  if (!update.ok()) return update.status();
  const Item old_item(before);
  const Item key{{"pk", "a"}};
  const ItemView old_view = old_item.view();
  return update->Apply(&old_view, key.view(), false);
}

// The new item; its bytes are checked on the way.
AttributeMap After(std::string_view text, const AttributeMap& before = Before(),
                   const ExpressionAttributes& attributes = testing::CommonValues()) {
  const auto result = Apply(text, before, attributes);
  EXPECT_TRUE(result.ok()) << text << ": " << result.status().message();
  if (!result.ok()) return {};
  EXPECT_TRUE(CheckItem(result->item.encoded()).ok()) << text;
  EXPECT_EQ(Item(result->item.ToMap()), result->item) << text;
  return result->item.ToMap();
}

// Before() with one attribute changed.
AttributeMap With(std::string_view name, AttributeValue value) {
  AttributeMap map = Before();
  map.Set(name, std::move(value));
  return map;
}
AttributeMap Without(std::string_view name) {
  AttributeMap map = Before();
  map.Erase(name);
  return map;
}
AttributeValue List(AttributeValue::List elements) {
  return AttributeValue::MakeList(std::move(elements));
}
// The attribute m, with y as Before() has it.
AttributeMap M(AttributeMap members) {
  if (members.Find("y") == nullptr) members.Set("y", List({7, 8}));
  return members;
}

std::string Error(std::string_view text) {
  const auto result = Apply(text);
  return result.ok() ? "" : result.status().message();
}

TEST(UpdateApply, SetReplacesAndAddsAttributes) {
  EXPECT_EQ(After("SET n = :b"), With("n", 5));
  EXPECT_EQ(After("SET q = :s"), With("q", "x"));
  EXPECT_EQ(After("SET a = m"), With("a", *Before().Find("m")));
  EXPECT_EQ(After("SET a = m.y[1]"), With("a", 8));
  EXPECT_EQ(After("SET n = n"), Before());
}

TEST(UpdateApply, OperandsSeeTheItemAsItWas) {
  AttributeMap swapped = With("n", "x");
  swapped.Set("s", 1);
  EXPECT_EQ(After("SET n = s, s = n"), swapped);
  EXPECT_EQ(After("SET l[0] = l[2], l[2] = l[0]"), With("l", List({2, 1, 0})));
  AttributeMap moved = With("q", 1);
  moved.Erase("n");
  EXPECT_EQ(After("REMOVE n SET q = n"), moved);
}

TEST(UpdateApply, AddsAndSubtractsNumbers) {
  EXPECT_EQ(After("SET a = :a + :b"), With("a", 6));
  EXPECT_EQ(After("SET n = n - :b"), With("n", -4));
  EXPECT_EQ(After("SET n = if_not_exists(q, :b) + n"), With("n", 6));
  EXPECT_EQ(After("SET m.x = m.x + m.y[0]"), With("m", M({{"x", 8}})));
}

TEST(UpdateApply, IfNotExistsTakesTheAttributeOrTheOther) {
  EXPECT_EQ(After("SET a = if_not_exists(n, :b)"), With("a", 1));
  EXPECT_EQ(After("SET a = if_not_exists(q, :b)"), With("a", 5));
  EXPECT_EQ(After("SET a = if_not_exists(q, if_not_exists(q2, s))"), With("a", "x"));
}

TEST(UpdateApply, ListAppendJoinsLists) {
  EXPECT_EQ(After("SET l = list_append(l, :l)"), With("l", List({0, 1, 2, 1})));
  EXPECT_EQ(After("SET l = list_append(:l, l)"), With("l", List({1, 0, 1, 2})));
  EXPECT_EQ(After("SET a = list_append(if_not_exists(q, :l), m.y)"), With("a", List({1, 7, 8})));
}

TEST(UpdateApply, SetsMembersAndElements) {
  EXPECT_EQ(After("SET m.x = :b, m.q = :s"), With("m", M({{"x", 5}, {"q", "x"}})));
  EXPECT_EQ(After("SET m.y[0] = :a, m.z = m.x"),
            With("m", AttributeMap{{"x", 1}, {"y", List({1, 8})}, {"z", 1}}));
}

TEST(UpdateApply, AppendsElementsBeyondTheEndInTheOrderOfTheirIndexes) {
  EXPECT_EQ(After("SET l[10] = :b"), With("l", List({0, 1, 2, 5})));
  EXPECT_EQ(After("SET l[10] = :a, l[7] = :b"), With("l", List({0, 1, 2, 5, 1})));
  EXPECT_EQ(After("SET l[7] = :a, l[10] = :b, l[3] = :s"), With("l", List({0, 1, 2, "x", 1, 5})));
}

TEST(UpdateApply, RemoveTakesOutAttributesMembersAndElements) {
  EXPECT_EQ(After("REMOVE n"), Without("n"));
  EXPECT_EQ(After("REMOVE m.x"), With("m", M({})));
  EXPECT_EQ(After("REMOVE l[0], l[2]"), With("l", List({1})));
  EXPECT_EQ(After("REMOVE l[0], l[1], l[2]"), With("l", List({})));
}

TEST(UpdateApply, RemoveOfWhatIsAbsentChangesNothing) {
  EXPECT_EQ(After("REMOVE q, m.q, l[9]"), Before());
}

TEST(UpdateApply, ListsCloseUpAfterEverythingElse) {
  EXPECT_EQ(After("REMOVE l[0] SET l[1] = :s"), With("l", List({"x", 2})));
  EXPECT_EQ(After("SET l[5] = :s REMOVE l[0]"), With("l", List({1, 2, "x"})));
}

TEST(UpdateApply, AddRaisesNumbers) {
  EXPECT_EQ(After("ADD n :b"), With("n", 6));
  EXPECT_EQ(After("ADD q :b"), With("q", 5));
  EXPECT_EQ(After("ADD m.x :b, m.q :a"), With("m", M({{"x", 6}, {"q", 1}})));
  EXPECT_EQ(After("ADD l[1] :b, l[9] :a"), With("l", List({0, 6, 2, 1})));
}

TEST(UpdateApply, AddPutsElementsIntoSets) {
  const auto attributes =
      testing::WithValues({{":v", Value(AttributeValue::StringSet({"c", "a"}))}});
  EXPECT_EQ(After("ADD ss :v", Before(), attributes),
            With("ss", AttributeValue::StringSet({"a", "b", "c"})));
  EXPECT_EQ(After("ADD q :v", Before(), attributes),
            With("q", AttributeValue::StringSet({"a", "c"})));
  const auto numbers = testing::WithValues(
      {{":v", Value(AttributeValue::NumberSet({Number::FromInt(1), Number::FromInt(-3)}))}});
  EXPECT_EQ(After("ADD ns :v", Before(), numbers),
            With("ns", AttributeValue::NumberSet({Number::FromInt(-3), Number::FromInt(1)})));
}

TEST(UpdateApply, DeleteTakesElementsOutOfSets) {
  const auto attributes =
      testing::WithValues({{":v", Value(AttributeValue::StringSet({"b", "z"}))}});
  EXPECT_EQ(After("DELETE ss :v", Before(), attributes),
            With("ss", AttributeValue::StringSet({"a"})));
  EXPECT_EQ(After("DELETE ss :ss"), Without("ss"));
  EXPECT_EQ(After("DELETE ns :ns"), Without("ns"));
  EXPECT_EQ(After("DELETE q :ss, m.q :ss"), Before());
}

TEST(UpdateApply, MakesAnItemOfTheKeyWhereThereIsNone) {
  const auto update = CompileUpdate("SET q = pk ADD c :b REMOVE z DELETE e :ss");
  ASSERT_TRUE(update.ok());
  const Item key{{"pk", "a"}};
  const auto result = update->Apply(nullptr, key.view(), true);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->item, (Item{{"pk", "a"}, {"q", "a"}, {"c", 5}}));
  EXPECT_EQ(result->updated_old.view().count(), 0u);
  EXPECT_EQ(result->updated_new, (Item{{"q", "a"}, {"c", 5}}));
}

TEST(UpdateApply, RefusesOperandsThatAreAbsent) {
  const std::string absent =
      "The provided expression refers to an attribute that does not exist in the item";
  for (const auto text : {"SET a = q", "SET a = q + :a", "SET a = if_not_exists(q, q2)",
                          "SET a = l[9]", "SET a = m.q", "SET a = list_append(q, :l)"}) {
    EXPECT_EQ(Error(text), absent) << text;
  }
}

TEST(UpdateApply, RefusesOperandsOfWrongTypes) {
  const std::string wrong = "An operand in the update expression has an incorrect data type";
  for (const auto text :
       {"SET a = s + :a", "SET a = :a - l", "SET a = list_append(l, n)",
        "SET a = if_not_exists(q, :s) + :a", "SET a = list_append(if_not_exists(q, :a), :l)",
        "ADD s :a", "ADD ss :ns", "ADD ss :a", "ADD n :ss", "DELETE ss :ns", "DELETE n :ss",
        "DELETE s :ss"}) {
    EXPECT_EQ(Error(text), wrong) << text;
  }
}

TEST(UpdateApply, RefusesPathsThatLeadThroughNothing) {
  const std::string invalid =
      "The document path provided in the update expression is invalid for update";
  for (const auto text :
       {"SET q.b = :a", "SET n.b = :a", "SET l.b = :a", "SET m[0] = :a", "SET n[0] = :a",
        "SET l[1][0] = :a", "SET m.q.r = :a", "SET l[9].x = :a", "SET ss[0] = :a", "REMOVE m.q.r",
        "REMOVE q.r", "REMOVE n.r", "REMOVE l.x", "REMOVE m[0]", "ADD q.r :a", "DELETE q.r :ss",
        "SET q[0] = :a"}) {
    EXPECT_EQ(Error(text), invalid) << text;
  }
}

TEST(UpdateApply, RefusesNumbersThatDoNotFit) {
  const auto attributes = testing::WithValues(
      {{":v",
        Value(AttributeValue(*Number::Parse("9.9999999999999999999999999999999999999E+125")))}});
  const AttributeMap before{{"pk", "a"}, {"n", AttributeValue(*Number::Parse("9E+125"))}};
  EXPECT_FALSE(Apply("SET n = n + :v", before, attributes).ok());
  EXPECT_FALSE(Apply("ADD n :v", before, attributes).ok());
}

AttributeValue Nested(size_t maps) {
  AttributeValue value = 1;
  for (size_t i = 0; i < maps; ++i) value = AttributeMap{{"a", std::move(value)}};
  return value;
}

TEST(UpdateApply, RefusesMoreThan32Levels) {
  const auto deep = testing::WithValues({{":d", Value(Nested(30))}});
  EXPECT_TRUE(Apply("SET m.q = :d", Before(), deep).ok());
  const auto deeper = testing::WithValues({{":d", Value(Nested(31))}});
  EXPECT_TRUE(Apply("SET q = :d", Before(), deeper).ok());
  EXPECT_EQ(Apply("SET m.q = :d", Before(), deeper).status().message(),
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
            "levels beyond supported limit");
  EXPECT_FALSE(Apply("SET m.y[0] = :d", Before(), deep).ok());
}

TEST(UpdateApply, NamesWhatItWrites) {
  const auto update = CompileUpdate("SET q = :a, m.x = :b ADD n :a REMOVE s, l[0] DELETE ss :ss");
  ASSERT_TRUE(update.ok());
  EXPECT_EQ(update->WrittenNames(), (std::vector<std::string>{"l", "m", "n", "q", "s", "ss"}));
}

}  // namespace
}  // namespace stator::api::expr
