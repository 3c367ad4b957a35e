#include "api/types/cancellation.h"

#include <gtest/gtest.h>

#include "api/types/wording.h"

namespace stator::api {
namespace {

TEST(Cancellation, ReasonsComeBackAsTheyWentIn) {
  const Item item = {{"pk", "a"}};
  const Status status = TransactionCanceled(
      {OkStatus(),
       Status(Code::kConditionFailed, "The conditional request failed",
              std::string(item.encoded())),
       Status(Code::kTransactionConflict, "Transaction is ongoing for the item"),
       ValidationError("wrong"), Status(Code::kCollectionTooLarge, "text of the exception"),
       Status(Code::kThrottled, "slow"), Status(Code::kLimitExceeded, "slower")});
  EXPECT_EQ(status.code(), Code::kTransactionCanceled);
  EXPECT_EQ(status.message(),
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None, "
            "ConditionalCheckFailed, TransactionConflict, ValidationError, "
            "ItemCollectionSizeLimitExceeded, ProvisionedThroughputExceeded, ThrottlingError]");
  const auto reasons = CancellationReasons(status);
  ASSERT_EQ(reasons.size(), 7u);
  EXPECT_EQ(reasons[0].code, CancellationCode::kNone);
  EXPECT_EQ(reasons[0].message, "");
  EXPECT_FALSE(reasons[0].item.has_value());
  EXPECT_EQ(reasons[1].code, CancellationCode::kConditionalCheckFailed);
  EXPECT_EQ(reasons[1].item, item);
  EXPECT_EQ(reasons[3].message, "wrong");
  EXPECT_EQ(reasons[4].message, "Collection size exceeded.");
  EXPECT_EQ(CancellationCodeName(reasons[6].code), "ThrottlingError");
}

// A fault that is worded in two ways carries the other wording where a failed condition has an
// item.
TEST(Cancellation, OnlyFailedConditionsHaveItems) {
  const auto reasons = CancellationReasons(TransactionCanceled({EmptyAttributeValue()}));
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].message, EmptyAttributeValue().message());
  EXPECT_FALSE(reasons[0].item.has_value());
}

// Once lost: the item that a PartiQL INSERT met, between the rule above and the code of its own
// that such a reason has.
TEST(Cancellation, DuplicatesHaveItemsAsWell) {
  const Item item = {{"pk", "a"}};
  const auto reasons = CancellationReasons(TransactionCanceled(
      {Status(Code::kDuplicateItem, "there already", std::string(item.encoded()))}));
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].code, CancellationCode::kDuplicateItem);
  EXPECT_EQ(reasons[0].item, item);
}

TEST(Cancellation, OtherStatusesHaveNoReasons) {
  EXPECT_TRUE(CancellationReasons(OkStatus()).empty());
  EXPECT_TRUE(CancellationReasons(ValidationError("x")).empty());
}

TEST(Cancellation, BytesThatAreNoReasonsGiveNone) {
  const std::string payload = TransactionCanceled({ValidationError("wrong")}).payload();
  for (size_t size = 1; size < payload.size(); ++size) {
    EXPECT_TRUE(CancellationReasons(Status(Code::kTransactionCanceled, "", payload.substr(0, size)))
                    .empty());
  }
  EXPECT_TRUE(
      CancellationReasons(Status(Code::kTransactionCanceled, "", std::string("\x7F\0\0", 3)))
          .empty());
}

}  // namespace
}  // namespace stator::api
