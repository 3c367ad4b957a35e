#include "api/partiql/statement_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/partiql/token_cursor.h"

namespace stator::api::partiql {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using Kind = Expression::Kind;

Statement Parse(const std::string& text) {
  auto parsed = ParseStatement(text);
  EXPECT_TRUE(parsed.ok()) << text << "\n" << parsed.status().message();
  return parsed.ok() ? std::move(*parsed) : Statement();
}

Expression Where(const std::string& condition) {
  Statement statement = Parse("SELECT * FROM t WHERE " + condition);
  auto& where = std::get<SelectStatement>(statement.body).where;
  return where ? std::move(*where) : Expression();
}

void ExpectMalformed(const std::string& text, const std::string& detail) {
  const auto parsed = ParseStatement(text);
  ASSERT_FALSE(parsed.ok()) << text;
  EXPECT_EQ(parsed.status().message(),
            "Statement wasn't well formed, can't be processed: " + detail)
      << text;
}

void ExpectUnsupported(const std::string& text, const std::string& message) {
  const auto parsed = ParseStatement(text);
  ASSERT_FALSE(parsed.ok()) << text;
  EXPECT_EQ(parsed.status().message(), message) << text;
}

const std::string kBadIn =
    "IN operator must have a left hand argument of type Variable Reference and right hand argument "
    "of type Seq with at least one member";

TEST(StatementParser, ReadsEveryPartOfASelect) {
  const Statement statement =
      Parse("select a, \"b c\".d[2]['e'] from \"t-1\".\"i.x\" where a = ? order by a desc, b");
  const auto& select = std::get<SelectStatement>(statement.body);
  EXPECT_EQ(select.from.table, "t-1");
  EXPECT_EQ(select.from.index, "i.x");
  ASSERT_THAT(select.columns, SizeIs(2));
  EXPECT_EQ(select.columns[1].ToErrorText(), "[b c, d, [2], e]");
  ASSERT_TRUE(select.where.has_value());
  ASSERT_THAT(select.order_by, SizeIs(2));
  EXPECT_TRUE(select.order_by[0].descending);
  EXPECT_FALSE(select.order_by[1].descending);
  EXPECT_EQ(statement.parameters, 1U);
  EXPECT_TRUE(statement.reads());
}

TEST(StatementParser, BindsOperatorsAsSqlDoes) {
  const Expression where = Where("a = 1 OR NOT b = 2 AND c = 3 AND (d = 4 OR e = 5)");
  ASSERT_TRUE(where.is(Kind::kOr));
  ASSERT_THAT(where.operands, SizeIs(2));
  const Expression& right = where.operands[1];
  ASSERT_TRUE(right.is(Kind::kAnd));
  ASSERT_THAT(right.operands, SizeIs(3));
  EXPECT_TRUE(right.operands[0].is(Kind::kNot));
  EXPECT_TRUE(right.operands[2].is(Kind::kOr));
}

TEST(StatementParser, JoinsChainsAcrossParentheses) {
  EXPECT_THAT(Where("(a = 1 AND b = 2) AND (c = 3 AND d = 4)").operands, SizeIs(4));
}

TEST(StatementParser, ReadsTheAndOfBetween) {
  const Expression where = Where("a BETWEEN 1 AND 2 AND b NOT BETWEEN ? AND ?");
  ASSERT_TRUE(where.is(Kind::kAnd));
  EXPECT_TRUE(where.operands[0].is(Kind::kBetween));
  ASSERT_TRUE(where.operands[1].is(Kind::kNot));
  EXPECT_TRUE(where.operands[1].operands[0].is(Kind::kBetween));
}

TEST(StatementParser, ReadsListsOfInInEveryBracket) {
  for (const char* list : {"[1, 'a', ?]", "(1, 'a', ?)", "<<1, 'a', ?>>"}) {
    const Expression where = Where(std::string("a IN ") + list);
    EXPECT_TRUE(where.is(Kind::kIn)) << list;
    EXPECT_THAT(where.operands, SizeIs(4)) << list;
  }
  ExpectUnsupported("SELECT * FROM t WHERE a IN ?", kBadIn);
  ExpectUnsupported("SELECT * FROM t WHERE a IN []", kBadIn);
  ExpectUnsupported("SELECT * FROM t WHERE 1 IN a", kBadIn);
  EXPECT_TRUE(Where("size(a) IN [1]").is(Kind::kIn));
  EXPECT_TRUE(Where("a NOT IN (1)").is(Kind::kNot));
}

TEST(StatementParser, ReadsIs) {
  EXPECT_TRUE(Where("a.b IS MISSING").is(Kind::kIsMissing));
  EXPECT_EQ(Where("a is null").text, "NULL");
  EXPECT_EQ(Where("a IS NUMERIC").text, "N");
  EXPECT_EQ(Where("a IS struct").text, "M");
  EXPECT_TRUE(Where("a IS NOT MISSING").is(Kind::kNot));
  ExpectUnsupported("SELECT * FROM tab WHERE n IS INT",
                    "Unsupported data type for IS operator: INTEGER. Supported data types are "
                    "[MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST] at "
                    "1:27:2");
  ExpectMalformed("SELECT * FROM t WHERE a IS NUMBER", "Unexpected term");
}

TEST(StatementParser, ReadsLiteralsOfEveryType) {
  const Statement statement = Parse(
      "INSERT INTO t VALUE {'s': 'it''s', 'n': -12.5e3, 't': TRUE, 'f': false, 'z': NULL, "
      "'l': [1, [], {}], 'm': {'k': ?}, 'ss': <<'a', 'b'>>}");
  const Expression& item = std::get<InsertStatement>(statement.body).item;
  ASSERT_TRUE(item.is(Kind::kMap));
  EXPECT_THAT(item.names, ElementsAre("s", "n", "t", "f", "z", "l", "m", "ss"));
  EXPECT_EQ(item.operands[0].text, "it's");
  EXPECT_EQ(item.operands[1].text, "-12.5e3");
  EXPECT_TRUE(item.operands[2].truth);
  EXPECT_FALSE(item.operands[3].truth);
  EXPECT_TRUE(item.operands[4].is(Kind::kNull));
  EXPECT_THAT(item.operands[5].operands, SizeIs(3));
  EXPECT_TRUE(item.operands[6].operands[0].is(Kind::kParameter));
  EXPECT_TRUE(item.operands[7].is(Kind::kSet));
}

TEST(StatementParser, NumbersParametersInTheirOrder) {
  const Expression where = Where("a = ? AND b IN [?, ?] AND c = ?");
  EXPECT_EQ(where.operands[0].operands[1].parameter, 0U);
  EXPECT_EQ(where.operands[1].operands[2].parameter, 2U);
  EXPECT_EQ(where.operands[2].operands[1].parameter, 3U);
}

TEST(StatementParser, ReadsEveryPartOfAnUpdate) {
  const Statement statement = Parse(
      "UPDATE \"t\" SET a = b + 1, c = list_append(c, [1]) REMOVE d.e[0] SET f = 2 "
      "WHERE pk = 'x' RETURNING MODIFIED NEW *");
  const auto& update = std::get<UpdateStatement>(statement.body);
  ASSERT_THAT(update.assignments, SizeIs(4));
  EXPECT_TRUE(update.assignments[0].value->is(Kind::kPlus));
  EXPECT_EQ(update.assignments[1].value->text, "list_append");
  EXPECT_FALSE(update.assignments[2].value.has_value());
  EXPECT_EQ(update.returning, Returning::kModifiedNew);
}

TEST(StatementParser, ReadsDeleteAndExists) {
  const Statement erase = Parse("DELETE FROM t WHERE pk = 'x' RETURNING ALL OLD *;");
  EXPECT_EQ(std::get<DeleteStatement>(erase.body).returning, Returning::kAllOld);
  const Statement exists = Parse("EXISTS(SELECT * FROM t WHERE pk = 'x' AND a IS MISSING)");
  EXPECT_EQ(std::get<ExistsStatement>(exists.body).select.from.table, "t");
  EXPECT_FALSE(exists.reads());
}

// A literal with bytes that are no text, which only an embedding program can send, once became an
// attribute that the store calls corrupt.
TEST(StatementParser, RefusesWhatIsNoText) {
  ExpectMalformed("INSERT INTO t VALUE {'pk': 'a\xff'}", "Invalid UTF-8");
}

TEST(StatementParser, RefusesWhatIsNoStatement) {
  ExpectMalformed("", "Expected data manipulation");
  ExpectMalformed("SELECTT * FROMM \"t\"", "Expected data manipulation");
  ExpectUnsupported("CREATE TABLE t", "Unsupported operation: CreateTable");
  ExpectUnsupported("DROP INDEX i ON t", "Unsupported operation: DropIndex");
  ExpectUnsupported("EXEC foo", "Unsupported operation: Exec");
  ExpectUnsupported("INSERT INTO t <<{'pk': 'a'}>>", "Unsupported operation: InsertOp");
  ExpectMalformed("UPDATE a-b SET c = 1 WHERE d = 2", "Expected data manipulation");
  ExpectMalformed("INSERT INTO urls (key, secret) VALUES (?, ?)", "Unexpected keyword");
  ExpectMalformed("INSERT INTO t (abc) VALUES (1)", "Unexpected token after expression");
  ExpectMalformed("SELECT * WHERE a = 1", "Expected FROM after SELECT list");
  ExpectMalformed("DELETE t WHERE a = 1", "Expected FROM after DELETE");
  ExpectMalformed("UPDATE t SET a WHERE b = 1", "Expected '='");
  ExpectMalformed("SELECT * FROM t WHERE a = ",
                  "Missing right-hand side expression of infix operator");
  ExpectMalformed("SELECT * FROM t WHERE a = 1 b", "Unexpected token after expression");
  ExpectMalformed("SELECT * FROM t; SELECT * FROM t",
                  "Unexpected token after semicolon. (Only one query is allowed.)");
  ExpectMalformed("SELECT * FROM t WHERE a = 'b", "Unexpected term");
  ExpectMalformed("DELETE FROM t WHERE a = 1 RETURNING SOME *",
                  "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
}

TEST(StatementParser, WantsKeywordsQuotedWhereTheyAreNames) {
  ExpectMalformed("SELECT order FROM t", "Unexpected keyword");
  ExpectMalformed("SELECT * FROM t WHERE a.value = 1", "Unexpected keyword");
  ExpectMalformed("SELECT * FROM table", "Unexpected keyword");
  ExpectMalformed("SELECT list FROM t", "Unexpected keyword");
  Parse("SELECT name, type, year, data FROM t");
  Parse("SELECT \"order\" FROM \"table\" WHERE a.\"value\" = 1");
}

TEST(StatementParser, RefusesEmptyNames) {
  for (const char* text :
       {"SELECT \"\" FROM t", "SELECT a.\"\" FROM t", "SELECT a[''] FROM t", "SELECT a FROM \"\"",
        "SELECT a FROM t.\"\"", "UPDATE t SET \"\" = 1 WHERE b = 1"}) {
    ExpectUnsupported(text, "Path component cannot be an empty string");
  }
}

TEST(StatementParser, NamesWhatDynamoDbDoesNotHave) {
  ExpectUnsupported("SELECT * FROM tab LIMIT 3", "Unsupported clause: LIMIT at 1:25:1");
  ExpectUnsupported("SELECT a\nFROM tab\nLIMIT 30", "Unsupported clause: LIMIT at 3:7:2");
  ExpectUnsupported("SELECT a FROM tab HAVING a = 1", "Unsupported clause: HAVING at 1:28:1");
  ExpectUnsupported("SELECT * FROM tab GROUP BY pk", "Unsupported clause: GROUP BY");
  ExpectUnsupported("SELECT DISTINCT a FROM t", "Unsupported token in expression: DISTINCT");
  ExpectUnsupported("SELECT VALUE a FROM t",
                    "Select projection doesn't support value or pivot keywords");
  ExpectUnsupported("SELECT count(*) FROM tab", "Unexpected path component at 1:8:5");
  ExpectMalformed("SELECT size(*a) FROM tab", "Unexpected term");
  ExpectMalformed("SELECT * FROM t WHERE size(*a) = 1", "Unexpected term");
  ExpectUnsupported("SELECT n+1 FROM tab", "Unexpected path component at 1:9:1");
  ExpectUnsupported("SELECT 'x' FROM tab", "Unexpected path component at 1:8:3");
  ExpectUnsupported("SELECT m.* FROM t", "Changing item's hierarchy while reading isn't supported");
  ExpectUnsupported("SELECT n FROM tab WHERE a.* = 1",
                    "Unpivot path component like a.*.b are not supported at 1:27:1");
  ExpectUnsupported("INSERT INTO tab VALUE {'pk':'q'} AT 1",
                    "AT is not supported in insert statements. at 1:1:6");
  for (const char* aliased : {"SELECT a AS b FROM t", "SELECT a b FROM t", "SELECT a FROM t x",
                              "DELETE FROM t x WHERE a = 1", "UPDATE t x SET a = 1 WHERE b = 2"}) {
    ExpectUnsupported(aliased, "Aliasing is not supported");
  }
  ExpectUnsupported("SELECT a FROM t, u", "Only select from a single table or index is supported.");
  ExpectUnsupported("SELECT a FROM a.b.c",
                    "A path may contain at most 2 components in the FROM clause");
  ExpectUnsupported("SELECT a FROM 'tab'", "Unexpected from source");
  ExpectUnsupported("SELECT * FROM t WHERE a LIKE 'b'",
                    "Unsupported operator in Condition Expression. Operator: like");
  ExpectUnsupported("SELECT * FROM t WHERE a = MISSING",
                    "MISSING must be compared using IS operator");
  ExpectUnsupported("SELECT a FROM tab WHERE EXISTS(SELECT * FROM tab WHERE pk='a')",
                    "Unsupported token in expression: SELECT at 1:32:6");
  ExpectUnsupported("SELECT * FROM t WHERE a = 1 ORDER BY b.c",
                    "Argument to ORDER BY must be of type VariableReference. Type: PATH");
}

TEST(StatementParser, WantsStringsForTheNamesInMaps) {
  ExpectUnsupported("INSERT INTO tab VALUE {pk:'d8'}",
                    "Tuple keys must be of type String. Actual type: VariableReference under root "
                    "at 1:24:2");
  ExpectUnsupported("INSERT INTO tab VALUE {'pk':'d6','v':1, 'v':2}",
                    "Duplicate keys in tuple. Key: v under root at 1:41:3");
}

TEST(StatementParser, ReturnsWholeItemsOnly) {
  ExpectUnsupported("INSERT INTO t VALUE {'pk': 'a'} RETURNING ALL NEW *",
                    "RETURNING is not supported in INSERT");
  ExpectUnsupported("UPDATE t SET a = 1 WHERE b = 2 RETURNING ALL OLD a",
                    "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause");
  ExpectUnsupported("UPDATE t SET a = 1 WHERE b = 2 RETURNING ALL OLD *, ALL NEW *",
                    "Invalid syntax with multiple returning elements in RETURNING clause");
}

TEST(StatementParser, EndsAtADepthBeforeTheStackDoes) {
  const auto nested = [](const std::string& open, const std::string& close, size_t levels) {
    std::string text = "SELECT * FROM t WHERE a = ";
    for (size_t i = 0; i < levels; ++i) text += open;
    text += "1";
    for (size_t i = 0; i < levels; ++i) text += close;
    return text;
  };
  EXPECT_TRUE(ParseStatement(nested("[", "]", kMaxDepth - 1)).ok());
  ExpectMalformed(nested("[", "]", kMaxDepth), "Expressions are nested too deep");
  ExpectMalformed(nested("(", ")", 100'000), "Expressions are nested too deep");
  ExpectMalformed(nested("{'a':", "}", 100'000), "Expressions are nested too deep");
  ExpectMalformed("SELECT * FROM t WHERE a = 1" + std::string(200'000, ' ') +
                      nested("+1", "", 100'000).substr(26),
                  "Expressions are nested too deep");
  // Each pair of parentheses was once allowed a sum of its own: trees 64 times as deep as planned.
  EXPECT_TRUE(ParseStatement(nested("(", "+1+1)", kMaxDepth / 2)).ok());
  ExpectMalformed(nested("(", "+1+1)", kMaxDepth / 2 + 1), "Expressions are nested too deep");
  std::string nots = "SELECT * FROM t WHERE ";
  for (int i = 0; i < 100'000; ++i) nots += "NOT ";
  ExpectMalformed(nots + "a = 1", "Expressions are nested too deep");
}

TEST(StatementParser, KeepsWhatItParsed) {
  const auto first = ParsedStatement("SELECT * FROM kept");
  const auto second = ParsedStatement("SELECT * FROM kept");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->get(), second->get());
}

}  // namespace
}  // namespace stator::api::partiql
