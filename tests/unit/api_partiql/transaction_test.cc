// ExecuteTransaction through the typed door.
#include "tests/unit/api_partiql/partiql_fixture.h"

namespace stator::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class PartiqlTransaction : public PartiqlTest {
 protected:
  Result<ExecuteTransactionResponse> Try(const std::vector<std::string>& statements,
                                         std::optional<std::string> token = std::nullopt) {
    ExecuteTransactionRequest request;
    request.client_request_token = std::move(token);
    request.return_consumed_capacity = ReturnConsumedCapacity::kTotal;
    for (const std::string& statement : statements) {
      request.transact_statements.push_back(
          {.statement = statement,
           .on_condition_failure = ReturnValuesOnConditionCheckFailure::kAllOld});
    }
    return engine_->ExecuteTransaction(request);
  }
  ExecuteTransactionResponse Run(const std::vector<std::string>& statements) {
    auto reply = Try(statements);
    EXPECT_TRUE(reply.ok()) << reply.status().message();
    return reply.ok() ? std::move(*reply) : ExecuteTransactionResponse();
  }
  void ExpectCanceled(const std::vector<std::string>& statements, const std::string& codes) {
    const auto reply = Try(statements);
    ASSERT_EQ(reply.status().code(), Code::kTransactionCanceled) << reply.status().message();
    EXPECT_EQ(reply.status().message(),
              "Transaction cancelled, please refer cancellation reasons for specific reasons [" +
                  codes + "]");
    reasons_ = CancellationReasons(reply.status());
  }

  std::vector<CancellationReason> reasons_;
};

TEST_F(PartiqlTransaction, WritesAllAtOnce) {
  Put("tab", {{"pk", "u"}, {"n", 1}});
  Put("tab", {{"pk", "d"}});
  Put("tab", {{"pk", "c"}, {"n", 3}});
  const auto reply =
      Run({"INSERT INTO tab VALUE {'pk': 'i'}", "UPDATE tab SET n = 2 WHERE pk = 'u'",
           "DELETE FROM tab WHERE pk = 'd'", "EXISTS(SELECT * FROM tab WHERE pk = 'c' AND n = 3)"});
  EXPECT_THAT(reply.responses, IsEmpty());
  ASSERT_TRUE(reply.consumed_capacity.has_value());
  ASSERT_THAT(*reply.consumed_capacity, SizeIs(1));
  EXPECT_EQ((*reply.consumed_capacity)[0].units, 8);
  EXPECT_EQ((*reply.consumed_capacity)[0].kind, ConsumedCapacity::Kind::kWrite);
  EXPECT_EQ(Get("tab", {{"pk", "u"}}), (Item{{"pk", "u"}, {"n", 2}}));
  EXPECT_EQ(Get("tab", {{"pk", "d"}}), std::nullopt);
  EXPECT_NE(Get("tab", {{"pk", "i"}}), std::nullopt);
}

TEST_F(PartiqlTransaction, CancelsForReasonsOfItsStatements) {
  Put("tab", {{"pk", "a"}, {"n", 1}});
  ExpectCanceled({"INSERT INTO tab VALUE {'pk': 'new'}", "INSERT INTO tab VALUE {'pk': 'a'}",
                  "UPDATE tab SET n = 1 WHERE pk = 'none'",
                  "EXISTS(SELECT * FROM tab WHERE pk = 'b' AND n = 1)"},
                 "None, DuplicateItem, ConditionalCheckFailed, ConditionalCheckFailed");
  ASSERT_THAT(reasons_, SizeIs(4));
  EXPECT_EQ(reasons_[1].message, "Duplicate primary key exists in table");
  EXPECT_EQ(reasons_[1].item, (Item{{"pk", "a"}, {"n", 1}}));
  EXPECT_EQ(reasons_[2].message, "The conditional request failed");
  EXPECT_EQ(Get("tab", {{"pk", "new"}}), std::nullopt);
}

// EXISTS was once a bare condition check, which passes for an item that is not there where the
// condition asks for what is missing or different.
TEST_F(PartiqlTransaction, ExistsWantsTheItemToBeThere) {
  for (const char* condition : {"n IS MISSING", "n <> 5", "NOT n = 1", "n IS MISSING OR n = 5"}) {
    SCOPED_TRACE(condition);
    const auto exists = [&](const std::string& pk) {
      return "EXISTS(SELECT * FROM tab WHERE pk = '" + pk + "' AND (" + condition + "))";
    };
    ExpectCanceled({exists("none")}, "ConditionalCheckFailed");
    Put("tab", {{"pk", "there"}});
    Run({exists("there")});
  }
}

TEST_F(PartiqlTransaction, CancelsForStatementsThatDoNotFitTheirTables) {
  ExpectCanceled({"INSERT INTO tab VALUE {'pk': 'a'}", "UPDATE tab SET n = 1 WHERE n = 2",
                  "INSERT INTO tab VALUE {'n': 1}"},
                 "None, ValidationError, ValidationError");
  EXPECT_EQ(reasons_[1].message,
            "Where clause does not contain a mandatory equality on all key attributes");
  EXPECT_EQ(reasons_[2].message, "Key attribute should be present in the item: Key pk");
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), std::nullopt);
}

TEST_F(PartiqlTransaction, ReadsAllAtOnce) {
  Put("tab", {{"pk", "a"}, {"n", 1}});
  Put("idx", {{"pk", "a"}, {"sk", 1}, {"m", AttributeMap{{"x", 5}}}});
  const auto reply = Run({"SELECT * FROM tab WHERE pk = 'a'", "SELECT * FROM tab WHERE pk = 'b'",
                          "SELECT m.x FROM idx WHERE pk = 'a' AND sk = 1"});
  EXPECT_THAT(reply.responses,
              ElementsAre(Item{{"pk", "a"}, {"n", 1}}, std::nullopt, Item{{"x", 5}}));
  ASSERT_THAT(*reply.consumed_capacity, SizeIs(2));
  EXPECT_EQ((*reply.consumed_capacity)[0].units, 4);
  EXPECT_EQ((*reply.consumed_capacity)[1].units, 2);
}

TEST_F(PartiqlTransaction, RefusesWhatIsNoTransaction) {
  const auto refused = [&](const std::vector<std::string>& statements) {
    const auto reply = Try(statements);
    EXPECT_EQ(reply.status().code(), Code::kValidation);
    return reply.status().message();
  };
  EXPECT_EQ(refused({"SELECT * FROM tab WHERE pk = 'a'", "DELETE FROM tab WHERE pk = 'b'"}),
            "ExecuteTransaction API does not support both read and write operations in the same "
            "request.");
  const std::string first = "Validation failed in TransactStatements[0]: ";
  EXPECT_EQ(refused({"DELETE FROM tab WHERE pk = 'b' RETURNING ALL OLD *"}),
            first + "RETURNING clause is not supported in ExecuteTransaction.");
  EXPECT_EQ(refused({"DELETE FROM tab WHERE pk = ?"}),
            first + "Number of parameters in request and statement don't match.");
  const std::string select =
      "Select statements within ExecuteTransaction must specify the primary key in the where "
      "clause.";
  EXPECT_EQ(refused({"SELECT * FROM idx WHERE pk = 'a'"}), first + select);
  EXPECT_EQ(
      refused({"SELECT * FROM tab WHERE pk = 'b'", "SELECT * FROM tab WHERE pk = 'a' AND n = 1"}),
      "Validation failed in TransactStatements[1]: " + select);
  EXPECT_EQ(refused({"SELECT * FROM \"idx\".\"by-g\" WHERE g = 'a'"}),
            first + "Reads on indices are not supported within transactions.");
  for (const char* condition : {"pk = 'b'", "n = 1"}) {
    EXPECT_EQ(refused({std::string("EXISTS(SELECT * FROM tab WHERE ") + condition + ")"}),
              first + "EXISTS() must contain a single item read with additional condition");
  }
  EXPECT_EQ(refused({"DELETE FROM tab WHERE pk = 'b'", "NONSENSE"}),
            "Statement wasn't well formed, can't be processed: Expected data manipulation");
  EXPECT_EQ(refused({"DELETE FROM tab WHERE pk = 'b'", "INSERT INTO tab VALUE {'pk': 'b'}"}),
            "Transaction request cannot include multiple operations on one item");
  refused({});
  refused(std::vector<std::string>(101, "SELECT * FROM tab WHERE pk = 'a'"));
  EXPECT_EQ(Try({"DELETE FROM nowhere WHERE pk = 'a'"}).status().code(), Code::kNotFound);
}

TEST_F(PartiqlTransaction, IsDoneOnceForOneToken) {
  Put("tab", {{"pk", "a"}, {"n", 0}});
  const std::vector<std::string> count = {"UPDATE tab SET n = n + 1 WHERE pk = 'a'",
                                          "INSERT INTO tab VALUE {'pk': 'b'}"};
  EXPECT_TRUE(Try(count, "token").ok());
  EXPECT_TRUE(Try(count, "token").ok());
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), (Item{{"pk", "a"}, {"n", 1}}));
  EXPECT_EQ(Try({"UPDATE tab SET n = n + 2 WHERE pk = 'a'"}, "token").status().code(),
            Code::kIdempotentMismatch);
}

}  // namespace
}  // namespace stator::api
