// What conditions say of items. The expected answers are the service's.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::CompileFilter;

const Item& Sample() {
  static const Item item{
      {"n", 10},
      {"n2", 9},
      {"s", "xyz"},
      {"u", "\u00E9\U0001F600"},
      {"b", AttributeValue::Binary("\1\2\xFF")},
      {"l", AttributeValue::MakeList(
                {1, "x", AttributeValue::StringSet({"q"}), AttributeValue::MakeList({})})},
      {"m", AttributeMap{{"x", 1}}},
      {"ss", AttributeValue::StringSet({"a", "b"})},
      {"ns", AttributeValue::NumberSet({Number::FromInt(1), *Number::Parse("2.5")})},
      {"bs", AttributeValue::BinarySet({"\1", "\2"})},
      {"t", true},
      {"f", false},
      {"z", AttributeValue::Null()},
      {"e", ""},
      {"em", AttributeMap()},
      {"el", AttributeValue::MakeList({})}};
  return item;
}

const ExpressionAttributes& Values() {
  static const ExpressionAttributes attributes = testing::WithValues({
      {":ten", Value(10)},
      {":one", Value(1)},
      {":two5", Value(AttributeValue(*Number::Parse("2.5")))},
      {":three", Value(3)},
      {":s", Value("x")},
      {":e", Value("")},
      {":y", Value("yz")},
      {":a", Value("a")},
      {":true", Value(true)},
      {":null", Value(AttributeValue::Null())},
      {":ss", Value(AttributeValue::StringSet({"b", "a"}))},
      {":ssa", Value(AttributeValue::StringSet({"a"}))},
      {":q", Value(AttributeValue::StringSet({"q"}))},
      {":l", Value(AttributeValue::MakeList({}))},
      {":b", Value(AttributeValue::Binary("\2\xFF"))},
      {":b1", Value(AttributeValue::Binary("\1"))},
      {":m", Value(AttributeMap{{"x", AttributeValue(*Number::Parse("1.0"))}})},
      {":S", Value("S")},
      {":N", Value("N")},
      {":M", Value("M")},
      {":NULL", Value("NULL")},
  });
  return attributes;
}

void ExpectAll(bool expected, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    const auto condition = CompileFilter(text, Values());
    ASSERT_TRUE(condition.ok()) << text << ": " << condition.status().message();
    const ItemView item = Sample().view();
    EXPECT_EQ(condition->Matches(&item), expected) << text;
  }
}

TEST(ConditionEvaluation, ComparesValuesOfTheSameType) {
  ExpectAll(true, {"n = :ten", "n > n2", "n2 < n", "n >= :ten", "n <= :ten", "s < :y", "b < :b",
                   "t = :true", "z = :null", "ss = :ss", "el = :l", "m = :m", "l[0] = m.x"});
  ExpectAll(false, {"n <> :ten", "n < :ten", "n > :ten", "f = :true", "z <> :null", "ss = :ssa"});
}

TEST(ConditionEvaluation, FindsValuesOfDifferentTypesUnequalAndUnordered) {
  ExpectAll(true, {"n <> :s"});
  ExpectAll(false, {"n = :s", "n < :s", "n > :s", "n BETWEEN :s AND :y", "n IN (:s, :y)"});
}

TEST(ConditionEvaluation, OrdersOnlyStringsNumbersAndBinaries) {
  ExpectAll(false, {"t < f", "t > f", "l < el", "l > el", "ss < ns", "m >= em"});
}

TEST(ConditionEvaluation, FindsAbsentAttributesUnequalToEverything) {
  ExpectAll(true, {"q <> :ten", "q <> r", "m.x <> m.y", "NOT q = :ten", "NOT q < :ten"});
  ExpectAll(false, {"q = :ten", "q = r", "q < :ten", "q > :ten", "q BETWEEN :one AND :ten",
                    "n BETWEEN q AND :ten", "n BETWEEN :one AND q", "q IN (:s)", "q IN (r)"});
}

TEST(ConditionEvaluation, SeesNothingInAnItemThatIsNotThere) {
  const auto absent = CompileFilter("attribute_not_exists(n) AND n <> :ten", Values());
  EXPECT_TRUE(absent->Matches(nullptr));
  EXPECT_FALSE(CompileFilter("n = :ten", Values())->Matches(nullptr));
  EXPECT_TRUE(Condition().Matches(nullptr));
}

TEST(ConditionEvaluation, Between) {
  ExpectAll(true, {"n BETWEEN :one AND :ten", "n BETWEEN n2 AND :ten", "s BETWEEN :e AND :y",
                   "n BETWEEN :ten AND :ten"});
  ExpectAll(false, {"n2 BETWEEN :ten AND :ten", "n2 BETWEEN n AND :ten"});
}

TEST(ConditionEvaluation, In) {
  ExpectAll(true, {"n IN (:s, :ten)", ":s IN (:a, :s)", "n2 IN (n, n2x, :one) OR n IN (n3, :ten)"});
  ExpectAll(false, {"s IN (s2)", "n IN (:one)"});
}

TEST(ConditionEvaluation, SizeCountsWhatEachTypeHolds) {
  // Strings in UTF-16 units: two characters here, the second one a pair.
  ExpectAll(true, {"size(u) = :three", "size(s) = :three", "size(b) = :three", "size(e) < :one",
                   "size(em) < :one", "size(el) < :one", "size(ss) > :one", "size(l) > :three",
                   "size(m) = :one", "size(:s) = :one"});
}

TEST(ConditionEvaluation, SizeOfOtherTypesIsAbsent) {
  ExpectAll(true,
            {"size(n) <> :one", "NOT size(n) > :one", "size(q) <> :one", "size(q) <> size(r)"});
  ExpectAll(false, {"size(n) > :one", "size(t) = :one", "size(z) = :one", "size(q) = size(r)"});
}

TEST(ConditionEvaluation, ContainsSearchesStringsSetsAndLists) {
  ExpectAll(true, {"contains(s, :y)", "contains(s, :e)", "contains(e, :e)", "contains(b, :b)",
                   "contains(ss, :a)", "contains(ns, :two5)", "contains(bs, :b1)",
                   "contains(l, :one)", "contains(l, :s)", "contains(l, :q)", "contains(l, :l)",
                   "contains(:a, a2) OR contains(:y, :y)"});
  ExpectAll(false,
            {"contains(ss, :ssa)", "contains(m, :s)", "contains(n, :one)", "contains(q, :s)",
             "contains(:s, q)", "contains(ss, :one)", "contains(ns, :s)", "contains(s, :b)"});
}

TEST(ConditionEvaluation, BeginsWith) {
  ExpectAll(true, {"begins_with(s, :s)", "begins_with(s, :e)", "begins_with(b, :b1)",
                   "begins_with(:y, :y)"});
  ExpectAll(false, {"begins_with(n, :s)", "begins_with(q, :s)", "begins_with(:s, s)",
                    "begins_with(s, :b1)", "begins_with(s, :y)"});
}

TEST(ConditionEvaluation, AttributeType) {
  ExpectAll(true, {"attribute_type(s, :S)", "attribute_type(z, :NULL)", "attribute_type(m, :M)",
                   "attribute_type(size(s), :N)", "attribute_type(:s, :S)"});
  ExpectAll(false,
            {"attribute_type(q, :S)", "attribute_type(n, :S)", "attribute_type(size(n), :N)"});
}

TEST(ConditionEvaluation, FollowsPathsIntoMapsAndLists) {
  ExpectAll(true, {"attribute_exists(m.x)", "attribute_exists(l[1])", "attribute_exists(l[3])",
                   "attribute_not_exists(m.y)", "attribute_not_exists(l[4])"});
  ExpectAll(false, {"attribute_exists(s.x)", "attribute_exists(ss[0])", "attribute_exists(m[0])",
                    "attribute_exists(l.x)", "attribute_exists(m.x.y)"});
}

TEST(ConditionEvaluation, BindsNotTighterThanAndAndAndTighterThanOr) {
  ExpectAll(true, {"n = :ten OR n = :one AND n = :one", "NOT n = :one AND n = :ten",
                   "NOT (n = :one AND n = :ten)"});
  ExpectAll(false, {"(n = :ten OR n = :one) AND n = :one", "NOT n = :ten OR n = :one"});
}

TEST(ConditionEvaluation, NamesTheAttributesThatItReads) {
  const auto condition =
      CompileFilter("m.x = :one OR size(l[0]) > n AND NOT contains(s, :s)", Values());
  EXPECT_EQ(condition->TopLevelNames(), (std::vector<std::string>{"l", "m", "n", "s"}));
  EXPECT_EQ(condition->DereferencedNames(), (std::vector<std::string>{"l", "m"}));
  EXPECT_TRUE(Condition().TopLevelNames().empty());
}

}  // namespace
}  // namespace stator::api::expr
