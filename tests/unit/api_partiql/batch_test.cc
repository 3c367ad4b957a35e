// BatchExecuteStatement through the typed door.
#include "tests/unit/api_partiql/partiql_fixture.h"

namespace stator::api {
namespace {

using testing::SizeIs;
using ErrorCode = BatchStatementErrorCode;

class PartiqlBatch : public PartiqlTest {
 protected:
  Result<BatchExecuteStatementResponse> Try(const std::vector<std::string>& statements) {
    BatchExecuteStatementRequest request;
    request.return_consumed_capacity = ReturnConsumedCapacity::kTotal;
    for (const std::string& statement : statements) {
      request.statements.push_back(
          {.statement = statement,
           .on_condition_failure = ReturnValuesOnConditionCheckFailure::kAllOld});
    }
    return engine_->BatchExecuteStatement(request);
  }
  BatchExecuteStatementResponse Run(const std::vector<std::string>& statements) {
    auto reply = Try(statements);
    EXPECT_TRUE(reply.ok()) << reply.status().message();
    return reply.ok() ? std::move(*reply) : BatchExecuteStatementResponse();
  }
  static void ExpectError(const BatchStatementResponse& response, ErrorCode code,
                          const std::string& message) {
    ASSERT_TRUE(response.error.has_value());
    EXPECT_EQ(response.error->code, code);
    EXPECT_EQ(response.error->message, message);
  }
};

TEST_F(PartiqlBatch, ReadsItemsByTheirKeys) {
  Put("tab", {{"pk", "a"}, {"n", 1}, {"m", AttributeMap{{"x", 7}}}});
  Put("tab", {{"pk", "b"}, {"m", AttributeMap{{"x", 7}}}});
  const auto reply = Run({"SELECT * FROM tab WHERE pk = 'a'", "SELECT * FROM tab WHERE pk = 'none'",
                          "SELECT m.x FROM tab WHERE pk = 'b'"});
  ASSERT_THAT(reply.responses, SizeIs(3));
  EXPECT_EQ(reply.responses[0].item->ToMap().size(), 3U);
  EXPECT_EQ(reply.responses[0].table_name, "tab");
  EXPECT_FALSE(reply.responses[1].item || reply.responses[1].error);
  EXPECT_EQ(reply.responses[2].item, (Item{{"x", 7}}));
  ASSERT_TRUE(reply.consumed_capacity.has_value());
  ASSERT_THAT(*reply.consumed_capacity, SizeIs(3));
  EXPECT_EQ((*reply.consumed_capacity)[0].units, 0.5);
}

TEST_F(PartiqlBatch, WantsTheWholeKeyOfWhatItReads) {
  const std::string text =
      "Select statements within BatchExecuteStatement must specify the primary key in the where "
      "clause.";
  const auto reply =
      Run({"SELECT * FROM tab", "SELECT * FROM idx WHERE pk = 'a'",
           "SELECT * FROM \"idx\".\"by-g\" WHERE g = 'a'",
           "SELECT * FROM tab WHERE pk = 'a' AND n = 1", "SELECT * FROM tab WHERE pk IN ['a']"});
  for (const auto& response : reply.responses) {
    ExpectError(response, ErrorCode::kValidationError, text);
  }
}

TEST_F(PartiqlBatch, AnswersEachStatementByItself) {
  Put("tab", {{"pk", "a"}, {"n", 1}});
  Put("tab", {{"pk", "c"}, {"n", 1}});
  Put("tab", {{"pk", "d"}, {"n", 1}});
  const auto reply =
      Run({"INSERT INTO tab VALUE {'pk': 'a'}", "UPDATE tab SET n = 2 WHERE pk = 'c' AND n = 9",
           "DELETE FROM nowhere WHERE pk = 'a'", "UPDATE tab SETT n = 2 WHERE pk = 'a'",
           "UPDATE tab SET n = 5 WHERE pk = 'd' RETURNING ALL NEW *",
           "INSERT INTO tab VALUE {'pk': 'b'}",
           "EXISTS(SELECT * FROM tab WHERE pk = 'a' AND n = 1)", "DELETE FROM tab WHERE n = 1"});
  ASSERT_THAT(reply.responses, SizeIs(8));
  ExpectError(reply.responses[0], ErrorCode::kDuplicateItem,
              "Duplicate primary key exists in table");
  EXPECT_EQ(reply.responses[0].table_name, "tab");
  ExpectError(reply.responses[1], ErrorCode::kConditionalCheckFailed,
              "The conditional request failed");
  EXPECT_EQ(reply.responses[1].error->item, (Item{{"pk", "c"}, {"n", 1}}));
  ExpectError(reply.responses[2], ErrorCode::kResourceNotFound, "Requested resource not found");
  EXPECT_EQ(reply.responses[2].table_name, std::nullopt);
  ExpectError(reply.responses[3], ErrorCode::kValidationError, "Aliasing is not supported");
  EXPECT_EQ(reply.responses[4].item, (Item{{"pk", "d"}, {"n", 5}}));
  EXPECT_FALSE(reply.responses[5].error);
  ExpectError(reply.responses[6], ErrorCode::kValidationError,
              "EXISTS can only be used in ExecuteTransaction write requests.");
  ExpectError(reply.responses[7], ErrorCode::kValidationError,
              "Where clause does not contain a mandatory equality on all key attributes");
  EXPECT_THAT(*reply.consumed_capacity, SizeIs(2));
  EXPECT_NE(Get("tab", {{"pk", "b"}}), std::nullopt);
}

TEST_F(PartiqlBatch, NamesNoItemTwice) {
  const std::string text = "Provided list of item keys contains duplicates";
  EXPECT_EQ(Try({"SELECT * FROM tab WHERE pk = 'a'", "SELECT n FROM tab WHERE pk = 'a'"})
                .status()
                .message(),
            text);
  EXPECT_EQ(Try({"INSERT INTO tab VALUE {'pk': 'a'}", "UPDATE tab SET n = 1 WHERE pk = 'a'"})
                .status()
                .message(),
            text);
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), std::nullopt);
}

// They were once duplicates of each other, and looked for by keys that no item can have.
TEST_F(PartiqlBatch, TellsKeysThatNoItemCanHaveOneByOne) {
  const auto reply = Run({"INSERT INTO tab VALUE {'pk': ''}", "DELETE FROM tab WHERE pk = ''",
                          "INSERT INTO tab VALUE {'pk': '" + std::string(2049, 'x') + "'}"});
  const std::string empty =
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
      "contain an empty string value. Key: pk";
  ASSERT_THAT(reply.responses, SizeIs(3));
  ExpectError(reply.responses[0], ErrorCode::kValidationError, empty);
  ExpectError(reply.responses[1], ErrorCode::kValidationError, empty);
  ASSERT_TRUE(reply.responses[2].error.has_value());
  EXPECT_EQ(reply.responses[2].error->code, ErrorCode::kValidationError);
}

TEST_F(PartiqlBatch, MixesNoReadsAndWrites) {
  const auto reply = Try({"SELECT * FROM tab WHERE pk = 'a'", "INSERT INTO tab VALUE {'pk': 'a'}"});
  EXPECT_EQ(reply.status().message(),
            "Read and write requests together in the same batch is not supported.");
  EXPECT_EQ(Get("tab", {{"pk", "a"}}), std::nullopt);
}

TEST_F(PartiqlBatch, HasOneToTwentyFiveStatements) {
  std::vector<std::string> many;
  for (int i = 0; i < 26; ++i) {
    many.push_back("SELECT * FROM tab WHERE pk = '" + std::to_string(i) + "'");
  }
  EXPECT_EQ(Try(many).status().code(), Code::kValidation);
  EXPECT_EQ(Try({}).status().code(), Code::kValidation);
  EXPECT_TRUE(Try({many.begin(), many.begin() + 25}).ok());
}

TEST_F(PartiqlBatch, SpeaksJson) {
  Put("tab", {{"pk", "a"}});
  const CallReply reply = engine_->Call({}, "BatchExecuteStatement", R"({"Statements":[
      {"Statement":"SELECT * FROM tab WHERE pk = ?","Parameters":[{"S":"a"}]},
      {"Statement":"SELECT * FROM none WHERE pk = 'x'"}]})");
  EXPECT_EQ(reply.body,
            R"({"Responses":[{"TableName":"tab","Item":{"pk":{"S":"a"}}},)"
            R"({"Error":{"Code":"ResourceNotFound","Message":"Requested resource not found"}}]})");
}

}  // namespace
}  // namespace stator::api
