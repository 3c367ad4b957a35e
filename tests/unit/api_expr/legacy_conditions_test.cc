// Expected, QueryFilter, ScanFilter and KeyConditions. The expected texts are the service's.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::Message;
using Op = ComparisonOperator;

const Item& Sample() {
  static const Item item{{"pk", "a"},
                         {"n", 1},
                         {"s", "xyz"},
                         {"ss", AttributeValue::StringSet({"a", "b"})},
                         {"l", AttributeValue::MakeList({1})},
                         {"z", AttributeValue::Null()}};
  return item;
}

bool Holds(const Result<Condition>& condition) {
  EXPECT_TRUE(condition.ok()) << condition.status().message();
  const ItemView item = Sample().view();
  return condition.ok() && condition->Matches(&item);
}
bool Filters(const std::string& name, Op op, std::vector<Value> values) {
  return Holds(FromFilter({{name, LegacyCondition{op, std::move(values)}}}, std::nullopt));
}
std::string FilterError(Op op, std::vector<Value> values) {
  return Message(FromFilter({{"n", LegacyCondition{op, std::move(values)}}}, std::nullopt));
}
std::string ExpectedError(ExpectedCondition expected) {
  return Message(FromExpected({{"n", std::move(expected)}}, std::nullopt));
}
std::string Invalid(const std::string& detail) {
  return "One or more parameter values were invalid: " + detail;
}

const Value kSet(AttributeValue::StringSet({"a"}));
const Value kList(AttributeValue::MakeList({}));
const Value kMap{AttributeValue(AttributeMap())};
const Value kTrue(true);
const Value kNull(AttributeValue::Null());

TEST(LegacyConditions, EveryOperatorTests) {
  EXPECT_TRUE(Filters("n", Op::kEq, {Value(1)}));
  EXPECT_TRUE(Filters("n", Op::kNe, {Value(2)}));
  EXPECT_TRUE(Filters("n", Op::kLe, {Value(1)}));
  EXPECT_FALSE(Filters("n", Op::kLt, {Value(1)}));
  EXPECT_TRUE(Filters("n", Op::kGe, {Value(1)}));
  EXPECT_FALSE(Filters("n", Op::kGt, {Value(1)}));
  EXPECT_TRUE(Filters("n", Op::kBetween, {Value(0), Value(1)}));
  EXPECT_TRUE(Filters("n", Op::kIn, {Value(7), Value(1)}));
  EXPECT_TRUE(Filters("n", Op::kNotNull, {}));
  EXPECT_TRUE(Filters("q", Op::kNull, {}));
  EXPECT_TRUE(Filters("s", Op::kContains, {Value("yz")}));
  EXPECT_TRUE(Filters("ss", Op::kContains, {Value("a")}));
  EXPECT_TRUE(Filters("l", Op::kContains, {Value(1)}));
  EXPECT_FALSE(Filters("ss", Op::kNotContains, {Value("a")}));
  EXPECT_TRUE(Filters("s", Op::kBeginsWith, {Value("xy")}));
}

TEST(LegacyConditions, NullIsAboutPresenceAndNotAboutTheNullType) {
  EXPECT_FALSE(Filters("z", Op::kNull, {}));
  EXPECT_TRUE(Filters("z", Op::kNotNull, {}));
}

TEST(LegacyConditions, AbsentAttributesAreUnequalButDoNotNotContain) {
  EXPECT_TRUE(Filters("q", Op::kNe, {Value("a")}));
  EXPECT_FALSE(Filters("q", Op::kNotContains, {Value("a")}));
  EXPECT_TRUE(Filters("n", Op::kNotContains, {Value("a")}));
}

TEST(LegacyConditions, ChecksTheNumberOfArguments) {
  const auto wrong = [](const std::string& op) {
    return Invalid("Invalid number of argument(s) for the " + op + " ComparisonOperator");
  };
  EXPECT_EQ(FilterError(Op::kEq, {}), wrong("EQ"));
  EXPECT_EQ(FilterError(Op::kEq, {Value(1), Value(2)}), wrong("EQ"));
  EXPECT_EQ(FilterError(Op::kNull, {Value(1)}), wrong("NULL"));
  EXPECT_EQ(FilterError(Op::kNotNull, {Value(1)}), wrong("NOT_NULL"));
  EXPECT_EQ(FilterError(Op::kIn, {}), wrong("IN"));
  EXPECT_EQ(FilterError(Op::kBetween, {Value(1)}), wrong("BETWEEN"));
  EXPECT_EQ(FilterError(Op::kBeginsWith, {}), wrong("BEGINS_WITH"));
}

TEST(LegacyConditions, ChecksTheTypesOfArguments) {
  const auto wrong = [](const std::string& op, const std::string& type) {
    return Invalid("ComparisonOperator " + op + " is not valid for " + type +
                   " AttributeValue type");
  };
  EXPECT_EQ(FilterError(Op::kLt, {kSet}), wrong("LT", "SS"));
  EXPECT_EQ(FilterError(Op::kLe, {kMap}), wrong("LE", "M"));
  EXPECT_EQ(FilterError(Op::kGt, {kTrue}), wrong("GT", "BOOL"));
  EXPECT_EQ(FilterError(Op::kBetween, {kTrue, kTrue}), wrong("BETWEEN", "BOOL"));
  EXPECT_EQ(FilterError(Op::kIn, {kList}), wrong("IN", "L"));
  EXPECT_EQ(FilterError(Op::kContains, {kSet}), wrong("CONTAINS", "SS"));
  EXPECT_EQ(FilterError(Op::kNotContains, {kMap}), wrong("NOT_CONTAINS", "M"));
  EXPECT_EQ(FilterError(Op::kBeginsWith, {Value(1)}), wrong("BEGINS_WITH", "N"));
  for (const Value& any : {kSet, kList, kMap, kTrue, kNull}) {
    EXPECT_EQ(FilterError(Op::kEq, {any}), "");
    EXPECT_EQ(FilterError(Op::kNe, {any}), "");
  }
  EXPECT_EQ(FilterError(Op::kContains, {kNull}), "");
}

TEST(LegacyConditions, WantsArgumentsOfOneType) {
  EXPECT_EQ(FilterError(Op::kIn, {Value(1), Value("x")}),
            Invalid("AttributeValues inside AttributeValueList must be of same type"));
  EXPECT_EQ(FilterError(Op::kBetween, {Value(1), Value("x")}),
            Invalid("AttributeValues inside AttributeValueList must be of same type"));
}

TEST(LegacyConditions, WantsBetweenBoundsInOrder) {
  EXPECT_EQ(FilterError(Op::kBetween, {Value(5), Value(1)}),
            "The BETWEEN condition was provided a range where the lower bound is greater than the "
            "upper bound");
}

TEST(LegacyConditions, JoinWithAndUnlessToldOtherwise) {
  const LegacyConditions filter{{"n", {Op::kEq, {Value(1)}}}, {"s", {Op::kEq, {Value("no")}}}};
  EXPECT_FALSE(Holds(FromFilter(filter, std::nullopt)));
  EXPECT_FALSE(Holds(FromFilter(filter, ConditionalOperator::kAnd)));
  EXPECT_TRUE(Holds(FromFilter(filter, ConditionalOperator::kOr)));
}

TEST(LegacyConditions, AreAlwaysTrueWhenThereAreNone) {
  EXPECT_TRUE(FromFilter({}, std::nullopt)->always_true());
  EXPECT_TRUE(FromExpected({}, std::nullopt)->always_true());
  EXPECT_EQ(Message(FromFilter({}, ConditionalOperator::kOr)),
            "ConditionalOperator cannot be used without Filter or Expected");
  EXPECT_EQ(
      Message(FromExpected({{"n", {.exists = false}}}, ConditionalOperator::kOr)),
      "ConditionalOperator can only be used when Filter or Expected has two or more elements");
}

TEST(LegacyConditions, ExpectedTestsValuesAndPresence) {
  const auto holds = [](ExpectedCondition expected) {
    return Holds(FromExpected({{"n", std::move(expected)}}, std::nullopt));
  };
  EXPECT_TRUE(holds({.value = Value(1)}));
  EXPECT_FALSE(holds({.value = Value(2)}));
  EXPECT_TRUE(holds({.exists = true, .value = Value(1)}));
  EXPECT_FALSE(holds({.exists = false}));
  EXPECT_TRUE(holds({.value = Value(1), .op = Op::kGe}));
  EXPECT_TRUE(holds({.op = Op::kIn, .values = std::vector<Value>{Value(3), Value(1)}}));
  EXPECT_TRUE(holds({.op = Op::kNotNull}));
  EXPECT_TRUE(FromExpected({{"q", {.exists = false}}}, std::nullopt)->Matches(nullptr));
}

TEST(LegacyConditions, ExpectedRefusesMembersThatDoNotGoTogether) {
  const std::vector<Value> one{Value(1)};
  EXPECT_EQ(ExpectedError({}),
            Invalid("Value must be provided when Exists is null for Attribute: n"));
  EXPECT_EQ(ExpectedError({.exists = true}),
            Invalid("Value must be provided when Exists is true for Attribute: n"));
  EXPECT_EQ(ExpectedError({.exists = false, .value = Value(1)}),
            Invalid("Value cannot be used when Exists is false for Attribute: n"));
  EXPECT_EQ(ExpectedError({.exists = false, .op = Op::kEq, .values = one}),
            Invalid("Exists and ComparisonOperator cannot be used together for Attribute: n"));
  EXPECT_EQ(ExpectedError({.op = Op::kEq}),
            Invalid("Value or AttributeValueList must be used with ComparisonOperator: EQ for "
                    "Attribute: n"));
  EXPECT_EQ(ExpectedError({.value = Value(1), .op = Op::kEq, .values = one}),
            Invalid("Value and AttributeValueList cannot be used together for Attribute: n"));
  EXPECT_EQ(ExpectedError({.value = Value(1), .values = one}),
            Invalid("Value and AttributeValueList cannot be used together for Attribute: n"));
  EXPECT_EQ(ExpectedError({.values = one}),
            Invalid("AttributeValueList can only be used with a ComparisonOperator for Attribute: "
                    "n"));
  EXPECT_EQ(ExpectedError({.value = Value(1), .op = Op::kNull}),
            Invalid("Invalid number of argument(s) for the NULL ComparisonOperator"));
}

TEST(LegacyConditions, RefuseEmptyNames) {
  EXPECT_EQ(Message(FromFilter({{"", {Op::kNull, {}}}}, std::nullopt)), "Empty attribute name");
  EXPECT_EQ(Message(FromExpected({{"", {.exists = false}}}, std::nullopt)), "Empty attribute name");
}

KeySchema Keys() {
  return {.hash = {{"pk", AttributeType::kString}}, .range = {{"sk", AttributeType::kString}}};
}
Result<KeyCondition> Match(const LegacyConditions& conditions) {
  STATOR_ASSIGN_OR_RETURN(const KeyConditionList list, FromKeyConditions(conditions));
  return MatchKeySchema(list, Keys());
}
std::string KeyError(const LegacyConditions& conditions) { return Message(Match(conditions)); }

TEST(LegacyKeyConditions, BecomeKeyConditions) {
  const auto condition =
      Match({{"pk", {Op::kEq, {Value("a")}}}, {"sk", {Op::kBetween, {Value("b"), Value("c")}}}});
  ASSERT_TRUE(condition.ok());
  EXPECT_EQ(condition->hash[0].view(), Value("a").view());
  EXPECT_EQ(condition->range[0].kind, SortCondition::Kind::kBetween);
  EXPECT_EQ(condition->range[0].second.view(), Value("c").view());
}

TEST(LegacyKeyConditions, RefuseWhatIsNoKeyCondition) {
  const LegacyCondition equal{Op::kEq, {Value("a")}};
  EXPECT_EQ(KeyError({}), "Conditions can be of length 1 or 2 only");
  EXPECT_EQ(KeyError({{"pk", equal}, {"sk", equal}, {"x", equal}}),
            "The number of query conditions (3) exceeds the number of key attributes defined in "
            "the schema (2)");
  EXPECT_EQ(KeyError({{"sk", equal}}), "Query condition missed key schema element: pk");
  EXPECT_EQ(KeyError({{"pk", equal}, {"x", equal}}),
            "Query condition missed key schema element: sk");
  EXPECT_EQ(KeyError({{"pk", {Op::kLt, {Value("a")}}}}), "Query key condition not supported");
  EXPECT_EQ(KeyError({{"pk", equal}, {"sk", {Op::kIn, {Value("a")}}}}),
            "Attempted conditional constraint is not an indexable operation");
  EXPECT_EQ(KeyError({{"pk", equal}, {"sk", {Op::kNull, {}}}}),
            "Attempted conditional constraint is not an indexable operation");
  EXPECT_EQ(KeyError({{"pk", {Op::kEq, {Value(1)}}}}),
            Invalid("Condition parameter type does not match schema type"));
  EXPECT_EQ(KeyError({{"pk", {Op::kEq, {}}}}),
            Invalid("Invalid number of argument(s) for the EQ ComparisonOperator"));
}

}  // namespace
}  // namespace stator::api::expr
