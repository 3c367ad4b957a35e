// TransactGetItems: what it reads, and how it refuses.
#include "tests/unit/api_transact/transact_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using TransactGetTest = TransactTest;

TEST_F(TransactGetTest, AnswersInTheOrderOfTheRequest) {
  Put("a", "1");
  Put("b", "2");
  Ok("PutItem", R"({"TableName":"idx","Item":{"pk":{"S":"p"},"sk":{"S":"s"},"m":{"M":{"x":{"N":"1"},
      "y":{"N":"2"}}}}})");
  EXPECT_EQ(Read(GetAction("b") + "," + GetAction("none") + "," + GetAction("a") +
                 R"(,{"Get":{"TableName":"idx","Key":{"pk":{"S":"p"},"sk":{"S":"s"}},
                    "ProjectionExpression":"#m.y","ExpressionAttributeNames":{"#m":"m"}}})")
                .body,
            R"({"Responses":[{"Item":)" + ItemText("b", "2") + R"(},{},{"Item":)" +
                ItemText("a", "1") + R"(},{"Item":{"m":{"M":{"y":{"N":"2"}}}}}]})");
}

TEST_F(TransactGetTest, AKeyThatDoesNotFitIsAReason) {
  Put("a", "1");
  const CallReply reply =
      Read(GetAction("a") + R"(,{"Get":{"TableName":"tab","Key":{"pk":{"N":"1"}}}})");
  ExpectCanceled(reply, "None, ValidationError");
  EXPECT_THAT(reply.body, HasSubstr(R"({"Code":"ValidationError","Message":"The provided key )"
                                    R"(element does not match the schema"})"));
}

TEST_F(TransactGetTest, APathIntoAKeyIsAReason) {
  const CallReply reply = Read(GetAction("a", R"(,"ProjectionExpression":"pk.x")"));
  ExpectCanceled(reply, "ValidationError");
  EXPECT_THAT(reply.body, HasSubstr("Key attributes must be scalars"));
}

TEST_F(TransactGetTest, RefusesWhatIsWrongWithTheWholeRequest) {
  ExpectError(Read(GetAction("a") + "," + GetAction("a")), "ValidationException",
              "Transaction request cannot include multiple operations on one item");
  ExpectError(Read(R"({"Get":{"TableName":"none","Key":{"pk":{"S":"a"}}}})"),
              "ResourceNotFoundException", "Requested resource not found");
  ExpectError(Read(GetAction("a", R"(,"ProjectionExpression":"!")")), "ValidationException",
              R"(Invalid ProjectionExpression: Syntax error; token: \"!\", near: \"!\")");
  EXPECT_THAT(Read("{}").body, HasSubstr("transactItems.1.member.get"));
  EXPECT_EQ(engine_->TransactGetItems({}).status().code(), Code::kValidation);
}

}  // namespace
}  // namespace stator::api
