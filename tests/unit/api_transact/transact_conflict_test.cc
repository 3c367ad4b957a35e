// What each operation answers when it meets an item that a transaction has prepared.
#include <atomic>
#include <thread>

#include "tests/unit/api_transact/transact_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

class TransactConflictTest : public TransactTest {
 protected:
  void SetUp() override {
    EngineOptions options;
    options.transaction_conflicts = ConflictMode::kFail;
    options.transaction_delay_micros = 600'000'000;
    Open(options);
    Put("held", "old");
    transaction_ = std::thread(
        [this] { EXPECT_EQ(Write(PutAction("held", "new"), kToken).http_status, 200); });
    while (Call("PutItem", R"({"TableName":"tab","Item":)" + ItemText("held", "old") + "}")
               .http_status == 200) {
      std::this_thread::yield();
    }
  }
  void Finish() {
    engine_->EndTransactionDelays();
    if (transaction_.joinable()) transaction_.join();
  }
  void TearDown() override { Finish(); }
  void ExpectConflict(std::string_view operation, const std::string& body) {
    ExpectError(Call(operation, body), "TransactionConflictException",
                "Transaction is ongoing for the item");
  }

  static constexpr const char* kToken = R"(,"ClientRequestToken":"token")";
  std::thread transaction_;
};

TEST_F(TransactConflictTest, PlainWritesAreRefused) {
  ExpectConflict("PutItem", R"({"TableName":"tab","Item":)" + ItemText("held", "x") + "}");
  ExpectConflict("DeleteItem", R"({"TableName":"tab","Key":)" + Key("held") + "}");
  ExpectConflict("UpdateItem", R"({"TableName":"tab","Key":)" + Key("held") +
                                   R"(,"UpdateExpression":"REMOVE v"})");
  Finish();
  EXPECT_EQ(Get("held"), R"({"Item":)" + ItemText("held", "new") + "}");
}

TEST_F(TransactConflictTest, PlainReadsSeeTheOldItem) {
  EXPECT_EQ(Get("held"), R"({"Item":)" + ItemText("held", "old") + "}");
  EXPECT_THAT(Ok("Scan", R"({"TableName":"tab","ConsistentRead":true})"), HasSubstr("old"));
}

TEST_F(TransactConflictTest, TransactionsAreCancelled) {
  ExpectCanceled(Write(PutAction("free", "x") + "," + PutAction("held", "x")),
                 "None, TransactionConflict");
  const CallReply read = Read(GetAction("held") + "," + GetAction("free"));
  ExpectCanceled(read, "TransactionConflict, None");
  EXPECT_THAT(read.body, HasSubstr(R"({"Code":"TransactionConflict","Message":"Transaction is )"
                                   R"(ongoing for the item"})"));
  EXPECT_EQ(Get("free"), "{}");
}

TEST_F(TransactConflictTest, ABatchGivesBackWhatItCouldNotWrite) {
  const std::string held = R"({"PutRequest":{"Item":)" + ItemText("held", "x") + "}}";
  const std::string free = R"({"PutRequest":{"Item":)" + ItemText("free", "x") + "}}";
  EXPECT_EQ(Ok("BatchWriteItem", R"({"RequestItems":{"tab":[)" + held + "," + free + "]}}"),
            R"({"UnprocessedItems":{"tab":[)" + held + "]}}");
  EXPECT_EQ(Get("free"), R"({"Item":)" + ItemText("free", "x") + "}");
}

TEST_F(TransactConflictTest, TheSameTokenIsInProgress) {
  ExpectError(Write(PutAction("held", "new"), kToken), "TransactionInProgressException",
              "The transaction with the given request token is already in progress.");
}

TEST(TransactOptions, ADelayNeedsTheFailingMode) {
  EngineOptions options;
  options.in_memory = true;
  options.transaction_delay_micros = 1;
  EXPECT_EQ(Engine::Open(options).status().code(), Code::kValidation);
  options.transaction_conflicts = ConflictMode::kFail;
  EXPECT_TRUE(Engine::Open(options).ok());
  options.transaction_delay_micros = -1;
  EXPECT_EQ(Engine::Open(options).status().code(), Code::kValidation);
}

}  // namespace
}  // namespace stator::api
