// ExpressionAttributeNames and ExpressionAttributeValues: their shape, and that all of them are
// used.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::Message;
using testing::WithValues;

ExpressionAttributes WithNames(ExpressionNames names) {
  return {.names = std::move(names), .values = std::nullopt};
}

// The message of compiling a condition and of Finish behind it.
std::string Compile(std::string_view text, const ExpressionAttributes& attributes) {
  Binder binder(attributes, {"UpdateExpression", "ConditionExpression"});
  const auto condition = binder.CompileCondition("ConditionExpression", text);
  return condition.ok() ? binder.Finish().message() : condition.status().message();
}

std::string FinishWithout(const ExpressionAttributes& attributes,
                          std::initializer_list<std::string_view> parameters) {
  Binder binder(attributes, parameters);
  return binder.Finish().message();
}

TEST(Placeholders, AreAllUsed) {
  const ExpressionAttributes attributes{.names = ExpressionNames{{"#a", "status"}},
                                        .values = ExpressionValues{{":v", Value(1)}}};
  EXPECT_EQ(Compile("#a = :v", attributes), "");
}

TEST(Placeholders, MayBeUsedByAnyExpressionOfTheRequest) {
  const ExpressionAttributes attributes{
      .names = ExpressionNames{{"#a", "x"}, {"#b", "y"}, {"#c", "z"}},
      .values = ExpressionValues{{":v", Value(1)}, {":k", Value("k")}}};
  Binder binder(attributes, {"FilterExpression", "KeyConditionExpression", "ProjectionExpression"});
  ASSERT_TRUE(binder.CompileCondition("FilterExpression", "#a = :v").ok());
  ASSERT_TRUE(binder.CompileProjection("#b").ok());
  EXPECT_EQ(binder.Finish().message(),
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#c}");
  ASSERT_TRUE(binder.CompileKeyConditions("#c = :k").ok());
  EXPECT_EQ(binder.Finish().message(), "");
}

TEST(Placeholders, UnusedOnesAreNamedNamesFirst) {
  EXPECT_EQ(Compile("attribute_exists(a)", WithNames({{"#q", "y"}, {"#b", "c"}})),
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #q}");
  EXPECT_EQ(Compile("a = :a", WithValues({{":a", Value(1)}, {":b", Value(1)}})),
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}");
  const ExpressionAttributes both{.names = ExpressionNames{{"#x", "y"}},
                                  .values = ExpressionValues{{":y", Value(1)}}};
  EXPECT_EQ(Compile("attribute_exists(a)", both),
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}");
}

TEST(Placeholders, MustNotBeEmptyMaps) {
  EXPECT_EQ(Compile("attribute_exists(a)", WithNames({})),
            "ExpressionAttributeNames must not be empty");
  EXPECT_EQ(Compile("attribute_exists(a)", WithValues({})),
            "ExpressionAttributeValues must not be empty");
}

TEST(Placeholders, HaveASignAndWordCharacters) {
  for (const std::string key : {"x", "#", "#a-b", ":a", "", "# ", "##"}) {
    EXPECT_EQ(Compile("attribute_exists(a)", WithNames({{key, "y"}})),
              "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" + key + "\"");
  }
  for (const std::string key : {"x", ":", ":a-b", "#a"}) {
    EXPECT_EQ(Compile("attribute_exists(a)", WithValues({{key, Value(1)}})),
              "ExpressionAttributeValues contains invalid key: Syntax error; key: \"" + key + "\"");
  }
  EXPECT_EQ(Compile("attribute_exists(#_1)", WithNames({{"#_1", "y"}})), "");
}

TEST(Placeholders, AreAtMost255BytesLong) {
  const std::string name = "#" + std::string(254, 'x');
  const std::string value = ":" + std::string(254, 'x');
  EXPECT_EQ(Compile("attribute_exists(" + name + ")", WithNames({{name, "a"}})), "");
  EXPECT_EQ(
      Compile("attribute_exists(a)", WithNames({{name + "x", "a"}})),
      "ExpressionAttributeNames contains invalid key: The expression attribute map contains a "
      "key that is too long; size of key: 256");
  EXPECT_EQ(Compile("a = " + value, WithValues({{value, Value(1)}})), "");
  EXPECT_EQ(Compile("attribute_exists(a)", WithValues({{value + "x", Value(1)}})),
            "ExpressionAttributeValues contains invalid key: The expression attribute map contains "
            "a key that is too long;");
}

TEST(Placeholders, StandForNamesOfOneTo65535Bytes) {
  EXPECT_EQ(Compile("attribute_exists(#x)", WithNames({{"#x", ""}})),
            "ExpressionAttributeNames contains invalid value: Empty attribute name for key #x");
  EXPECT_EQ(Compile("attribute_exists(#x)", WithNames({{"#x", std::string(65535, 'a')}})), "");
  EXPECT_EQ(Compile("attribute_exists(#x)", WithNames({{"#x", std::string(65536, 'a')}})),
            "ExpressionAttributeNames contains invalid value: Attribute name is too large, must be "
            "less than 65536 bytes for key #x");
}

TEST(Placeholders, StandForTwoMegabytesOfValuesAtMost) {
  const Value big(std::string(1024 * 1024, 'x'));
  EXPECT_EQ(Compile("a = :a OR a = :b", WithValues({{":a", big}, {":b", big}})),
            "ExpressionAttributeValues exceeds max size");
  EXPECT_EQ(Compile("a = :a", WithValues({{":a", big}})), "");
}

TEST(Placeholders, AreCheckedBeforeAnyText) {
  EXPECT_EQ(Compile("a = ", WithNames({{"x", "y"}})),
            "ExpressionAttributeNames contains invalid key: Syntax error; key: \"x\"");
}

TEST(Placeholders, NeedAnExpression) {
  EXPECT_EQ(FinishWithout(WithNames({{"#a", "b"}}), {"ConditionExpression"}),
            "ExpressionAttributeNames can only be specified when using expressions");
  EXPECT_EQ(FinishWithout(WithNames({}), {"ConditionExpression"}),
            "ExpressionAttributeNames can only be specified when using expressions");
  EXPECT_EQ(FinishWithout(WithValues({{":a", Value(1)}}), {"ConditionExpression"}),
            "ExpressionAttributeValues can only be specified when using expressions: "
            "ConditionExpression is null");
  EXPECT_EQ(FinishWithout(WithValues({}), {"UpdateExpression", "ConditionExpression"}),
            "ExpressionAttributeValues can only be specified when using expressions: "
            "UpdateExpression and ConditionExpression are null");
  EXPECT_EQ(FinishWithout({}, {"ConditionExpression"}), "");
}

TEST(Placeholders, ValuesNeedAnExpressionThatCanHaveThem) {
  const auto attributes = WithValues({{":a", Value(1)}});
  Binder binder(attributes, {"FilterExpression", "ProjectionExpression"});
  ASSERT_TRUE(binder.CompileProjection("a").ok());
  EXPECT_EQ(binder.Finish().message(),
            "ExpressionAttributeValues can only be specified when using expressions: "
            "FilterExpression is null");
}

TEST(Placeholders, ThatAreNotDefinedAreNamed) {
  EXPECT_EQ(Compile("a = :v", {}),
            "Invalid ConditionExpression: An expression attribute value used in expression is not "
            "defined; attribute value: :v");
  EXPECT_EQ(
      Compile("#a = :v", WithValues({{":v", Value(1)}})),
      "Invalid ConditionExpression: An expression attribute name used in the document path is "
      "not defined; attribute name: #a");
}

}  // namespace
}  // namespace stator::api::expr
