#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::CompileProjection;
using testing::Detail;
using testing::Message;

const Item& Sample() {
  static const Item item{
      {"pk", "a"},
      {"n", 1},
      {"l", AttributeValue::MakeList(
                {0, 1, 2, AttributeValue::MakeList({5, 6}), AttributeMap{{"x", 1}, {"y", 2}}})},
      {"m", AttributeMap{{"x", 1}, {"y", AttributeValue::MakeList({7, 8})}, {"z", AttributeMap()}}},
      {"ss", AttributeValue::StringSet({"a", "b"})}};
  return item;
}

AttributeMap Projected(std::string_view text) {
  const auto projection = CompileProjection(text);
  EXPECT_TRUE(projection.ok()) << projection.status().message();
  const Item item = projection->Apply(Sample().view());
  EXPECT_TRUE(CheckItem(item.encoded()).ok());
  return item.ToMap();
}

TEST(Projection, TheDefaultReturnsEverything) {
  EXPECT_TRUE(Projection().all());
  EXPECT_EQ(Projection().Apply(Sample().view()), Sample());
}

TEST(Projection, ReturnsNamedAttributes) {
  EXPECT_EQ(Projected("pk, n"), (AttributeMap{{"pk", "a"}, {"n", 1}}));
  EXPECT_EQ(Projected("ss"), (AttributeMap{{"ss", AttributeValue::StringSet({"a", "b"})}}));
}

TEST(Projection, LeavesOutWhatIsAbsent) {
  for (const auto text : {"q", "q.r", "m.q", "m.x.y", "m[0]", "l.x", "l[9]", "l[3][7]", "l[4].q",
                          "m.z.q", "n.a", "ss[0]", "m.y[5]"}) {
    EXPECT_TRUE(Projected(text).empty()) << text;
  }
  EXPECT_EQ(Projected("m.y[5], m.x"), (AttributeMap{{"m", AttributeMap{{"x", 1}}}}));
}

TEST(Projection, ShowsOnlyTheChosenMembersOfMaps) {
  EXPECT_EQ(Projected("m.x"), (AttributeMap{{"m", AttributeMap{{"x", 1}}}}));
  EXPECT_EQ(Projected("m.z"), (AttributeMap{{"m", AttributeMap{{"z", AttributeMap()}}}}));
  EXPECT_EQ(Projected("m.y[1], n, m.x"),
            (AttributeMap{{"m", AttributeMap{{"x", 1}, {"y", AttributeValue::MakeList({8})}}},
                          {"n", 1}}));
}

TEST(Projection, ClosesListsUpInTheirOwnOrder) {
  EXPECT_EQ(Projected("l[2], l[0]"), (AttributeMap{{"l", AttributeValue::MakeList({0, 2})}}));
  EXPECT_EQ(Projected("l[3][1], l[0]"),
            (AttributeMap{{"l", AttributeValue::MakeList({0, AttributeValue::MakeList({6})})}}));
  EXPECT_EQ(Projected("l[4].y, l[3][0]"),
            (AttributeMap{{"l", AttributeValue::MakeList(
                                    {AttributeValue::MakeList({5}), AttributeMap{{"y", 2}}})}}));
}

TEST(Projection, TakesANameWithADotAsOneName) {
  const ExpressionAttributes attributes{.names = ExpressionNames{{"#a", "m.x"}}, .values = {}};
  const auto projection = CompileProjection("#a", attributes);
  EXPECT_EQ(projection->Apply(Sample().view()).view().count(), 0u);
}

TEST(Projection, NamesTheAttributesThatItReads) {
  const auto projection = CompileProjection("m.x, n, l[0], m.y");
  EXPECT_EQ(projection->TopLevelNames(), (std::vector<std::string>{"l", "m", "n"}));
  EXPECT_EQ(projection->DereferencedNames(), (std::vector<std::string>{"l", "m"}));
}

struct Refusal {
  std::string_view text;
  std::string_view detail;
};
constexpr Refusal kRefusals[] = {
    {"", "The expression can not be empty;"},
    {"a,", "Syntax error; token: \"<EOF>\", near: \",\""},
    {"a b", "Syntax error; token: \"b\", near: \"a b\""},
    {",a", "Syntax error; token: \",\", near: \",a\""},
    {"(a)", "Syntax error; token: \"(\", near: \"(a\""},
    {":a", "Syntax error; token: \":a\", near: \":a\""},
    {"a[0", "Syntax error; token: \"<EOF>\", near: \"0\""},
    {"size(a)", "Syntax error; token: \"(\", near: \"size(a\""},
    {"a = b", "Syntax error; token: \"=\", near: \"a = b\""},
    {"!!! INVALID !!!", "Syntax error; token: \"!\", near: \"!!\""},
    {"set", "Syntax error; token: \"set\", near: \"set\""},
    {"#q",
     "An expression attribute name used in the document path is not defined; attribute name: "
     "#q"},
    {"a[99999999999]", "List index is not within the allowable range; index: [99999999999]"},
};

TEST(Projection, RefusesWhatIsNoListOfPaths) {
  for (const Refusal& one : kRefusals) {
    EXPECT_EQ(Detail(CompileProjection(one.text)), one.detail) << one.text;
  }
}

TEST(Projection, RefusesPathsThatOverlap) {
  const std::string overlap =
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
      "one: ";
  EXPECT_EQ(Detail(CompileProjection("a, b, a")), overlap + "[a], path two: [a]");
  EXPECT_EQ(Detail(CompileProjection("m.x, m")), overlap + "[m, x], path two: [m]");
  EXPECT_EQ(Detail(CompileProjection("m, m.x")), overlap + "[m], path two: [m, x]");
  EXPECT_EQ(Detail(CompileProjection("l[4], l[4].x")), overlap + "[l, [4]], path two: [l, [4], x]");
  EXPECT_EQ(Detail(CompileProjection("a, #a")), overlap + "[a], path two: [a]");
}

TEST(Projection, RefusesPathsThatConflict) {
  EXPECT_EQ(
      Detail(CompileProjection("m.x, m[0]")),
      "Two document paths conflict with each other; must remove or rewrite one of these paths; "
      "path one: [m, x], path two: [m, [0]]");
}

TEST(Projection, DoesNotSayHowLongATextIsThatIsTooLong) {
  EXPECT_EQ(Message(CompileProjection(std::string(4097, 'a'))),
            "Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size;");
}

TEST(Projection, ComesFromAttributesToGetToo) {
  const auto projection = FromAttributeNames({"n", "status", "m.x"});
  ASSERT_TRUE(projection.ok());
  EXPECT_EQ(projection->Apply(Sample().view()).ToMap(), (AttributeMap{{"n", 1}}));
}

// Insertion in the midst of a sorted list would take minutes for so many.
TEST(Projection, TakesManyNamesInAnyOrder) {
  std::vector<std::string> names = {"n"};
  for (int i = 0; i < 300'000; ++i) names.push_back(std::to_string(i * 7919LL % 300'007));
  const auto projection = FromAttributeNames(names);
  ASSERT_TRUE(projection.ok()) << projection.status().message();
  EXPECT_EQ(projection->Apply(Sample().view()).ToMap(), (AttributeMap{{"n", 1}}));
}

TEST(Projection, RefusesNamesTwiceAndEmptyNames) {
  EXPECT_EQ(FromAttributeNames({"a", "b", "a"}).status().message(),
            "One or more parameter values were invalid: Duplicate value in attribute name: a");
  EXPECT_EQ(FromAttributeNames({""}).status().message(), "Empty attribute name");
}

}  // namespace
}  // namespace stator::api::expr
