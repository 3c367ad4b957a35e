#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::Message;
using Kind = SortCondition::Kind;

KeySchema Composite(AttributeType sort_type = AttributeType::kString) {
  return {.hash = {{"pk", AttributeType::kString}}, .range = {{"sk", sort_type}}};
}
KeySchema HashOnly() { return {.hash = {{"pk", AttributeType::kString}}, .range = {}}; }
KeySchema MultiAttribute() {
  return {.hash = {{"h1", AttributeType::kString}, {"h2", AttributeType::kNumber}},
          .range = {{"r1", AttributeType::kString},
                    {"r2", AttributeType::kNumber},
                    {"r3", AttributeType::kString}}};
}

const ExpressionAttributes& Values() {
  static const ExpressionAttributes attributes =
      testing::WithValues({{":p", Value("a")},
                           {":q", Value("b")},
                           {":r", Value("c")},
                           {":n", Value(1)},
                           {":l", Value(AttributeValue::MakeList({}))},
                           {":e", Value("")},
                           {":eb", Value(AttributeValue::Binary(""))},
                           {":long", Value(std::string(2049, 'x'))},
                           {":longish", Value(std::string(1025, 'x'))}});
  return attributes;
}

Result<KeyCondition> Compile(std::string_view text, const KeySchema& keys = Composite()) {
  Binder binder(Values(), {"FilterExpression", "KeyConditionExpression"});
  STATOR_ASSIGN_OR_RETURN(const KeyConditionList conditions, binder.CompileKeyConditions(text));
  return MatchKeySchema(conditions, keys);
}

void ExpectSort(std::string_view text, Kind kind, const Value& first,
                const KeySchema& keys = Composite()) {
  const auto condition = Compile(text, keys);
  ASSERT_TRUE(condition.ok()) << text << ": " << condition.status().message();
  ASSERT_EQ(condition->hash.size(), 1u) << text;
  EXPECT_EQ(condition->hash[0].view(), Value("a").view()) << text;
  ASSERT_EQ(condition->range.size(), 1u) << text;
  EXPECT_EQ(condition->range[0].kind, kind) << text;
  EXPECT_EQ(condition->range[0].name, "sk") << text;
  EXPECT_EQ(condition->range[0].first.view(), first.view()) << text;
}

TEST(KeyCondition, TakesTheHashKeyAlone) {
  for (const auto text : {"pk = :p", ":p = pk", "(pk = :p)", "(pk) = (:p)"}) {
    const auto condition = Compile(text);
    ASSERT_TRUE(condition.ok()) << condition.status().message();
    EXPECT_EQ(condition->hash[0].view(), Value("a").view());
    EXPECT_TRUE(condition->range.empty());
  }
}

TEST(KeyCondition, TakesEveryOperatorOnTheSortKey) {
  ExpectSort("pk = :p AND sk = :q", Kind::kEq, Value("b"));
  ExpectSort("sk < :q AND pk = :p", Kind::kLt, Value("b"));
  ExpectSort("pk = :p AND sk <= :q", Kind::kLe, Value("b"));
  ExpectSort("pk = :p AND sk > :q", Kind::kGt, Value("b"));
  ExpectSort("pk = :p AND sk >= :q", Kind::kGe, Value("b"));
  ExpectSort("pk = :p AND begins_with(sk, :q)", Kind::kBeginsWith, Value("b"));
  ExpectSort("pk = :p AND sk > :n", Kind::kGt, Value(1), Composite(AttributeType::kNumber));
}

TEST(KeyCondition, TakesBetween) {
  const auto condition = Compile("pk = :p AND sk BETWEEN :q AND :r");
  ASSERT_TRUE(condition.ok());
  EXPECT_EQ(condition->range[0].kind, Kind::kBetween);
  EXPECT_EQ(condition->range[0].first.view(), Value("b").view());
  EXPECT_EQ(condition->range[0].second.view(), Value("c").view());
}

TEST(KeyCondition, TakesParenthesesAroundTheWholeAndAroundEachTerm) {
  ExpectSort("(pk = :p) AND (sk = :q)", Kind::kEq, Value("b"));
  ExpectSort("(pk = :p AND sk = :q)", Kind::kEq, Value("b"));
  ExpectSort("(pk = :p AND (sk = :q))", Kind::kEq, Value("b"));
  EXPECT_EQ(Message(Compile("((pk = :p)) AND sk = :q")),
            "Invalid KeyConditionExpression: The expression has redundant parentheses;");
}

TEST(KeyCondition, TurnsOperandsRound) {
  ExpectSort("pk = :p AND :q < sk", Kind::kGt, Value("b"));
  ExpectSort("pk = :p AND :q <= sk", Kind::kGe, Value("b"));
  ExpectSort("pk = :p AND :q > sk", Kind::kLt, Value("b"));
  ExpectSort("pk = :p AND :q >= sk", Kind::kLe, Value("b"));
  ExpectSort("pk = :p AND :q = sk", Kind::kEq, Value("b"));
}

struct Refusal {
  std::string_view text;
  std::string_view message;
};

constexpr std::string_view kWrongType =
    "One or more parameter values were invalid: Condition parameter type does not match schema "
    "type";
constexpr std::string_view kNotSupported = "Query key condition not supported";

constexpr Refusal kRefusals[] = {
    {"", "Invalid KeyConditionExpression: The expression can not be empty;"},
    {"pk", "Invalid KeyConditionExpression: Syntax error; token: \"<EOF>\", near: \"pk\""},
    {"name = :p",
     "Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: "
     "name"},
    {"pk = :p AND sk IN (:q)", "Invalid operator used in KeyConditionExpression: IN"},
    {"pk = :p OR sk = :q", "Invalid operator used in KeyConditionExpression: OR"},
    {"pk = :p AND (sk = :q OR sk = :r)", "Invalid operator used in KeyConditionExpression: OR"},
    {"NOT pk = :p", "Invalid operator used in KeyConditionExpression: NOT"},
    {"pk = :p AND sk <> :q", "Invalid operator used in KeyConditionExpression: <>"},
    {"pk = :p AND attribute_exists(sk)",
     "Invalid operator used in KeyConditionExpression: attribute_exists"},
    {"attribute_not_exists(pk)",
     "Invalid operator used in KeyConditionExpression: attribute_not_exists"},
    {"pk = :p AND contains(sk, :q)", "Invalid operator used in KeyConditionExpression: contains"},
    {"pk = :p AND size(sk) = :n", "KeyConditionExpressions cannot contain nested operations"},
    {"pk = :p AND sk = size(pk)", "KeyConditionExpressions cannot contain nested operations"},
    {"pk.x = :p",
     "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested "
     "attributes"},
    {"pk = :p AND sk = pk",
     "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
    {"pk = :p AND sk BETWEEN pk AND :q",
     "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
    {"pk = :p AND begins_with(sk, pk)",
     "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"},
    {":p = :q", "Invalid condition in KeyConditionExpression: No key attribute specified"},
    {"pk = :p AND :q BETWEEN sk AND :r",
     "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as "
     "its first operand"},
    {"pk = :p AND begins_with(:q, sk)",
     "Invalid condition in KeyConditionExpression: begins_with operator must have the key "
     "attribute "
     "as its first operand"},
    {"pk = :p AND begins_with(:p, :q)",
     "Invalid condition in KeyConditionExpression: begins_with operator must have the key "
     "attribute "
     "as its first operand"},
    {"pk = :p AND pk = :q",
     "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per "
     "key"},
    {"pk = :p AND sk > :q AND sk < :r",
     "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per "
     "key"},
    {"pk = :p AND sk = :q AND attr1 = :r",
     "The number of query conditions (3) exceeds the number of key attributes defined in the "
     "schema (2)"},
    {"sk = :q", "Query condition missed key schema element: pk"},
    {"attr1 = :q", "Query condition missed key schema element: pk"},
    {"pk = :p AND attr1 = :q", "Query condition missed key schema element: sk"},
    {"pk > :p", kNotSupported},
    {"pk BETWEEN :p AND :q", kNotSupported},
    {"begins_with(pk, :p)", kNotSupported},
    {"pk < :p AND sk = :q", kNotSupported},
    {"pk = :n", kWrongType},
    {"pk = :l", kWrongType},
    {"pk = :p AND sk = :n", kWrongType},
    {"pk = :e",
     "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
     "contain an empty string value. Key: pk"},
    {"pk = :p AND sk BETWEEN :e AND :q",
     "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
     "contain an empty string value. Key: sk"},
    {"pk = :long",
     "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
     "limit of2048 bytes"},
    {"pk = :p AND sk > :longish",
     "One or more parameter values were invalid: Aggregated size of all range keys has exceeded "
     "the "
     "size limit of 1024 bytes"},
};

TEST(KeyCondition, RefusesWhatIsNoKeyCondition) {
  for (const Refusal& one : kRefusals) {
    EXPECT_EQ(Message(Compile(one.text)), one.message) << one.text;
  }
}

TEST(KeyCondition, BeginsWithIsNotForNumbers) {
  EXPECT_EQ(Message(Compile("pk = :p AND begins_with(sk, :q)", Composite(AttributeType::kNumber))),
            kWrongType);
}

TEST(KeyCondition, SpeaksOfEmptyBinaries) {
  EXPECT_EQ(Message(Compile("pk = :p AND sk = :eb", Composite(AttributeType::kBinary))),
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            "cannot contain an empty binary value. Key: sk");
}

TEST(KeyCondition, TakesOneConditionWhereThereIsNoSortKey) {
  EXPECT_TRUE(Compile("pk = :p", HashOnly()).ok());
  EXPECT_EQ(Message(Compile("pk = :p AND sk = :q", HashOnly())), kNotSupported);
}

TEST(KeyCondition, TakesEveryHashAttributeInTheOrderOfTheSchema) {
  const auto condition = Compile("h2 = :n AND h1 = :p", MultiAttribute());
  ASSERT_TRUE(condition.ok()) << condition.status().message();
  ASSERT_EQ(condition->hash.size(), 2u);
  EXPECT_EQ(condition->hash[0].view(), Value("a").view());
  EXPECT_EQ(condition->hash[1].view(), Value(1).view());
  EXPECT_EQ(Message(Compile("h1 = :p", MultiAttribute())),
            "Query condition missed key schema element: h2");
}

TEST(KeyCondition, TakesRangeAttributesFromLeftToRightWithoutGaps) {
  const auto condition = Compile("r2 > :n AND h1 = :p AND h2 = :n AND r1 = :q", MultiAttribute());
  ASSERT_TRUE(condition.ok()) << condition.status().message();
  ASSERT_EQ(condition->range.size(), 2u);
  EXPECT_EQ(condition->range[0].name, "r1");
  EXPECT_EQ(condition->range[0].kind, Kind::kEq);
  EXPECT_EQ(condition->range[1].name, "r2");
  EXPECT_EQ(condition->range[1].kind, Kind::kGt);
  EXPECT_EQ(Message(Compile("h1 = :p AND h2 = :n AND r2 = :n", MultiAttribute())),
            "Query condition missed key schema element: r1");
}

TEST(KeyCondition, TakesAnInequalityOnlyOnTheLastRangeAttribute) {
  EXPECT_TRUE(Compile("h1 = :p AND h2 = :n AND r1 = :q AND r2 = :n AND begins_with(r3, :q)",
                      MultiAttribute())
                  .ok());
  EXPECT_EQ(Message(Compile("h1 = :p AND h2 = :n AND r1 > :q AND r2 = :n", MultiAttribute())),
            kNotSupported);
}

TEST(KeyCondition, RefusesConditionsBeyondTheKey) {
  EXPECT_EQ(
      Message(Compile("h1 = :p AND h2 = :n AND r1 = :q AND r2 = :n AND r3 = :q AND x = :q",
                      MultiAttribute())),
      "The number of query conditions (6) exceeds the number of key attributes defined in the "
      "schema (5)");
}

}  // namespace
}  // namespace stator::api::expr
