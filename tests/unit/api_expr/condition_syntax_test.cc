// Syntax of conditions. The expected texts are what AWS's own parser answers.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::CompileFilter;
using testing::Detail;

struct SyntaxError {
  std::string_view text;
  std::string_view token;
  std::string_view near;
};

constexpr SyntaxError kSyntaxErrors[] = {
    {"a", "<EOF>", "a"},
    {"a =", "<EOF>", "="},
    {"= :a", "=", "= :a"},
    {"a = :a b", "b", ":a b"},
    {"a = :a AND", "<EOF>", "AND"},
    {"a == :a", "=", "== :a"},
    {"a = :a & b", "&", ":a & b"},
    {"a[x] = :a", "x", "[x]"},
    {"a[-1] = :a", "-", "[-1"},
    {"a[1.5] = :a", ".", "1.5"},
    {"a.b. = :a", "=", ". = :a"},
    {"a..b = :a", ".", "..b"},
    {".a = :a", ".", ".a"},
    {"a[0 = :a", "=", "0 = :a"},
    {"1a = :a", "1", "1a"},
    {"_a = :a", "_", "_a"},
    {"a-b = :a", "-", "a-b"},
    {"$ = :a", "$", "$ ="},
    {"\"a\" = :a", "\"", "\"a"},
    {"'a' = :a", "'", "'a"},
    {"#  = :a", "#", "#  ="},
    {": = :a", ":", ": ="},
    {"a = :", ":", "= :"},
    {"a = :a-b", "-", ":a-b"},
    {"attribute_exists()", ")", "()"},
    {"attribute_exists(a", "<EOF>", "a"},
    {"a IN :a", ":a", "IN :a"},
    {"a IN ()", ")", "()"},
    {"a IN (:a,)", ")", ",)"},
    {"a BETWEEN :a", "<EOF>", ":a"},
    {"a = AND", "AND", "= AND"},
    {"AND = :a", "AND", "AND ="},
    {"NOT = :a", "=", "NOT = :a"},
    {"a = :a OR OR b = :a", "OR", "OR OR b"},
    {"a = :a)", ")", ":a)"},
    {"(a = :a", "<EOF>", ":a"},
    {"a != :a", "!", "a !="},
    {"a < > :a", ">", "< > :a"},
    {"a =< :a", "<", "=< :a"},
    {"   ", "<EOF>", "   "},
    {"a = b + :a", "+", "b + :a"},
    {"a = :a;", ";", ":a;"},
    {"a;b", ";", "a;b"},
    {"é = :a", "é", "é ="},
    {"a = é", "é", "= é"},
    {"#ü = :a", "#", "#ü"},
    {"a,b", ",", "a,b"},
    {"{a}", "{", "{a"},
    {"a = :a, b", ",", ":a, b"},
    {"a[00] = :a", "0", "00]"},
    {"a[#x] = :a", "#x", "[#x]"},
    {"(a.b)[0] = :a", "[", ")[0"},
    {"(a.b).c = :a", ".", ").c"},
    {"((a.b)).c = :a", ".", ").c"},
    {"a.(b) = :a", "(", ".(b"},
    {"  = :a", "=", "  = :a"},
    {"a = :a   b", "b", ":a   b"},
    {"(a)", "<EOF>", ")"},
    {"(a) AND b=:a", "AND", ") AND b"},
    {"a AND b=:a", "AND", "a AND b"},
    {"NOT a", "<EOF>", "a"},
    {"NOT", "<EOF>", "NOT"},
    {"()", ")", "()"},
    {"(a,b)=:a", ",", "a,b"},
    {"(a = :a) = :b", "=", ") = :b"},
    {"(a=:a) OR", "<EOF>", "OR"},
    {"a BETWEEN (:a AND :b)", "AND", ":a AND :b"},
    {"a=:aAND b=:b", "b", ":aAND b="},
    {"a=:a ANDb=:b", "ANDb", ":a ANDb="},
    {"a = #", "#", "= #"},
    {"\f a=:a", "\f", "\f a"},
    {"contains(a, b = :a)", "=", "b = :a"},
    {"contains(a, (b = :a))", "=", "b = :a"},
    {"a = b = :a", "=", "b = :a"},
    {"a = (b = :a)", "=", "b = :a"},
    {"a = NOT b", "NOT", "= NOT b"},
    {"(NOT a) = :a", ")", "a) ="},
    {"a = :a OR NOT", "<EOF>", "NOT"},
    {"(a = :a b", "b", ":a b"},
    {"(a = :a))", ")", "))"},
    {"size(a", "<EOF>", "a"},
    {"size(a,", "<EOF>", ","},
    {"size(,a)", ",", "(,a"},
    {"a[0]b = :a", "b", "]b ="},
    {"a b c", "b", "a b c"},
    {"a = 5", "5", "= 5"},
    {"5 = a", "5", "5 ="},
    {"a = \"x\"", "\"", "= \"x"},
    {":a", "<EOF>", ":a"},
    {":a = ", "<EOF>", "= "},
    {"attribute_exists", "<EOF>", "attribute_exists"},
    {"attribute_exists a", "a", "attribute_exists a"},
    {"a.attribute_exists(b)", "(", "attribute_exists(b"},
    {"a BETWEEN :a OR :b", "OR", ":a OR :b"},
    {"a NOT IN (:a)", "NOT", "a NOT IN"},
    {"a IS NULL", "IS", "a IS NULL"},
    {"a LIKE :a", "LIKE", "a LIKE :a"},
};

constexpr std::string_view kValid[] = {
    "(a) = :a",
    "a = (:a)",
    "NOT NOT a = :a",
    "NOT (NOT a = :a)",
    "not a = :a",
    "a_b = :a",
    "size(a) = :a",
    "begins_with(:s, a)",
    "contains(a,:a)",
    "contains(:s,a)",
    "contains(:a,:s)",
    "a IN (:a)",
    "a IN (:a,:s)",
    ":a IN (a)",
    "a BETWEEN :a AND :b",
    "a between :a and :b",
    "a BETWEEN :a AND :b AND b = :s",
    ":a = :a",
    ":a = :b",
    ":a < :s",
    "size(:s) = :a",
    "a <> :a",
    "a <= :a",
    "\n\ta\n=\r :a",
    "a . b = :a",
    "a [ 0 ] = :a",
    "a[ 0] = :a",
    "attribute_exists (a)",
    "((a = :a) AND (b = :b))",
    "((a = :a) AND b = :b)",
    "a IN (:l)",
    "a = :l",
    "a <> :z",
    "contains(a,:l)",
    "contains(a,:ss)",
    "contains(a,:t)",
    "contains(:t,a)",
    "contains(:l,a)",
    "contains(:ss,a)",
    "contains(:m,a)",
    "begins_with(a,:B)",
    "size(:l) = :a",
    "size(:ss) = :a",
    "size(:m)=:a",
    "size(:B)=:a",
    "size(a) < :s",
    "size(a) = :s",
    "size(a) BETWEEN :s AND :s",
    "size(a) IN (:s)",
    "contains(size(a),:a)",
    "contains(a,size(b))",
    "size(a)=size(a)",
    "size(a)=size(b)",
    "a IN (size(b))",
    ":a = a",
    "a BETWEEN b AND :a",
    "a BETWEEN b AND b",
    ":a BETWEEN :a AND :b",
    ":a < :b",
    ":a IN (:a)",
    "contains(:a, :a)",
    "begins_with(:s,:s)",
    "a BETWEEN size(a) AND :a",
    "a BETWEEN (:a) AND (:b)",
    "a IN ((:a))",
    "(a) IN (:a)",
    "(attribute_exists(a))",
    "(size(a)) = :a",
    "attribute_exists((a))",
    "NOT(a=:a)",
    "a=:a AND(b=:a)",
    "NOTa=:a",
    "a IN(:a)",
    "begins_with(a,:s)AND a=:a",
    "a.b.c[0][1].d[2] = :a",
    "a[0].b = :a",
    "(((((a = :a) AND b = :b) OR a = :b) AND a=:a) OR a=:a)",
    "a[2147483647] = :a",
};

constexpr std::string_view kRedundant[] = {
    "((a = :a))",
    "((a)) = :a",
    "a = ((:a))",
    "(a = :a) AND ((b = :b))",
    "(((a = :a)) OR b = :a)",
    "a BETWEEN ((:a)) AND :b",
    "((a)) IN (:a)",
    "a IN (((:a)))",
    "((attribute_exists(a)))",
    "attribute_exists(((a)))",
    "((name = :q))",
    "list_append(name, :q) = :a AND ((a=:a))",
};

TEST(ConditionSyntax, ReportsTheTokenThatDoesNotFitAndItsNeighbours) {
  for (const SyntaxError& expected : kSyntaxErrors) {
    EXPECT_EQ(Detail(CompileFilter(expected.text)),
              "Syntax error; token: \"" + std::string(expected.token) + "\", near: \"" +
                  std::string(expected.near) + "\"")
        << expected.text;
  }
}

TEST(ConditionSyntax, AcceptsWhatTheLanguageAllows) {
  for (const std::string_view text : kValid) {
    EXPECT_EQ(Detail(CompileFilter(text)), "") << text;
  }
}

TEST(ConditionSyntax, RefusesRedundantParentheses) {
  for (const std::string_view text : kRedundant) {
    EXPECT_EQ(Detail(CompileFilter(text)), "The expression has redundant parentheses;") << text;
  }
}

TEST(ConditionSyntax, ReportsRedundantParenthesesAsSoonAsTheyClose) {
  for (const std::string_view text :
       {"((a = :a)) AND", "((a = :a)) b", "((a)) =", "a = ((:a)) )", "a IN (((:a)) :b)",
        "a BETWEEN ((:a)) OR :b", "((attribute_exists(a))) ?"}) {
    EXPECT_EQ(Detail(CompileFilter(text)), "The expression has redundant parentheses;") << text;
  }
}

TEST(ConditionSyntax, ReportsWhatCannotStandThereBeforeItsParentheses) {
  const auto syntax_error = [](const std::string& token, const std::string& near) {
    return "Syntax error; token: \"" + token + "\", near: \"" + near + "\"";
  };
  EXPECT_EQ(Detail(CompileFilter("((a))")), syntax_error("<EOF>", ")"));
  EXPECT_EQ(Detail(CompileFilter("((a)) AND")), syntax_error("AND", ") AND"));
  EXPECT_EQ(Detail(CompileFilter("((a))[0] = :a")), syntax_error("[", ")[0"));
  EXPECT_EQ(Detail(CompileFilter("((a = :a) b)")), syntax_error("b", ") b)"));
}

TEST(ConditionSyntax, NamesTheKindOfExpression) {
  const ExpressionAttributes none;
  Binder binder(none, {"ConditionExpression"});
  EXPECT_EQ(binder.CompileCondition("ConditionExpression", "a").status().message(),
            "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"a\"");
}

TEST(ConditionSyntax, RefusesAnEmptyText) {
  EXPECT_EQ(Detail(CompileFilter("")), "The expression can not be empty;");
}

TEST(ConditionSyntax, CutsUnknownTokensOnCharacters) {
  EXPECT_EQ(Detail(CompileFilter("a = \u20AC b")),
            "Syntax error; token: \"\u20AC\", near: \"= \u20AC b\"");
  EXPECT_EQ(Detail(CompileFilter("a \xF0")), "Syntax error; token: \"\xF0\", near: \"a \xF0\"");
}

}  // namespace
}  // namespace stator::api::expr
