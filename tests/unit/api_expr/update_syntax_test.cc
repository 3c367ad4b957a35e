// Syntax of updates, and what is found wrong in them before any item is read. The expected texts
// are the service's.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::CompileUpdate;
using testing::Detail;
using testing::Message;
using testing::Repeated;

struct SyntaxError {
  std::string_view text;
  std::string_view token;
  std::string_view near;
};

constexpr SyntaxError kSyntaxErrors[] = {
    {"SET", "<EOF>", "SET"},
    {"SET a", "<EOF>", "a"},
    {"SET a =", "<EOF>", "="},
    {"SET a = :a,", "<EOF>", ","},
    {"SET a = :a, b", "<EOF>", "b"},
    {"foo a", "foo", "foo a"},
    {"INVALID SYNTAX HERE", "INVALID", "INVALID SYNTAX"},
    {"a = :a", "a", "a ="},
    {"SET a = :a + :b + :a", "+", ":b + :a"},
    {"SET (a) = :a", "(", "SET (a"},
    {"SET a = (n + :b) + :a", "+", ") + :a"},
    {"SET a = -:a", "-", "= -:a"},
    {"SET a = :a * :b", "*", ":a * :b"},
    {"SET a = list_append(:l, :a + :b)", "+", ":a + :b"},
    {"SET a = if_not_exists(zz, n + :a)", "+", "n + :a"},
    {"ADD n n", "n", "n n"},
    {"ADD n (:a)", "(", "n (:a"},
    {"ADD n = :a", "=", "n = :a"},
    {"REMOVE :a", ":a", "REMOVE :a"},
    {"REMOVE", "<EOF>", "REMOVE"},
    {"REMOVE (b)", "(", "REMOVE (b"},
    {"SET a = :a REMOVE", "<EOF>", "REMOVE"},
    {"SET set = :a", "set", "SET set ="},
    {"SET a = set", "set", "= set"},
    {"REMOVE set", "set", "REMOVE set"},
    {"SET a = add", "add", "= add"},
    {"SET remove = :a", "remove", "SET remove ="},
    {"SET a = :a, remove = :b", "remove", ", remove ="},
    {"SET a=b c", "c", "b c"},
    {"SET a = :a ; ", ";", ":a ; "},
    {"SET a = :a REMOVE :a", ":a", "REMOVE :a"},
    {"SET a. = :a", "=", ". = :a"},
    {"SET a[b] = :a", "b", "[b]"},
};

constexpr std::string_view kValid[] = {
    "set a=:a remove b add n :a delete ss :ss",
    "SET a = (:a + :b)",
    "SET a = (:a) + (:b)",
    "SET a = ((:a) + :b)",
    "SET a = (n)",
    "SET a = list_append(l, (:l))",
    "SET a = list_append(if_not_exists(zz, :l), :l)",
    "SET a = if_not_exists(zz, :a) + :b",
    "SET a = if_not_exists(zz, if_not_exists(yy, :a))",
    "SET a = if_not_exists((b), :a)",
    "SET a = (if_not_exists(a, :a)) + (:b)",
    "SET a = list_append(l,l)",
    "SET a=n-:a",
    "SET a = n + n",
    "SET a = a",
};

struct Refusal {
  std::string_view text;
  std::string_view detail;
};

constexpr Refusal kRefusals[] = {
    {"", "The expression can not be empty;"},
    {"SET a = ((:a))", "The expression has redundant parentheses;"},
    {"SET a = ((:a + :b))", "The expression has redundant parentheses;"},
    {"SET a = ((:a)) +", "The expression has redundant parentheses;"},
    {"SET a = foo((( :a )))", "The expression has redundant parentheses;"},
    {"SET a = ((:q)), name = :a", "The expression has redundant parentheses;"},
    {"SET a = :a SET b = :b", "The \"SET\" section can only be used once in an update expression;"},
    {"SET a = :a set b = :b", "The \"SET\" section can only be used once in an update expression;"},
    {"REMOVE a REMOVE b", "The \"REMOVE\" section can only be used once in an update expression;"},
    {"SET a = :q SET b = :b", "The \"SET\" section can only be used once in an update expression;"},
    {"SET a = :a SET name = :q", "Attribute name is a reserved keyword; reserved keyword: name"},
    {"SET b = foo(a), name = :q", "Invalid function name; function: foo"},
    {"SET a = size(l)", "The function is not allowed in an update expression; function: size"},
    {"SET a = attribute_exists(l)",
     "The function is not allowed in an update expression; function: attribute_exists"},
    {"SET a = if_not_exists(a)",
     "Incorrect number of operands for operator or function; operator or function: if_not_exists, "
     "number of operands: 1"},
    {"SET a = list_append(l)",
     "Incorrect number of operands for operator or function; operator or function: list_append, "
     "number of operands: 1"},
    {"SET a = if_not_exists(:a, :b)",
     "Operator or function requires a document path; operator or function: if_not_exists"},
    {"SET a = if_not_exists(n,n)",
     "The first operand must be distinct from the remaining operands for this operator or "
     "function; "
     "operator: if_not_exists, first operand: [n]"},
    {"SET a = list_append(:a, l)",
     "Incorrect operand type for operator or function; operator or function: list_append, operand "
     "type: N"},
    {"SET a = list_append(l, :s)",
     "Incorrect operand type for operator or function; operator or function: list_append, operand "
     "type: S"},
    {"SET a = n + :s",
     "Incorrect operand type for operator or function; operator or function: +, operand type: S"},
    {"SET a = :l - n",
     "Incorrect operand type for operator or function; operator or function: -, operand type: L"},
    {"SET a = if_not_exists(list_append(l,l), :a)",
     "The function is not allowed to be used this way in an expression; function: list_append"},
    {"SET a = list_append(l,:l) + :a",
     "The function is not allowed to be used this way in an expression; function: list_append"},
    {"SET a = list_append(list_append(l,:l),:l)",
     "The function is not allowed to be used this way in an expression; function: list_append"},
    {"SET #q = :a",
     "An expression attribute name used in the document path is not defined; attribute name: #q"},
    {"SET a = :q",
     "An expression attribute value used in expression is not defined; attribute value: :q"},
    {"ADD a :q",
     "An expression attribute value used in expression is not defined; attribute value: :q"},
};

TEST(UpdateSyntax, ReportsTheTokenThatDoesNotFitAndItsNeighbours) {
  for (const SyntaxError& expected : kSyntaxErrors) {
    EXPECT_EQ(Detail(CompileUpdate(expected.text)),
              "Syntax error; token: \"" + std::string(expected.token) + "\", near: \"" +
                  std::string(expected.near) + "\"")
        << expected.text;
  }
}

TEST(UpdateSyntax, AcceptsWhatTheLanguageAllows) {
  for (const std::string_view text : kValid) EXPECT_EQ(Detail(CompileUpdate(text)), "") << text;
}

TEST(UpdateSyntax, ReportsTheFirstFaultInTheOrderOfTheService) {
  for (const Refusal& one : kRefusals) {
    EXPECT_EQ(Detail(CompileUpdate(one.text)), one.detail) << one.text;
  }
}

TEST(UpdateSyntax, RefusesOperandsThatAddAndDeleteCannotTake) {
  const auto refused = [](std::string_view action, std::string_view type) {
    return "Incorrect operand type for operator or function; operator: " + std::string(action) +
           ", operand type: " + std::string(type) + ", typeSet: ALLOWED_FOR_" +
           std::string(action) + "_OPERAND";
  };
  EXPECT_EQ(Detail(CompileUpdate("ADD n :s")), refused("ADD", "STRING"));
  EXPECT_EQ(Detail(CompileUpdate("ADD n :l")), refused("ADD", "LIST"));
  EXPECT_EQ(Detail(CompileUpdate("ADD n :t")), refused("ADD", "BOOLEAN"));
  EXPECT_EQ(Detail(CompileUpdate("ADD n :z")), refused("ADD", "NULL"));
  EXPECT_EQ(Detail(CompileUpdate("ADD n :m")), refused("ADD", "MAP"));
  EXPECT_EQ(Detail(CompileUpdate("ADD n :B")), refused("ADD", "BINARY"));
  EXPECT_EQ(Detail(CompileUpdate("DELETE n :a")), refused("DELETE", "NUMBER"));
  EXPECT_EQ(Detail(CompileUpdate("DELETE n :l")), refused("DELETE", "LIST"));
}

TEST(UpdateSyntax, RefusesPathsThatOverlap) {
  const std::string overlap =
      "Invalid UpdateExpression: Two document paths overlap with each other; must remove or "
      "rewrite "
      "one of these paths; path one: ";
  EXPECT_EQ(Message(CompileUpdate("SET a=:a, a=:b")), overlap + "[a], path two: [a]");
  EXPECT_EQ(Message(CompileUpdate("SET m = :a, m.x = :b")), overlap + "[m], path two: [m, x]");
  EXPECT_EQ(Message(CompileUpdate("SET m.x=:a, m=:b")), overlap + "[m, x], path two: [m]");
  EXPECT_EQ(Message(CompileUpdate("SET q = :a REMOVE q.x")), overlap + "[q], path two: [q, x]");
  EXPECT_EQ(Message(CompileUpdate("REMOVE l[1], l[0], l[1]")),
            overlap + "[l, [1]], path two: [l, [1]]");
  // Before what is wrong with values, and the last pair first.
  EXPECT_EQ(Message(CompileUpdate("SET m[0] = :a, m.x = :b, m=:q")),
            overlap + "[m, x], path two: [m]");
}

TEST(UpdateSyntax, ReportsTheLastActionThatIsWrong) {
  EXPECT_EQ(Detail(CompileUpdate("SET c = :q, b = if_not_exists(c)")),
            "Incorrect number of operands for operator or function; operator or function: "
            "if_not_exists, number of operands: 1");
  EXPECT_EQ(Detail(CompileUpdate("ADD n :s SET b = :q")),
            "An expression attribute value used in expression is not defined; attribute value: :q");
}

TEST(UpdateSyntax, RefusesPathsThatConflict) {
  EXPECT_EQ(
      Detail(CompileUpdate("SET m.x=:a, m[0]=:b")),
      "Two document paths conflict with each other; must remove or rewrite one of these paths; "
      "path one: [m, x], path two: [m, [0]]");
}

TEST(UpdateSyntax, DoesNotSayHowLongATextIsThatIsTooLong) {
  EXPECT_EQ(Message(CompileUpdate("SET a = :a" + std::string(4096, ' '))),
            "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;");
}

TEST(UpdateSyntax, AllowsAsManyActionsAsTheTextHolds) {
  std::string text = "REMOVE a0";
  for (int i = 1; i < 600; ++i) text += ",a" + std::to_string(i);
  EXPECT_EQ(Detail(CompileUpdate(text)), "");
}

TEST(UpdateSyntax, SurvivesDeepNesting) {
  EXPECT_EQ(Detail(CompileUpdate("SET a = " + Repeated("(", 2000) + ":a" + Repeated(")", 2000))),
            "The expression has redundant parentheses;");
  EXPECT_EQ(Detail(CompileUpdate("SET a = " + Repeated("f(", 2000))),
            "The expression contains too many operators; operator count: 301");
}

}  // namespace
}  // namespace stator::api::expr
