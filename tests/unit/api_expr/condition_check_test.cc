// What is found wrong in conditions before any item is read. The expected texts are the service's.
#include <gtest/gtest.h>

#include "tests/unit/api_expr/compile.h"

namespace stator::api::expr {
namespace {

using testing::CompileFilter;
using testing::Detail;

struct Refusal {
  std::string_view text;
  std::string_view operation;
  std::string_view what;
};

constexpr Refusal kWrongTypes[] = {
    {"size(size(a)) = :a", "size", "N"},
    {"begins_with(a, :a)", "begins_with", "N"},
    {"begins_with(:a,:s)", "begins_with", "N"},
    {"attribute_type(a,:a)", "attribute_type", "N"},
    {"attribute_type(a,b)", "attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"},
    {"size(:a) = :a", "size", "N"},
    {"a < :l", "<", "L"},
    {"a < :m", "<", "M"},
    {"a < :ss", "<", "SS"},
    {"a < :t", "<", "BOOL"},
    {"a < :z", "<", "NULL"},
    {"a < :ns", "<", "NS"},
    {"a <= :t", "<=", "BOOL"},
    {"a > :l", ">", "L"},
    {":l > a", ">", "L"},
    {"a BETWEEN :l AND :l", "BETWEEN", "L"},
    {"a BETWEEN :t AND :t", "BETWEEN", "BOOL"},
    {"a BETWEEN :ss AND :ss", "BETWEEN", "SS"},
    {":t BETWEEN a AND b", "BETWEEN", "BOOL"},
    {"begins_with(a,:l)", "begins_with", "L"},
    {"begins_with(a,:ss)", "begins_with", "SS"},
    {"size(:t) = :a", "size", "BOOL"},
    {"size(:z) = :a", "size", "NULL"},
    {"begins_with(size(a),:s)", "begins_with", "N"},
    {"begins_with(a,size(b))", "begins_with", "N"},
    {"attribute_type(a,size(b))", "attribute_type", "N"},
    {":l < :l", "<", "L"},
    {"attribute_type(a, :l)", "attribute_type", "L"},
    {"begins_with(:a, c) AND b=b", "begins_with", "N"},
};

constexpr Refusal kNotDistinct[] = {
    {"begins_with(a,a)", "begins_with", "[a]"},
    {"contains(a,a)", "contains", "[a]"},
    {"a IN (a)", "IN", "[a]"},
    {"a IN (b, a)", "IN", "[a]"},
    {"a BETWEEN a AND :a", "BETWEEN", "[a]"},
    {"a = a", "=", "[a]"},
    {"a <> a", "<>", "[a]"},
    {"a < a", "<", "[a]"},
    {"b = b AND #q = :a", "=", "[b]"},
    {"b = b AND begins_with(:a, c)", "=", "[b]"},
    {"a[0]=a[0]", "=", "[a, [0]]"},
};

constexpr Refusal kWrongCounts[] = {
    {"begins_with(a)", "begins_with", "1"},
    {"begins_with(a, :s, :s)", "begins_with", "3"},
    {"attribute_exists(a,b)", "attribute_exists", "2"},
    {"begins_with(a) AND #x = :a", "begins_with", "1"},
    {"size(a,b) = :q", "size", "2"},
};

struct Message {
  std::string_view text;
  std::string_view message;
};

constexpr Message kOthers[] = {
    {"foo(a)", "Invalid function name; function: foo"},
    {"foo(a) = :a", "Invalid function name; function: foo"},
    {"size(a)", "The function is not allowed to be used this way in an expression; function: size"},
    {"attribute_exists(:a)",
     "Operator or function requires a document path; operator or function: attribute_exists"},
    {"attribute_exists(size(a))",
     "Operator or function requires a document path; operator or function: attribute_exists"},
    {"attribute_type(a,:s)",
     "Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
    {"attribute_type(:s,:s)",
     "Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
    {"a BETWEEN :b AND :a",
     "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower "
     "bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}"},
    {"a BETWEEN :a AND :s",
     "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
     "operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:x}"},
    {"list_append(a,:a)",
     "The function is not allowed in a condition expression; function: list_append"},
    {"if_not_exists(a,:a)",
     "The function is not allowed in a condition expression; function: if_not_exists"},
    {"a = if_not_exists(a,:a)",
     "The function is not allowed in a condition expression; function: if_not_exists"},
    {"attribute_exists(a) = :a",
     "The function is not allowed to be used this way in an expression; function: "
     "attribute_exists"},
    {"(attribute_exists(a)) = :a",
     "The function is not allowed to be used this way in an expression; function: "
     "attribute_exists"},
    {"name = :a", "Attribute name is a reserved keyword; reserved keyword: name"},
    {"a.name = :a", "Attribute name is a reserved keyword; reserved keyword: name"},
    {"a[99999999999999999999] = :a",
     "List index is not within the allowable range; index: [99999999999999999999]"},
    {"a[2147483648] = :a", "List index is not within the allowable range; index: [2147483648]"},
    {"Attribute_Exists(a)", "Invalid function name; function: Attribute_Exists"},
    {"attribute_type(size(a),:s)",
     "Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"},
    {"contains(contains(a,:s),:s)",
     "The function is not allowed to be used this way in an expression; function: contains"},
    {"begins_with(attribute_exists(a),:s)",
     "The function is not allowed to be used this way in an expression; function: "
     "attribute_exists"},
    {"size(attribute_exists(a))=:a",
     "The function is not allowed to be used this way in an expression; function: "
     "attribute_exists"},
    {"a IN (attribute_exists(b))",
     "The function is not allowed to be used this way in an expression; function: "
     "attribute_exists"},
    {"a BETWEEN :s AND :B",
     "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
     "operand: AttributeValue: {S:x}, upper bound operand: AttributeValue: "
     "{B:java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]}"},
    {"(size(a))",
     "The function is not allowed to be used this way in an expression; function: size"},
    {"a = true", "Attribute name is a reserved keyword; reserved keyword: true"},
    {"name = :q AND foo(a)", "Attribute name is a reserved keyword; reserved keyword: name"},
    {"#q = :q",
     "An expression attribute name used in the document path is not defined; attribute name: #q"},
    {"#q = :a AND b = b",
     "An expression attribute name used in the document path is not defined; attribute name: #q"},
    {"name = :q", "Attribute name is a reserved keyword; reserved keyword: name"},
    {"attribute_exists(a) = :a AND foo(a)",
     "The function is not allowed to be used this way in an expression; function: "
     "attribute_exists"},
    {"foo(a) AND attribute_exists(a) = :a", "Invalid function name; function: foo"},
    {"name = :a AND attribute_exists(a) = :a",
     "Attribute name is a reserved keyword; reserved keyword: name"},
    {"#x = :a AND begins_with(a)",
     "An expression attribute name used in the document path is not defined; attribute name: #x"},
    {"a BETWEEN :b AND :a AND c = c",
     "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower "
     "bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}"},
    {"a = :q AND #q = b",
     "An expression attribute value used in expression is not defined; attribute value: :q"},
    {"#q = b AND a = :q ",
     "An expression attribute name used in the document path is not defined; attribute name: #q"},
    {"begins_with(name)", "Attribute name is a reserved keyword; reserved keyword: name"},
    {"list_append(a) = :a",
     "The function is not allowed in a condition expression; function: list_append"},
    {"a[99999999999] = :q", "List index is not within the allowable range; index: [99999999999]"},
    {"name[99999999999] = :a", "Attribute name is a reserved keyword; reserved keyword: name"},
    {"a[99999999999] = a", "List index is not within the allowable range; index: [99999999999]"},
};

TEST(ConditionCheck, RefusesLiteralsOfWrongTypes) {
  for (const Refusal& one : kWrongTypes) {
    EXPECT_EQ(Detail(CompileFilter(one.text)),
              "Incorrect operand type for operator or function; operator or function: " +
                  std::string(one.operation) + ", operand type: " + std::string(one.what))
        << one.text;
  }
}

TEST(ConditionCheck, RefusesComparingAPathWithItself) {
  for (const Refusal& one : kNotDistinct) {
    EXPECT_EQ(Detail(CompileFilter(one.text)),
              "The first operand must be distinct from the remaining operands for this operator or "
              "function; operator: " +
                  std::string(one.operation) + ", first operand: " + std::string(one.what))
        << one.text;
  }
}

TEST(ConditionCheck, RefusesWrongNumbersOfOperands) {
  for (const Refusal& one : kWrongCounts) {
    EXPECT_EQ(Detail(CompileFilter(one.text)),
              "Incorrect number of operands for operator or function; operator or function: " +
                  std::string(one.operation) + ", number of operands: " + std::string(one.what))
        << one.text;
  }
}

TEST(ConditionCheck, ReportsTheFirstFaultInTheOrderOfTheService) {
  for (const Message& one : kOthers) {
    EXPECT_EQ(Detail(CompileFilter(one.text)), one.message) << one.text;
  }
}

TEST(ConditionCheck, ShowsBetweenBoundsOfEachType) {
  const auto attributes = testing::WithValues({{":x", Value("b")},
                                               {":y", Value("a")},
                                               {":p", Value(AttributeValue::Binary("\2"))},
                                               {":q", Value(AttributeValue::Binary("\1"))}});
  const std::string reversed =
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ";
  EXPECT_EQ(Detail(CompileFilter("a BETWEEN :x AND :y", attributes)),
            reversed +
                "lower bound operand: AttributeValue: {S:b}, upper bound operand: "
                "AttributeValue: {S:a}");
  EXPECT_EQ(Detail(CompileFilter("a BETWEEN :p AND :q", attributes)),
            reversed +
                "lower bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=1 "
                "cap=1]}, upper bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 "
                "lim=1 cap=1]}");
}

TEST(ConditionCheck, TakesEqualBetweenBounds) {
  EXPECT_EQ(Detail(CompileFilter("b BETWEEN :a AND :a")), "");
}

TEST(ConditionCheck, SeesThroughNamesWhenItComparesPaths) {
  EXPECT_EQ(Detail(CompileFilter("a.b = #a.b")),
            "The first operand must be distinct from the remaining operands for this operator or "
            "function; operator: =, first operand: [a, b]");
}

}  // namespace
}  // namespace stator::api::expr
