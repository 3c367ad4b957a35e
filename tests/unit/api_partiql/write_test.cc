// INSERT, UPDATE and DELETE through the typed door.
#include "tests/unit/api_partiql/partiql_fixture.h"

namespace stator::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using PartiqlWrite = PartiqlTest;

AttributeValue List(std::vector<AttributeValue> elements) {
  return AttributeValue::MakeList(std::move(elements));
}
Number Parsed(const char* text) { return *Number::Parse(text); }

TEST_F(PartiqlWrite, InsertsValuesOfEveryType) {
  EXPECT_THAT(Run("INSERT INTO tab VALUE {'pk': 'it''s', 'n': "
                  "-1234567890123456789012345678901234567.8, 'e': 1.5e3, 't': true, 'z': NULL, "
                  "'l': [1, 'a', [], {'k': ?}], 'm': {'k': {}}, 'ss': <<'b', 'a'>>, "
                  "'ns': <<1, 2.0>>, 'bs': ?}",
                  {Value(AttributeValue::Binary("\xFF")), Value(AttributeValue::BinarySet({"x"}))}),
              IsEmpty());
  const Item expected{
      {"pk", "it's"},
      {"n", Parsed("-1234567890123456789012345678901234567.8")},
      {"e", 1500},
      {"t", true},
      {"z", AttributeValue::Null()},
      {"l", List({1, "a", List({}), AttributeMap{{"k", AttributeValue::Binary("\xFF")}}})},
      {"m", AttributeMap{{"k", AttributeMap{}}}},
      {"ss", AttributeValue::StringSet({"a", "b"})},
      {"ns", AttributeValue::NumberSet({Parsed("1"), Parsed("2")})},
      {"bs", AttributeValue::BinarySet({"x"})}};
  EXPECT_EQ(Get("tab", {{"pk", "it's"}}), expected);
}

TEST_F(PartiqlWrite, RefusesValuesThatDynamoDbDoesNotHave) {
  const auto insert = [](const std::string& value) {
    return "INSERT INTO tab VALUE {'pk': 'a', 'v': " + value + "}";
  };
  ExpectRefused(insert("123456789012345678901234567890123456789"),
                "DynamoDB only supports precision up to 38 digits");
  ExpectRefused(insert("<<>>"), "Empty bags are not supported at 1:40:2");
  ExpectRefused(insert("<<1, 1.0>>"), "Input collection contains duplicates");
  const std::string set_types =
      "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags";
  ExpectRefused(insert("<<1, 'a'>>"), set_types);
  ExpectRefused(insert("<<true>>"), set_types + " at 1:42:4");
  ExpectRefused(insert("a"), "Unsupported data type: a under key root at 1:40:1");
  ExpectRefused(insert("<<a>>"), set_types + " at 1:42:1");
  ExpectRefused(insert("1+1"), "Unsupported data type: + under key root at 1:41:1");
  ExpectRefused(insert("n>=1"), "Unsupported data type: >= under key root at 1:41:2");
  ExpectRefused(insert("NOT a"), "Unsupported data type: not under key root at 1:40:3");
  ExpectRefused(insert("a IS NULL"), "Unsupported data type: is under key root at 1:42:2");
  ExpectRefused(insert("a AND b"), "Unsupported data type: and under key root at 1:42:3");
  ExpectRefused(insert(std::string(33, '[') + std::string(33, ']')),
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
                "levels beyond supported limit");
  ExpectRefused("INSERT INTO tab VALUE 'x'",
                "Unsupported format in item expression. Please use struct format {...} to express "
                "item values for insert statement. at 1:23:3");
  ExpectRefused("INSERT INTO tab VALUE {'v': 1}",
                "Key attribute should be present in the item: Key pk");
  ExpectRefused("INSERT INTO tab VALUE {'pk': 1}",
                "Key attribute's data type should match its data type in table's schema: Key pk");
  ExpectRefused(
      "INSERT INTO tab VALUE {'pk': ''}",
      "One or more parameter values are not valid. The AttributeValue for a key attribute "
      "cannot contain an empty string value. Key: pk");
  ExpectRefused("INSERT INTO tab VALUE {'pk': 'a', '': 1}",
                "Path component cannot be an empty string");
  ExpectRefused("INSERT INTO \"idx\".\"by-g\" VALUE {'pk': 'a'}",
                "FROM clause may only contain a single table name in data manipulation statements");
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), std::nullopt);
}

TEST_F(PartiqlWrite, InsertsValuesAsDeepAsTheyMayBe) {
  Run("INSERT INTO tab VALUE {'pk': 'a', 'v': " + std::string(32, '[') + std::string(32, ']') +
      "}");
  EXPECT_NE(Get("tab", {{"pk", "a"}}), std::nullopt);
}

TEST_F(PartiqlWrite, InsertsNoItemTwice) {
  Run("INSERT INTO tab VALUE {'pk': 'a', 'v': 1}");
  ExpectRefused("INSERT INTO tab VALUE {'pk': 'a', 'v': 2}",
                "Duplicate primary key exists in table", Code::kDuplicateItem);
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), (Item{{"pk", "a"}, {"v", 1}}));
  const CallReply reply =
      engine_->Call({}, "ExecuteStatement", R"({"Statement":"INSERT INTO tab VALUE {'pk': 'a'}"})");
  EXPECT_EQ(reply.http_status, 400);
  EXPECT_EQ(reply.body, R"({"__type":"com.amazonaws.dynamodb.v20120810#DuplicateItemException",)"
                        R"("message":"Duplicate primary key exists in table"})");
}

TEST_F(PartiqlWrite, UpdatesWithEveryOperation) {
  Put("tab", {{"pk", "a"},
              {"n", 5},
              {"s", AttributeValue::NumberSet({Parsed("1"), Parsed("2")})},
              {"l", List({1})},
              {"m", AttributeMap{{"x", 1}, {"y", 2}}},
              {"gone", 1}});
  EXPECT_THAT(Run("UPDATE tab SET n = n + 2, c = n - ? SET l = list_append(l, [2, 3]) "
                  "SET s = set_add(s, <<3>>) SET m.x = 'new' SET m.z = m.y REMOVE gone "
                  "REMOVE m.y SET fresh = set_add(fresh, <<'f'>>) SET d = if_not_exists(d, 9) "
                  "WHERE pk = 'a'",
                  {Value(1)}),
              IsEmpty());
  EXPECT_EQ(Get("tab", {{"pk", "a"}}),
            (Item{{"pk", "a"},
                  {"n", 7},
                  {"c", 4},
                  {"d", 9},
                  {"l", List({1, 2, 3})},
                  {"s", AttributeValue::NumberSet({Parsed("1"), Parsed("2"), Parsed("3")})},
                  {"m", AttributeMap{{"x", "new"}, {"z", 2}}},
                  {"fresh", AttributeValue::StringSet({"f"})}}));
  Run("UPDATE tab SET s = set_delete(s, <<1, 9>>) WHERE pk = 'a'");
  EXPECT_EQ(*Get("tab", {{"pk", "a"}})->ToMap().Find("s"),
            AttributeValue::NumberSet({Parsed("2"), Parsed("3")}));
}

TEST_F(PartiqlWrite, AddsUpWhatIsLiteral) {
  Put("tab", {{"pk", "a"}, {"n", 10}});
  const auto set = [&](const std::string& value, std::vector<Value> parameters = {}) {
    const auto items =
        Run("UPDATE tab SET v = " + value + " WHERE pk = 'a' RETURNING MODIFIED NEW *",
            std::move(parameters));
    return items.empty() ? -1 : Numbers(items, "v").front();
  };
  EXPECT_EQ(set("n + 1 + 2"), 13);
  EXPECT_EQ(set("n - 1 + ? - (3 - 1)", {Value(5)}), 12);
  EXPECT_EQ(set("100 - n - 1"), 89);
  EXPECT_EQ(set("1 + 2"), 3);
  EXPECT_EQ(set("1 + 2 - 4"), -1);
  EXPECT_EQ(set("if_not_exists(n, 0) - 1 + 3"), 12);
}

// Calls were once taken alone only, which left out how counters and lists are begun.
TEST_F(PartiqlWrite, CallsInsideCallsAndSums) {
  Put("tab", {{"pk", "a"}, {"n", 1}});
  for (int i = 0; i < 2; ++i) {
    Run("UPDATE tab SET c = if_not_exists(c, 0) + 1, d = 10 - if_not_exists(d, n), "
        "l = list_append(if_not_exists(l, []), [?]) WHERE pk = 'a'",
        {Value(i)});
  }
  EXPECT_EQ(Get("tab", {{"pk", "a"}}),
            (Item{{"pk", "a"}, {"n", 1}, {"c", 2}, {"d", 1}, {"l", List({0, 1})}}));
  ExpectRefused("UPDATE tab SET n = if_not_exists(if_not_exists(n, 1), 2) WHERE pk = 'a'",
                "Operator or function requires a document path; operator or function: "
                "if_not_exists");
  ExpectRefused("UPDATE tab SET n = list_append(list_append(l, [1]), [2]) WHERE pk = 'a'",
                "The function is not allowed to be used this way in an expression; function: "
                "list_append");
  ExpectRefused("UPDATE tab SET n = set_add(n, <<1>>) + 1 WHERE pk = 'a'",
                "Unrecognized function: set_add");
  ExpectRefused("UPDATE tab SET n = list_append(size(n), [1]) WHERE pk = 'a'",
                "The function is not allowed in an update expression; function: size");
}

TEST_F(PartiqlWrite, RefusesOperationsThatAreNone) {
  Put("tab", {{"pk", "a"}, {"n", 1}});
  ExpectRefused("UPDATE tab SET n=set_add(n,1) WHERE pk='a'",
                "The second argument to SET_ADD must be a value with type SET at 1:26:1");
  ExpectRefused("UPDATE tab SET n = set_delete(m, <<1>>) WHERE pk = 'a'",
                "The first argument to SET_DELETE must equal the assignment value");
  ExpectRefused("UPDATE tab SET n = foo(n) WHERE pk = 'a'", "Unrecognized function: foo");
  ExpectRefused("UPDATE tab SET n = size(m) WHERE pk = 'a'",
                "The function is not allowed in an update expression; function: size");
  ExpectRefused("UPDATE tab SET n = zzz WHERE pk = 'a'",
                "The provided expression refers to an attribute that does not exist in the item");
  ExpectRefused("UPDATE tab SET n = 1, n = 2 WHERE pk = 'a'",
                "Two document paths overlap with each other; must remove or rewrite one of these "
                "paths; path one: [n], path two: [n]");
  ExpectRefused("UPDATE tab SET n = a + b + 1 WHERE pk = 'a'",
                "Unsupported expression in SET clause");
  ExpectRefused("UPDATE tab SET n = n + 'x' WHERE pk = 'a'",
                "Incorrect operand type for operator or function; operator or function: +, operand "
                "type: S");
  ExpectRefused("UPDATE tab SET pk = 'b' WHERE pk = 'a'",
                "One or more parameter values were invalid: Cannot update attribute pk. This "
                "attribute is part of the key");
  ExpectRefused("UPDATE \"idx\".\"by-g\" SET n = 1 WHERE g = 'a'",
                "This operation is not supported on an index");
}

TEST_F(PartiqlWrite, WantsTheWholeKey) {
  const std::string text =
      "Where clause does not contain a mandatory equality on all key attributes";
  ExpectRefused("UPDATE tab SET n = 1", text);
  ExpectRefused("UPDATE tab SET n = 1 WHERE n = 2", text);
  ExpectRefused("UPDATE idx SET n = 1 WHERE pk = 'a'", text);
  ExpectRefused("UPDATE idx SET n = 1 WHERE pk = 'a' AND sk > 1", text);
  ExpectRefused("DELETE FROM idx WHERE sk = 1", text);
  ExpectRefused("DELETE FROM tab WHERE pk = 'a' OR pk = 'b'", text);
  ExpectRefused("UPDATE tab SET n = 1 WHERE pk = 5",
                "Key attribute's data type should match its data type in table's schema: Key pk");
}

// Of two values for one key the second was once a condition, which failed.
TEST_F(PartiqlWrite, WantsOneValueOfEachKey) {
  Put("idx", {{"pk", "a"}, {"sk", 1}});
  const std::string only = ". Only single item Update/Insert/Delete are supported";
  ExpectRefused("UPDATE idx SET n = 1 WHERE pk = 'a' AND sk = 1 AND 'b' = pk",
                "Multiple conditions on same key pk" + only);
  ExpectRefused("DELETE FROM idx WHERE pk = 'a' AND sk = 1 AND sk = 2",
                "Multiple conditions on same key sk" + only);
  Run("DELETE FROM idx WHERE pk = 'a' AND sk = 1 AND sk = 1.0 AND pk = 'a'");
  EXPECT_EQ(Get("idx", {{"pk", "a"}, {"sk", 1}}), std::nullopt);
}

TEST_F(PartiqlWrite, UpdatesOnlyWhatIsThereAndAsWanted) {
  const std::string failed = "The conditional request failed";
  ExpectRefused("UPDATE tab SET n = 1 WHERE pk = 'a'", failed, Code::kConditionFailed);
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), std::nullopt);
  Put("tab", {{"pk", "a"}, {"n", 1}});
  ExpectRefused("UPDATE tab SET n = 2 WHERE pk = 'a' AND n = 9", failed, Code::kConditionFailed);
  ExpectRefused("UPDATE tab SET n = 2 WHERE pk = 'a' AND (n = 9 OR n IS MISSING)", failed,
                Code::kConditionFailed);
  Run("UPDATE tab SET n = 2 WHERE n < 2 AND 'a' = pk");
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), (Item{{"pk", "a"}, {"n", 2}}));
}

TEST_F(PartiqlWrite, ShowsTheItemThatFailedTheCondition) {
  Put("tab", {{"pk", "a"}, {"n", 1}});
  const auto reply = engine_->ExecuteStatement(
      {.statement = "UPDATE tab SET n = 2 WHERE pk = 'a' AND n = 9",
       .on_condition_failure = ReturnValuesOnConditionCheckFailure::kAllOld});
  ASSERT_EQ(reply.status().code(), Code::kConditionFailed);
  EXPECT_EQ(Item(ItemView(reply.status().payload())), (Item{{"pk", "a"}, {"n", 1}}));
}

TEST_F(PartiqlWrite, DeletesWhatIsThereOrNot) {
  EXPECT_THAT(Run("DELETE FROM tab WHERE pk = 'a'"), IsEmpty());
  EXPECT_THAT(Run("DELETE FROM tab WHERE pk = 'a' AND n = 1 RETURNING ALL OLD *"), IsEmpty());
  Put("tab", {{"pk", "a"}, {"n", 1}});
  ExpectRefused("DELETE FROM tab WHERE pk = 'a' AND n = 2", "The conditional request failed",
                Code::kConditionFailed);
  EXPECT_THAT(Run("DELETE FROM tab WHERE pk = 'a' AND (n = 2 OR n = 1) RETURNING ALL OLD *"),
              ElementsAre(Item{{"pk", "a"}, {"n", 1}}));
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), std::nullopt);
  ExpectRefused(
      "DELETE FROM tab WHERE pk = 'a' RETURNING ALL NEW *",
      "Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL OLD * is allowed "
      "in DELETE statements.");
}

TEST_F(PartiqlWrite, ReturnsWhatItIsAskedFor) {
  const auto update = [&](const std::string& returning) {
    Put("tab", {{"pk", "a"}, {"n", 1}, {"k", 0}});
    return Run("UPDATE tab SET n = 2 WHERE pk = 'a' RETURNING " + returning);
  };
  EXPECT_THAT(update("ALL OLD *"), ElementsAre(Item{{"pk", "a"}, {"n", 1}, {"k", 0}}));
  EXPECT_THAT(update("ALL NEW *"), ElementsAre(Item{{"pk", "a"}, {"n", 2}, {"k", 0}}));
  EXPECT_THAT(update("MODIFIED OLD *"), ElementsAre(Item{{"n", 1}}));
  EXPECT_THAT(update("MODIFIED NEW *"), ElementsAre(Item{{"n", 2}}));
}

TEST_F(PartiqlWrite, ReportsTheCapacityOfTheWrite) {
  const auto units = [&](const std::string& statement) {
    auto reply = engine_->ExecuteStatement(
        {.statement = statement, .return_consumed_capacity = ReturnConsumedCapacity::kIndexes});
    EXPECT_TRUE(reply.ok()) << reply.status().message();
    return reply.ok() ? reply->consumed_capacity->units : -1;
  };
  EXPECT_EQ(units("INSERT INTO idx VALUE {'pk': 'a', 'sk': 1, 'g': 'x'}"), 2);
  EXPECT_EQ(units("UPDATE idx SET g = 'y' WHERE pk = 'a' AND sk = 1"), 3);
  EXPECT_EQ(units("DELETE FROM idx WHERE pk = 'a' AND sk = 1"), 2);
}

// That no key is named shows before it is looked for the table (DynamoDB Local, alike).
TEST_F(PartiqlWrite, AWriteWithoutWhereIsRefusedBeforeItsTableIsLookedFor) {
  for (const char* statement : {"UPDATE nowhere SET a = 1", "DELETE FROM nowhere"}) {
    EXPECT_EQ(engine_->ExecuteStatement({.statement = statement}).status().message(),
              "Where clause does not contain a mandatory equality on all key attributes");
  }
  EXPECT_EQ(engine_->ExecuteStatement({.statement = "DELETE FROM nowhere WHERE pk = 'a'"})
                .status()
                .code(),
            Code::kNotFound);
}

}  // namespace
}  // namespace stator::api
