#include "api/json/wire_error.h"

#include <gtest/gtest.h>

#include "api/types/errors.h"
#include "kv/codec/item.h"

namespace stator::api::json {
namespace {

constexpr char kTableArns[] = "arn:aws:dynamodb:eu-west-1:000000000000:table/";

TEST(WireErrorTest, ErrorsOfTheService) {
  EXPECT_EQ(ErrorBody(Status(Code::kNotFound, "Requested resource not found"), kTableArns),
            R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",)"
            R"("message":"Requested resource not found"})");
}

TEST(WireErrorTest, ErrorsOfTheFrontEnd) {
  EXPECT_EQ(ErrorBody(ValidationError("say \"no\""), kTableArns),
            R"({"__type":"com.amazon.coral.validate#ValidationException","message":"say \"no\""})");
  EXPECT_EQ(ErrorBody(Status(Code::kSerialization, "why"), kTableArns),
            R"({"__type":"com.amazon.coral.service#SerializationException","Message":"why"})");
}

TEST(WireErrorTest, ErrorsWithoutAText) {
  EXPECT_EQ(ErrorBody(Status(Code::kSerialization, ""), kTableArns),
            R"({"__type":"com.amazon.coral.service#SerializationException"})");
  EXPECT_EQ(ErrorBody(Status(Code::kUnknownOperation, ""), kTableArns),
            R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
}

TEST(WireErrorTest, AFailedConditionShowsTheOldItemWhenItWasAskedFor) {
  const Status bare(Code::kConditionFailed, "The conditional request failed");
  EXPECT_EQ(ErrorBody(bare, kTableArns),
            R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
            R"("message":"The conditional request failed"})");
  const Item old{{"pk", "k"}};
  const Status with_item(Code::kConditionFailed, "The conditional request failed",
                         std::string(old.encoded()));
  EXPECT_EQ(ErrorBody(with_item, kTableArns),
            R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
            R"("Item":{"pk":{"S":"k"}},"message":"The conditional request failed"})");
}

TEST(WireErrorTest, NamesAndHttpStatus) {
  EXPECT_EQ(ToWireError(Code::kThrottled).exception_name(),
            "ProvisionedThroughputExceededException");
  EXPECT_EQ(ToWireError(Code::kMissingAuth).exception_name(),
            "MissingAuthenticationTokenException");
  EXPECT_EQ(ToWireError(Code::kThrottled).http_status, 400);
  EXPECT_EQ(ToWireError(Code::kUnavailable).http_status, 503);
  for (const Code code :
       {Code::kFenced, Code::kUnknown, Code::kCorruption, Code::kFormat, Code::kInternal}) {
    EXPECT_EQ(ToWireError(code).http_status, 500);
    EXPECT_EQ(ToWireError(code).exception_name(), "InternalServerError");
  }
}

}  // namespace
}  // namespace stator::api::json
