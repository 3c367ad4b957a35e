#include "api/expr/parameter_mixing.h"

#include <gtest/gtest.h>

namespace stator::api::expr {
namespace {

TEST(ParameterMixing, NamesBothKinds) {
  EXPECT_EQ(MixingText({"AttributesToGet"}, {"ProjectionExpression"}),
            "Can not use both expression and non-expression parameters in the same request: "
            "Non-expression parameters: {AttributesToGet} Expression parameters: "
            "{ProjectionExpression}");
  EXPECT_EQ(
      MixingText({"AttributeUpdates", "Expected"}, {"UpdateExpression", "ConditionExpression"}),
      "Can not use both expression and non-expression parameters in the same request: "
      "Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: "
      "{UpdateExpression, ConditionExpression}");
}

TEST(ParameterMixing, ConditionalOperatorJoinsTwoConditionsOrMore) {
  EXPECT_TRUE(CheckConditionalOperator(std::nullopt, 0).ok());
  EXPECT_TRUE(CheckConditionalOperator(ConditionalOperator::kOr, 2).ok());
  EXPECT_EQ(
      CheckConditionalOperator(ConditionalOperator::kAnd, 1).message(),
      "ConditionalOperator can only be used when Filter or Expected has two or more elements");
  EXPECT_EQ(CheckConditionalOperator(ConditionalOperator::kAnd, 0).message(),
            "ConditionalOperator cannot be used without Filter or Expected");
}

}  // namespace
}  // namespace stator::api::expr
