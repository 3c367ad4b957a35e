// AttributeUpdates. The expected texts and results are the service's.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using Action = AttributeAction;

const AttributeMap& Before() {
  static const AttributeMap map{{"pk", "a"},
                                {"n", 1},
                                {"s", "x"},
                                {"ss", AttributeValue::StringSet({"a", "b"})},
                                {"l", AttributeValue::MakeList({1})}};
  return map;
}

Result<UpdateResult> Apply(const AttributeUpdates& updates) {
  const auto update = FromAttributeUpdates(updates);
  if (!update.ok()) return update.status();
  const Item item(Before());
  const ItemView old_item = item.view();
  return update->Apply(&old_item, Item{{"pk", "a"}}.view(), true);
}

AttributeMap After(const std::string& name, Action action, std::optional<Value> value) {
  const auto result = Apply({{name, {action, std::move(value)}}});
  EXPECT_TRUE(result.ok()) << result.status().message();
  return result.ok() ? result->item.ToMap() : AttributeMap();
}
std::string Error(const std::string& name, Action action, std::optional<Value> value) {
  return testing::Message(Apply({{name, {action, std::move(value)}}}));
}
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
std::string Invalid(const std::string& detail) {
  return "One or more parameter values were invalid: " + detail;
}

TEST(LegacyUpdates, PutReplaces) {
  EXPECT_EQ(After("n", Action::kPut, Value("new")), With("n", "new"));
  EXPECT_EQ(After("q", Action::kPut, Value(1)), With("q", 1));
}

TEST(LegacyUpdates, AddRaisesNumbersAndExtendsSetsAndLists) {
  EXPECT_EQ(After("n", Action::kAdd, Value(5)), With("n", 6));
  EXPECT_EQ(After("q", Action::kAdd, Value(5)), With("q", 5));
  EXPECT_EQ(After("ss", Action::kAdd, Value(AttributeValue::StringSet({"c"}))),
            With("ss", AttributeValue::StringSet({"a", "b", "c"})));
  EXPECT_EQ(After("l", Action::kAdd, Value(AttributeValue::MakeList({"x"}))),
            With("l", AttributeValue::MakeList({1, "x"})));
  EXPECT_EQ(After("q", Action::kAdd, Value(AttributeValue::MakeList({"x"}))),
            With("q", AttributeValue::MakeList({"x"})));
}

TEST(LegacyUpdates, DeleteTakesAttributesOrElements) {
  EXPECT_EQ(After("n", Action::kDelete, std::nullopt), Without("n"));
  EXPECT_EQ(After("q", Action::kDelete, std::nullopt), Before());
  EXPECT_EQ(After("ss", Action::kDelete, Value(AttributeValue::StringSet({"a"}))),
            With("ss", AttributeValue::StringSet({"b"})));
  EXPECT_EQ(After("ss", Action::kDelete, Value(AttributeValue::StringSet({"a", "b"}))),
            Without("ss"));
  EXPECT_EQ(After("q", Action::kDelete, Value(AttributeValue::StringSet({"a"}))), Before());
}

TEST(LegacyUpdates, WantAValueUnlessTheyDelete) {
  const std::string wanted =
      Invalid("Only DELETE action is allowed when no attribute value is specified");
  EXPECT_EQ(Error("n", Action::kPut, std::nullopt), wanted);
  EXPECT_EQ(Error("n", Action::kAdd, std::nullopt), wanted);
}

TEST(LegacyUpdates, RefuseTypesThatAnActionDoesNotTake) {
  EXPECT_EQ(Error("n", Action::kAdd, Value("x")),
            Invalid("ADD action is not supported for the type S"));
  EXPECT_EQ(Error("n", Action::kAdd, Value(true)),
            Invalid("ADD action is not supported for the type BOOL"));
  EXPECT_EQ(Error("n", Action::kDelete, Value(1)),
            Invalid("DELETE action with value is not supported for the type N"));
  EXPECT_EQ(Error("l", Action::kDelete, Value(AttributeValue::MakeList({1}))),
            Invalid("DELETE action with value is not supported for the type L"));
}

TEST(LegacyUpdates, RefuseAttributesOfAnotherType) {
  const std::string mismatch = "Type mismatch for attribute to update";
  EXPECT_EQ(Error("s", Action::kAdd, Value(5)), mismatch);
  EXPECT_EQ(Error("n", Action::kAdd, Value(AttributeValue::MakeList({"x"}))), mismatch);
  EXPECT_EQ(Error("ss", Action::kAdd, Value(AttributeValue::BinarySet({"x"}))), mismatch);
  EXPECT_EQ(Error("n", Action::kDelete, Value(AttributeValue::StringSet({"x"}))), mismatch);
}

TEST(LegacyUpdates, ShowWhatTheyTouched) {
  const auto result = Apply({{"n", {Action::kAdd, Value(5)}},
                             {"s", {Action::kDelete, std::nullopt}},
                             {"q", {Action::kPut, Value("z")}}});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->updated_old, (Item{{"n", 1}, {"s", "x"}}));
  EXPECT_EQ(result->updated_new, (Item{{"n", 6}, {"q", "z"}}));
}

TEST(LegacyUpdates, NameWhatTheyWriteAndAreNotCharged) {
  const auto update = FromAttributeUpdates({{"n", {Action::kAdd, Value(5)}},
                                            {"q", {Action::kPut, Value("z")}},
                                            {"s", {Action::kDelete, std::nullopt}}});
  ASSERT_TRUE(update.ok());
  EXPECT_EQ(update->charged_bytes(), 0u);
  EXPECT_EQ(update->WrittenNames(), (std::vector<std::string>{"n", "q", "s"}));
}

TEST(LegacyUpdates, ChangeNothingWhenThereAreNone) {
  const auto result = Apply({});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->item.ToMap(), Before());
}

TEST(LegacyUpdates, RefuseEmptyNames) {
  EXPECT_EQ(Error("", Action::kPut, Value(1)), "Empty attribute name");
}

}  // namespace
}  // namespace stator::api::expr
