// SELECT through the typed door.
#include "tests/unit/api_partiql/partiql_fixture.h"

namespace stator::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class SelectTest : public PartiqlTest {
 protected:
  void SetUp() override {
    PartiqlTest::SetUp();
    for (const char* pk : {"a", "b"}) {
      for (int sk = 1; sk <= 5; ++sk) {
        Put("idx", {{"pk", pk},
                    {"sk", sk},
                    {"n", sk * 10},
                    {"l", "l" + std::to_string(9 - sk)},
                    {"g", sk % 2 == 0 ? "even" : "odd"},
                    {"m", AttributeMap{{"x", AttributeMap{{"y", sk}}},
                                       {"list", AttributeValue::MakeList({AttributeValue(sk)})}}}});
      }
    }
  }
};

TEST_F(SelectTest, ReadsAPartitionInOrder) {
  EXPECT_THAT(Numbers(Run("SELECT * FROM idx WHERE pk = 'a'")), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(Numbers(Run("SELECT * FROM idx WHERE pk = 'a' ORDER BY sk DESC")),
              ElementsAre(5, 4, 3, 2, 1));
  EXPECT_THAT(Run("SELECT * FROM idx WHERE pk = 'none'"), IsEmpty());
}

TEST_F(SelectTest, AppliesEveryCondition) {
  const auto select = [&](const std::string& where, std::vector<Value> parameters = {}) {
    return Numbers(Run("SELECT sk FROM idx WHERE pk = 'a' AND " + where, std::move(parameters)));
  };
  EXPECT_THAT(select("sk > 2 AND sk <= 4"), ElementsAre(3, 4));
  EXPECT_THAT(select("sk BETWEEN 2 AND 3"), ElementsAre(2, 3));
  EXPECT_THAT(select("n <> 20 AND NOT n = 30"), ElementsAre(1, 4, 5));
  EXPECT_THAT(select("n > 19.5 AND m.x.y <= .25e1"), ElementsAre(2));
  EXPECT_THAT(select("n != 20"), ElementsAre(1, 3, 4, 5));
  EXPECT_THAT(select("n IN [10, 50, 60]"), ElementsAre(1, 5));
  EXPECT_THAT(select("n IN (?, ?)", {Value(20), Value(40)}), ElementsAre(2, 4));
  EXPECT_THAT(select("size(g) IN [4, 9]"), ElementsAre(2, 4));
  EXPECT_THAT(select("30 IN [n, m.x.y]"), ElementsAre(3));
  EXPECT_THAT(select("(n = 10 OR m.x.y = 2)"), ElementsAre(1, 2));
  EXPECT_THAT(select("begins_with(l, 'l8')"), ElementsAre(1));
  EXPECT_THAT(select("contains(g, 'ven')"), ElementsAre(2, 4));
  EXPECT_THAT(select("attribute_type(n, 'N') AND size(g) = 4"), ElementsAre(2, 4));
  EXPECT_THAT(select("n IS NUMERIC AND l IS NOT NUMERIC AND m IS STRUCT AND sk > 4"),
              ElementsAre(5));
  EXPECT_THAT(select("attribute_exists(n) AND attribute_not_exists(zzz) AND sk = 2"),
              ElementsAre(2));
  EXPECT_THAT(select("zzz IS MISSING AND m.x IS NOT MISSING AND sk < 2"), ElementsAre(1));
  EXPECT_THAT(select("n IS NULL"), IsEmpty());
  EXPECT_THAT(select("m.\"list\"[0] = 4"), ElementsAre(4));
  EXPECT_THAT(select("sk <> 3"), ElementsAre(1, 2, 4, 5));
}

TEST_F(SelectTest, TellsNullFromMissing) {
  Put("tab", {{"pk", "null"}, {"v", AttributeValue::Null()}});
  Put("tab", {{"pk", "missing"}});
  Put("tab", {{"pk", "there"}, {"v", 1}});
  const auto keys = [&](const std::string& where) {
    std::vector<std::string> found;
    for (const Item& item : Run("SELECT pk FROM tab WHERE " + where)) {
      found.emplace_back(item.Find("pk")->bytes());
    }
    return found;
  };
  EXPECT_THAT(keys("v IS NULL"), UnorderedElementsAre("null"));
  EXPECT_THAT(keys("v = NULL"), UnorderedElementsAre("null"));
  EXPECT_THAT(keys("v IS NOT NULL"), UnorderedElementsAre("missing", "there"));
  EXPECT_THAT(keys("v IS MISSING"), UnorderedElementsAre("missing"));
  EXPECT_THAT(keys("v IS NOT MISSING"), UnorderedElementsAre("null", "there"));
}

TEST_F(SelectTest, ReadsListedPartitionKeys) {
  EXPECT_THAT(Numbers(Run("SELECT * FROM idx WHERE pk IN ['b', 'none', 'a'] AND sk < 3")),
              ElementsAre(1, 2, 1, 2));
  EXPECT_THAT(Numbers(Run("SELECT * FROM idx WHERE pk = 'a' AND sk = 1 OR pk = 'b' AND sk = 5")),
              ElementsAre(1, 5));
  EXPECT_THAT(
      Numbers(Run("SELECT * FROM idx WHERE pk IN ['a','b'] AND sk < 3 ORDER BY pk DESC, sk DESC")),
      ElementsAre(2, 1, 2, 1));
}

TEST_F(SelectTest, ReadsIndexes) {
  EXPECT_THAT(Numbers(Run("SELECT * FROM \"idx\".\"by-g\" WHERE g = 'even'")),
              UnorderedElementsAre(2, 4, 2, 4));
  EXPECT_THAT(Numbers(Run("SELECT sk FROM \"idx\".\"by-l\" WHERE pk = 'a' ORDER BY l")),
              ElementsAre(5, 4, 3, 2, 1));
  EXPECT_THAT(Numbers(Run("SELECT sk, n FROM \"idx\".\"by-l\" WHERE pk = 'a' AND l = 'l8'"), "n"),
              ElementsAre(10));
  ExpectRefused("SELECT * FROM \"idx\".\"none\" WHERE pk = 'a'",
                "The table does not have the specified index: none");
}

TEST_F(SelectTest, ShowsTheColumnsAskedFor) {
  EXPECT_THAT(Run("SELECT n, sk FROM idx WHERE pk = 'a' AND sk = 1"),
              ElementsAre(Item{{"n", 10}, {"sk", 1}}));
  EXPECT_THAT(Run("SELECT m.x.y, m.\"list\"[0], zzz FROM idx WHERE pk = 'a' AND sk = 2"),
              ElementsAre(Item{{"y", 2}, {"list[0]", 2}}));
}

TEST_F(SelectTest, NamesWhatIsNotThere) {
  ExpectRefused("SELECT * FROM nowhere WHERE pk = 'a'", "Requested resource not found",
                Code::kNotFound);
  ExpectRefused("SELECT * FROM idx WHERE pk.x = 'a'",
                "Key attributes must be scalars; list random access '[]' and map lookup '.' are "
                "not allowed: Key: pk");
  ExpectRefused("SELECT pk.x FROM idx",
                "Key attributes must be scalars; list random access '[]' and map lookup '.' are "
                "not allowed: Key: pk");
}

TEST_F(SelectTest, NamesNoExpressionThatNobodySent) {
  ExpectRefused("SELECT * FROM idx WHERE n < true",
                "Incorrect operand type for operator or function; operator or function: <, operand "
                "type: BOOL");
  ExpectRefused("SELECT * FROM idx WHERE begins_with(n)",
                "Incorrect number of operands for operator or function; operator or function: "
                "begins_with, number of operands: 1");
  std::string many = "SELECT * FROM tab WHERE n = 0";
  for (int i = 1; i < 320; ++i) many += " OR n = " + std::to_string(i);
  ExpectRefused(many, "The expression contains too many operators; operator count: 301");
}

TEST_F(SelectTest, CountsParameters) {
  ExpectRefused("SELECT * FROM idx WHERE pk = ?",
                "Number of parameters in request and statement don't match.");
  EXPECT_TRUE(Try("SELECT * FROM idx WHERE pk = 'a?'", {Value("x")}).ok());
}

// Only those of JSON were once looked at, by the structural check.
TEST_F(SelectTest, TakesNoStatementThatIsTooLong) {
  const std::string select = "SELECT pk FROM tab WHERE pk = '";
  const auto with_e_acute = [&](size_t characters) {
    std::string statement = select;
    for (size_t i = select.size() + 1; i < characters; ++i) statement += "\xC3\xA9";
    return statement + "'";
  };
  ExpectRefused(with_e_acute(8192),
                "One or more parameter values were invalid: Size of hashkey has exceeded the "
                "maximum size limit of2048 bytes");
  ExpectRefused(with_e_acute(8193),
                "1 validation error detected: Value '...' at 'statement' failed to satisfy "
                "constraint: Member must have length less than or equal to 8192");
}

TEST_F(SelectTest, TakesBinariesAsParameters) {
  Put("tab", {{"pk", "bin"}, {"v", AttributeValue::Binary("\1\2")}});
  EXPECT_THAT(Run("SELECT * FROM tab WHERE v = ?", {Value(AttributeValue::Binary("\1\2"))}),
              SizeIs(1));
}

TEST_F(SelectTest, CountsWhatItLooksAtAgainstTheLimit) {
  ExecuteStatementRequest request;
  request.statement = "SELECT sk FROM idx WHERE pk = 'a' AND n > 20";
  request.limit = 2;
  std::vector<int64_t> seen;
  std::vector<size_t> pages;
  do {
    auto reply = engine_->ExecuteStatement(request);
    ASSERT_TRUE(reply.ok()) << reply.status().message();
    pages.push_back(reply->items.size());
    for (const int64_t sk : Numbers(reply->items)) seen.push_back(sk);
    EXPECT_EQ(reply->next_token.has_value(), reply->last_evaluated_key.has_value());
    request.next_token = reply->next_token;
  } while (request.next_token);
  EXPECT_THAT(pages, ElementsAre(0, 2, 1));
  EXPECT_THAT(seen, ElementsAre(3, 4, 5));
}

TEST_F(SelectTest, PagesOverPartitionKeysAndScans) {
  for (const char* statement :
       {"SELECT sk FROM idx WHERE pk IN ['a', 'b']", "SELECT sk FROM idx",
        "SELECT sk FROM \"idx\".\"by-g\" WHERE g IN ['odd', 'even']",
        "SELECT sk FROM idx WHERE pk IN ['a', 'b'] ORDER BY pk DESC, sk DESC"}) {
    const std::vector<int64_t> whole = Numbers(Run(statement));
    ASSERT_THAT(whole, SizeIs(10)) << statement;
    for (const int64_t limit : {1, 3, 4, 5, 10}) {
      ExecuteStatementRequest request{.statement = statement, .limit = limit};
      std::vector<int64_t> seen;
      do {
        auto reply = engine_->ExecuteStatement(request);
        ASSERT_TRUE(reply.ok()) << reply.status().message();
        EXPECT_LE(reply->items.size(), static_cast<size_t>(limit));
        for (const int64_t sk : Numbers(reply->items)) seen.push_back(sk);
        request.next_token = reply->next_token;
      } while (request.next_token);
      EXPECT_EQ(seen, whole) << statement << " by " << limit;
    }
  }
}

TEST_F(SelectTest, LooksAtTenPartitionKeysAPage) {
  std::string list;
  for (int i = 0; i < 25; ++i) {
    const std::string pk = "k" + std::to_string(i);
    Put("tab", {{"pk", pk}, {"sk", i}});
    list += (i == 0 ? "'" : ", '") + pk + "'";
  }
  ExecuteStatementRequest request{.statement = "SELECT * FROM tab WHERE pk IN [" + list + "]"};
  std::vector<size_t> pages;
  do {
    auto reply = engine_->ExecuteStatement(request);
    ASSERT_TRUE(reply.ok()) << reply.status().message();
    pages.push_back(reply->items.size());
    request.next_token = reply->next_token;
  } while (request.next_token);
  EXPECT_THAT(pages, ElementsAre(10, 10, 5));
}

TEST_F(SelectTest, EndsAPageAtOneMegabyte) {
  const std::string text(300'000, 'x');
  for (int sk = 1; sk <= 5; ++sk) {
    for (const char* pk : {"p", "q"}) Put("idx", {{"pk", pk}, {"sk", sk}, {"text", text}});
  }
  ExecuteStatementRequest request{.statement = "SELECT sk FROM idx WHERE pk IN ['p', 'q']"};
  std::vector<size_t> pages;
  do {
    auto reply = engine_->ExecuteStatement(request);
    ASSERT_TRUE(reply.ok()) << reply.status().message();
    pages.push_back(reply->items.size());
    request.next_token = reply->next_token;
  } while (request.next_token);
  // The end of p and the first page of q come together: less than 1 MB was read when q began.
  EXPECT_THAT(pages, ElementsAre(3, 5, 2));
}

TEST_F(SelectTest, RefusesTokensThatAreNotOfTheStatement) {
  ExecuteStatementRequest request{
      .statement = "SELECT * FROM idx WHERE pk = ?", .parameters = {Value("a")}, .limit = 1};
  const auto first = engine_->ExecuteStatement(request);
  ASSERT_TRUE(first.ok() && first->next_token);
  const std::string token = *first->next_token;
  const auto refused = [&](const ExecuteStatementRequest& other) {
    return engine_->ExecuteStatement(other).status().message();
  };
  const std::string mismatch = "NextToken does not match request";
  request.next_token = token;
  EXPECT_TRUE(engine_->ExecuteStatement(request).ok());
  request.parameters = {Value("b")};
  EXPECT_EQ(refused(request), mismatch);
  request.parameters = {Value("a")};
  request.statement = "SELECT * FROM idx WHERE pk =  ?";
  EXPECT_EQ(refused(request), mismatch);
  request.statement = "SELECT * FROM idx WHERE pk = ?";
  const std::string invalid = "Invalid NextToken";
  for (const std::string& other : {std::string("garbage"), std::string(), token.substr(4)}) {
    request.next_token = other;
    EXPECT_EQ(refused(request), invalid);
  }
  for (size_t i = 0; i < token.size(); ++i) {
    request.next_token = token;
    (*request.next_token)[i] = token[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(refused(request), invalid) << i;
  }
}

TEST_F(SelectTest, ReportsTheCapacityOfItsQueries) {
  const auto units = [&](const std::string& statement, bool consistent) {
    auto reply =
        engine_->ExecuteStatement({.statement = statement,
                                   .consistent_read = consistent,
                                   .return_consumed_capacity = ReturnConsumedCapacity::kTotal});
    EXPECT_TRUE(reply.ok()) << reply.status().message();
    return reply.ok() ? reply->consumed_capacity->units : -1;
  };
  EXPECT_EQ(units("SELECT * FROM idx WHERE pk = 'a'", false), 0.5);
  EXPECT_EQ(units("SELECT * FROM idx WHERE pk = 'a'", true), 1);
  EXPECT_EQ(units("SELECT * FROM idx WHERE pk IN ['a', 'b', 'none']", true), 3);
  EXPECT_EQ(engine_
                ->ExecuteStatement({.statement = "SELECT * FROM \"idx\".\"by-g\" WHERE g = 'odd'",
                                    .consistent_read = true})
                .status()
                .message(),
            "Consistent reads are not supported on global secondary indexes");
}

// A filter on an attribute that a local index does not project made whole items of its entries.
TEST_F(SelectTest, AFilterOnTheItemLeavesAllColumnsThoseOfTheIndex) {
  const std::string where = " FROM \"idx\".\"by-l\" WHERE pk = 'a' AND l = 'l8' AND n > 0";
  EXPECT_THAT(Run("SELECT *" + where), ElementsAre(Item{{"pk", "a"}, {"sk", 1}, {"l", "l8"}}));
  EXPECT_THAT(Run("SELECT n" + where), ElementsAre(Item{{"n", 10}}));
}

TEST_F(SelectTest, TakesStatementsWhoseExpressionsAreLongerThanARequestMayHave) {
  std::string statement = "SELECT sk FROM idx WHERE pk = 'a' AND (sk IN [1";
  for (int list = 0; list < 30; ++list) {
    if (list != 0) statement += " OR sk IN [9";
    for (int i = 0; i < 99; ++i) statement += ",9";
    statement += "]";
  }
  statement += ")";
  ASSERT_LT(statement.size(), 8192U);
  EXPECT_THAT(Numbers(Run(statement)), ElementsAre(1));
}

}  // namespace
}  // namespace stator::api
