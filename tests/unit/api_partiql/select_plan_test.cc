// What becomes a Query and what a Scan.
#include "api/partiql/select_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/partiql/statement_parser.h"

namespace stator::api::partiql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TableSchema Schema() {
  TableSchema schema;
  schema.name = "t";
  schema.keys = {{{"pk", AttributeType::kString}}, {{"sk", AttributeType::kNumber}}};
  IndexSchema index;
  index.name = "multi";
  index.keys = {{{"h1", AttributeType::kString}, {"h2", AttributeType::kString}},
                {{"r1", AttributeType::kNumber}, {"r2", AttributeType::kNumber}}};
  schema.indexes.push_back(index);
  index.name = "str";
  index.keys = {{{"pk", AttributeType::kString}}, {{"s", AttributeType::kString}}};
  schema.indexes.push_back(index);
  return schema;
}

Result<SelectPlan> TryPlan(const std::string& text, const std::vector<Value>& parameters = {}) {
  const auto statement = ParseStatement(text);
  EXPECT_TRUE(statement.ok()) << text << "\n" << statement.status().message();
  return PlanSelect(std::get<SelectStatement>(statement->body), Schema(), parameters);
}

SelectPlan Plan(const std::string& text, const std::vector<Value>& parameters = {}) {
  auto plan = TryPlan(text, parameters);
  EXPECT_TRUE(plan.ok()) << text << "\n" << plan.status().message();
  return plan.ok() ? std::move(*plan) : SelectPlan();
}

// The text with its placeholders filled in.
std::string Filled(const std::optional<std::string>& text, const ExpressionAttributes& attributes) {
  if (!text) return "-";
  std::string filled;
  for (size_t i = 0; i < text->size(); ++i) {
    if ((*text)[i] != '#' && (*text)[i] != ':') {
      filled += (*text)[i];
      continue;
    }
    size_t end = i + 2;
    while (end < text->size() && isdigit((*text)[end]) != 0) ++end;
    const std::string key = text->substr(i, end - i);
    if (key.front() == '#') {
      filled += attributes.names->at(key);
    } else {
      const ValueView value = attributes.values->at(key).view();
      if (value.is(AttributeType::kNumber)) {
        filled += value.number()->ToString();
      } else {
        filled += "'" + std::string(value.bytes()) + "'";
      }
    }
    i = end - 1;
  }
  return filled;
}

// "<key condition> | <filter>" of each query.
std::vector<std::string> Queries(const SelectPlan& plan) {
  std::vector<std::string> texts;
  QueryRequest query = plan.query;
  for (const HashKey& hash_key : plan.hash_keys) {
    AimAt(hash_key, &query);
    texts.push_back(Filled(query.key_condition_expression, query.attributes) + " | " +
                    Filled(query.filter_expression, query.attributes));
  }
  return texts;
}
std::string Scan(const SelectPlan& plan) {
  EXPECT_THAT(plan.hash_keys, IsEmpty());
  return Filled(plan.scan.filter_expression, plan.scan.attributes);
}

TEST(SelectPlan, QueriesAnEqualPartitionKey) {
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a'")), ElementsAre("pk = 'a' | -"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE ? = pk", {Value("a")})),
              ElementsAre("pk = 'a' | -"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE b = 1 AND pk = 'a' AND c.d[1] <> 2")),
              ElementsAre("pk = 'a' | b = 1 AND c.d[1] <> 2"));
}

TEST(SelectPlan, AppliesAConditionToTheSortKey) {
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a' AND sk = 3")),
              ElementsAre("pk = 'a' AND sk = 3 | -"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE 3 < sk AND pk = 'a' AND b = 1")),
              ElementsAre("pk = 'a' AND 3 < sk | b = 1"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a' AND sk BETWEEN 1 AND 2")),
              ElementsAre("pk = 'a' AND sk BETWEEN 1 AND 2 | -"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t.str WHERE pk = 'a' AND begins_with(s, 'x')")),
              ElementsAre("pk = 'a' AND begins_with(s, 'x') | -"));
}

TEST(SelectPlan, FiltersByWhatAKeyConditionCannotSay) {
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a' AND sk > 1 AND sk < 9")),
              ElementsAre("pk = 'a' AND sk > 1 | sk < 9"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a' AND sk <> 1")),
              ElementsAre("pk = 'a' | sk <> 1"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a' AND contains(sk, 'x')")),
              ElementsAre("pk = 'a' | contains(sk, 'x')"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a' AND sk IN [1, 2]")),
              ElementsAre("pk = 'a' | sk IN (1, 2)"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a' AND pk = 'b'")),
              ElementsAre("pk = 'a' | pk = 'b'"));
}

TEST(SelectPlan, QueriesEachListedPartitionKeyOnce) {
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk IN ['b', 'a', 'b'] AND sk > 2")),
              ElementsAre("pk = 'b' AND sk > 2 | -", "pk = 'a' AND sk > 2 | -"));
}

TEST(SelectPlan, QueriesThePartitionKeysOfAnOr) {
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk = 'a' OR pk = 'b'")),
              ElementsAre("pk = 'a' | pk = 'a' OR pk = 'b'", "pk = 'b' | pk = 'a' OR pk = 'b'"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE (pk = 'a' AND c = 1 OR pk = 'b') AND d = 2")),
              ElementsAre("pk = 'a' | (pk = 'a' AND c = 1 OR pk = 'b') AND d = 2",
                          "pk = 'b' | (pk = 'a' AND c = 1 OR pk = 'b') AND d = 2"));
}

TEST(SelectPlan, ScansWhereThePartitionKeyIsOpen) {
  EXPECT_EQ(Scan(Plan("SELECT * FROM t")), "-");
  EXPECT_EQ(Scan(Plan("SELECT * FROM t WHERE sk = 1")), "sk = 1");
  EXPECT_EQ(Scan(Plan("SELECT * FROM t WHERE pk > 'a'")), "pk > 'a'");
  EXPECT_EQ(Scan(Plan("SELECT * FROM t WHERE pk = 'a' OR b = 1")), "pk = 'a' OR b = 1");
  EXPECT_EQ(Scan(Plan("SELECT * FROM t WHERE NOT pk = 'a'")), "NOT pk = 'a'");
  EXPECT_EQ(Scan(Plan("SELECT * FROM t WHERE pk.x = 'a'")), "pk.x = 'a'");
}

TEST(SelectPlan, WritesConditionsWithTheParenthesesThatTheyNeed) {
  EXPECT_EQ(Scan(Plan("SELECT * FROM t WHERE NOT ((a = 1 AND (b = 2)) OR c = 3)")),
            "NOT (a = 1 AND b = 2 OR c = 3)");
  EXPECT_EQ(Scan(Plan("SELECT * FROM t WHERE a = 1 AND (b = 2 OR c = 3) AND NOT NOT d = 4")),
            "a = 1 AND (b = 2 OR c = 3) AND NOT NOT d = 4");
  EXPECT_EQ(Scan(Plan("SELECT * FROM t WHERE a IS MISSING AND b IS NOT NULL AND size(c) > 2")),
            "attribute_not_exists(a) AND NOT attribute_type(b, 'NULL') AND size(c) > 2");
}

TEST(SelectPlan, WantsEveryHashAttributeOfAnIndex) {
  EXPECT_THAT(
      Queries(
          Plan("SELECT * FROM t.multi WHERE h1 IN ['a','b'] AND h2 = 'c' AND r1 = 1 AND r2 > 2")),
      ElementsAre("h1 = 'a' AND h2 = 'c' AND r1 = 1 AND r2 > 2 | -",
                  "h1 = 'b' AND h2 = 'c' AND r1 = 1 AND r2 > 2 | -"));
  EXPECT_THAT(Queries(Plan("SELECT * FROM t.multi WHERE h1 = 'a' AND h2 = 'c' AND r2 > 2")),
              ElementsAre("h1 = 'a' AND h2 = 'c' | r2 > 2"));
  EXPECT_EQ(Scan(Plan("SELECT * FROM t.multi WHERE h1 = 'a'")), "h1 = 'a'");
}

TEST(SelectPlan, HasAtMostFiftyPartitionKeys) {
  const auto list = [](int count) {
    std::string text = "SELECT * FROM t WHERE pk IN ['k0'";
    for (int i = 1; i < count; ++i) text += ", 'k" + std::to_string(i) + "'";
    return text + "]";
  };
  EXPECT_THAT(Plan(list(50)).hash_keys, SizeIs(50));
  EXPECT_EQ(TryPlan(list(51)).status().message(),
            "The IN operator is provided with too many operands; number of operands: 51");
  EXPECT_EQ(TryPlan(list(90)).status().message(),
            "The IN operator is provided with too many operands; number of operands: 90");
}

TEST(SelectPlan, OrdersByKeysOnly) {
  const auto refused = [](const std::string& text) { return TryPlan(text).status().message(); };
  EXPECT_FALSE(Plan("SELECT * FROM t WHERE pk = 'a' ORDER BY sk DESC").query.scan_index_forward);
  EXPECT_TRUE(Plan("SELECT * FROM t WHERE pk = 'a' ORDER BY sk ASC").query.scan_index_forward);
  EXPECT_THAT(Queries(Plan("SELECT * FROM t WHERE pk IN ['b','c','a'] ORDER BY pk DESC")),
              ElementsAre("pk = 'c' | -", "pk = 'b' | -", "pk = 'a' | -"));
  EXPECT_EQ(refused("SELECT * FROM t ORDER BY sk"),
            "Must have WHERE clause in the statement when using ORDER BY clause.");
  EXPECT_EQ(refused("SELECT * FROM t WHERE b = 1 ORDER BY sk"),
            "Must have at least one non-optional hash key condition in WHERE clause when using "
            "ORDER BY clause.");
  EXPECT_EQ(refused("SELECT * FROM t WHERE pk = 'a' ORDER BY b"),
            "Variable reference b in ORDER BY clause must be part of the primary key");
  EXPECT_EQ(refused("SELECT * FROM t WHERE pk IN ['a','b'] ORDER BY sk"),
            "Must have hash key in ORDER BY clause when more than one hash key condition specified "
            "in WHERE clause.");
}

TEST(SelectPlan, AsksForTheAttributesOfItsColumns) {
  const SelectPlan flat = Plan("SELECT a, \"b\" FROM t");
  EXPECT_EQ(Filled(flat.scan.projection_expression, flat.scan.attributes), "a, b");
  EXPECT_FALSE(flat.columns.shapes());
  const SelectPlan deep = Plan("SELECT a.b.c, d[1], a.x FROM t");
  EXPECT_EQ(Filled(deep.scan.projection_expression, deep.scan.attributes), "a, d");
  const Item item{{"a", AttributeMap{{"b", AttributeMap{{"c", 1}}}}},
                  {"d", AttributeValue::MakeList({AttributeValue(7), AttributeValue(8)})}};
  EXPECT_EQ(deep.columns.Apply(item.view()), (Item{{"c", 1}, {"d[1]", 8}}));
}

TEST(SelectPlan, ShowsNoNameTwice) {
  EXPECT_EQ(TryPlan("SELECT pk, pk FROM t").status().message(),
            "Duplicate identifiers in select clause: pk");
  EXPECT_EQ(TryPlan("SELECT m.l[0], x.l[0] FROM t").status().message(),
            "Duplicate identifiers in select clause: l[0]");
}

// They were once taken, since only the first name of a column is in the projection that is sent.
TEST(SelectPlan, ShowsNoColumnInsideAnother) {
  const std::string rewrite = "; must remove or rewrite one of these paths; path one: ";
  EXPECT_EQ(TryPlan("SELECT m, m.x FROM t").status().message(),
            "Two document paths overlap with each other" + rewrite + "[m, x], path two: [m]");
  EXPECT_EQ(TryPlan("SELECT m.x, m[0] FROM t").status().message(),
            "Two document paths conflict with each other" + rewrite + "[m, [0]], path two: [m, x]");
}

TEST(SelectPlan, WantsKeysOfTheirTypes) {
  const auto refused = [](const std::string& where) {
    return TryPlan("SELECT * FROM t WHERE " + where).status().message();
  };
  const std::string text =
      "Key attribute's data type should match its data type in table's schema: Key ";
  EXPECT_EQ(refused("pk = 5"), text + "pk");
  EXPECT_EQ(refused("pk IN ['a', 5]"), text + "pk");
  EXPECT_EQ(refused("pk = 'a' AND sk = 'x'"), text + "sk");
  EXPECT_EQ(refused("pk = 'a' AND begins_with(sk, '1')"), text + "sk");
}

TEST(SelectPlan, RefusesWhatIsNoCondition) {
  const auto refused = [](const std::string& where) {
    return TryPlan("SELECT * FROM t WHERE " + where).status().message();
  };
  const std::string no_condition =
      "WHERE clause must contain an expression that resolves to a boolean";
  EXPECT_EQ(refused("a"), no_condition);
  EXPECT_EQ(refused("true"), no_condition);
  EXPECT_EQ(refused("size(a)"), no_condition);
  EXPECT_EQ(refused("NOT a"), "The argument to NOT must be a Type or Expression");
  EXPECT_EQ(refused("a AND b = 1"), "The arguments to AND/OR must be Expressions");
  EXPECT_EQ(refused("b = 1 OR true"), "The arguments to AND/OR must be Expressions");
  EXPECT_EQ(refused("size(a) IS MISSING"),
            "The left hand side argument to IS must be a Variable Reference, Literal, or Path");
  EXPECT_EQ(refused("a + 1 = 2"), "Unsupported operator in Condition Expression. Operator: +");
  EXPECT_EQ(refused("foo(a)"), "Unrecognized function: foo");
  EXPECT_EQ(refused("exists(a)"), "Unrecognized function: exists");
  EXPECT_EQ(refused("a = [b]"), "Unsupported data type: b under key root at 1:28:1");
}

}  // namespace
}  // namespace stator::api::partiql
