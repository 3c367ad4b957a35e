// Limits of conditions, and in which order they are checked.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::CompileFilter;
using testing::Detail;
using testing::Repeated;

constexpr std::string_view kTooManyOperators =
    "The expression contains too many operators; operator count: 301";

std::string InList(size_t operands) { return "x IN (" + Repeated(":a", operands, ",") + ")"; }

TEST(ConditionLimits, AllowsThreeHundredOperators) {
  // Comparisons, connectives and calls count alike.
  EXPECT_EQ(Detail(CompileFilter(Repeated("x=:a", 150, " AND "))), "");
  EXPECT_EQ(Detail(CompileFilter(Repeated("x=:a", 151, " AND "))), kTooManyOperators);
  EXPECT_EQ(Detail(CompileFilter(Repeated("x IN (:a)", 151, " OR "))), kTooManyOperators);
  EXPECT_EQ(Detail(CompileFilter(Repeated("contains(x,:a)", 151, " OR "))), kTooManyOperators);
  EXPECT_EQ(Detail(CompileFilter(Repeated("size(x)=:a OR ", 100) + "x=:a")), kTooManyOperators);
  EXPECT_EQ(Detail(CompileFilter(Repeated("NOT ", 299) + "x=:a")), "");
  EXPECT_EQ(Detail(CompileFilter(Repeated("NOT ", 300) + "x=:a")), kTooManyOperators);
}

TEST(ConditionLimits, ReportsOtherFaultsBeforeTheNumberOfOperators) {
  const std::string many = Repeated("x=:a", 160, " AND ");
  EXPECT_EQ(Detail(CompileFilter(many + " AND name=:a")),
            "Attribute name is a reserved keyword; reserved keyword: name");
  EXPECT_EQ(Detail(CompileFilter(many + " AND ((x=:a))")),
            "The expression has redundant parentheses;");
  EXPECT_EQ(Detail(CompileFilter(many + " AND x=:q")),
            "An expression attribute value used in expression is not defined; attribute value: :q");
}

TEST(ConditionLimits, AllowsAHundredInOperands) {
  EXPECT_EQ(Detail(CompileFilter(InList(100))), "");
  EXPECT_EQ(Detail(CompileFilter(InList(101))),
            "The IN operator is provided with too many operands; number of operands: 101");
}

TEST(ConditionLimits, ReportsFaultsOfInOperandsBeforeTheirNumber) {
  EXPECT_EQ(Detail(CompileFilter(InList(101) + " AND name = :a")),
            "Attribute name is a reserved keyword; reserved keyword: name");
  EXPECT_EQ(
      Detail(CompileFilter("#q = :a AND " + InList(101))),
      "An expression attribute name used in the document path is not defined; attribute name: "
      "#q");
}

TEST(ConditionLimits, AllowsPathsOfThirtyTwoLevels) {
  EXPECT_EQ(Detail(CompileFilter("x" + Repeated(".y", 31) + " = :a")), "");
  EXPECT_EQ(Detail(CompileFilter("x" + Repeated(".y", 32) + " = :a")),
            "The document path has too many nesting levels; nesting levels: 33");
  EXPECT_EQ(Detail(CompileFilter("x" + Repeated("[0]", 32) + " = :a")),
            "The document path has too many nesting levels; nesting levels: 33");
  EXPECT_EQ(Detail(CompileFilter("#q" + Repeated(".y", 33) + " = :a")),
            "The document path has too many nesting levels; nesting levels: 34");
}

TEST(ConditionLimits, AllowsTextsOf4096Bytes) {
  EXPECT_EQ(Detail(CompileFilter("x=:a" + std::string(4092, ' '))), "");
  EXPECT_EQ(Detail(CompileFilter("x=:a" + std::string(4093, ' '))),
            "Expression size has exceeded the maximum allowed size; expression size: 4097");
}

TEST(ConditionLimits, SurvivesDeepNesting) {
  const std::string open = Repeated("(", 2040);
  const std::string close = Repeated(")", 2040);
  EXPECT_EQ(Detail(CompileFilter(open + "x=:a" + close)),
            "The expression has redundant parentheses;");
  EXPECT_EQ(Detail(CompileFilter(open + "x" + close + "=:a")),
            "The expression has redundant parentheses;");
  EXPECT_EQ(Detail(CompileFilter("x=" + open + ":a" + close)),
            "The expression has redundant parentheses;");
  EXPECT_EQ(Detail(CompileFilter(Repeated("NOT ", 1000) + "x=:a")), kTooManyOperators);
  EXPECT_EQ(Detail(CompileFilter(Repeated("size(", 800))), kTooManyOperators);
  EXPECT_EQ(Detail(CompileFilter(Repeated("(x=:a OR ", 400) + "x=:a" + Repeated(")", 400))),
            kTooManyOperators);
}

TEST(ConditionLimits, AllowsParenthesesThatAreNotRedundantAsDeepAsOperatorsGo) {
  EXPECT_EQ(Detail(CompileFilter(Repeated("(x=:a OR ", 149) + "x=:a" + Repeated(")", 149))), "");
}

}  // namespace
}  // namespace stator::api::expr
