#include "api/validate/model_table.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>

namespace stator::api::validate {
namespace {

const Shape& MemberShape(std::string_view operation, std::string_view member) {
  const Operation* found = FindOperation(operation);
  EXPECT_NE(found, nullptr) << operation;
  for (const Member& m : MembersOf(ShapeAt(found->input))) {
    if (m.name == member) return ShapeAt(m.shape);
  }
  ADD_FAILURE() << operation << " has no " << member;
  return ShapeAt(0);
}

TEST(ModelTableTest, HasTheOperationsOfBothServices) {
  for (const std::string_view name :
       {"BatchExecuteStatement", "CreateTable", "UpdateTimeToLive", "GetRecords", "ListStreams",
        "SearchVectors", "ListBulkOperations"}) {
    EXPECT_NE(FindOperation(name), nullptr) << name;
  }
  EXPECT_EQ(FindOperation("createTable"), nullptr);
  EXPECT_EQ(FindOperation(""), nullptr);
}

TEST(ModelTableTest, ShapesOfTheTwoServicesDoNotMix) {
  // ShardIteratorType is the streams' own; TableName exists in both models.
  EXPECT_EQ(EnumValuesOf(MemberShape("GetShardIterator", "ShardIteratorType")).size(), 4u);
  EXPECT_EQ(MemberShape("ListStreams", "TableName").unless_arn, kNone);
  EXPECT_NE(MemberShape("PutItem", "TableName").unless_arn, kNone);
}

Pattern PatternOf(std::string_view operation, std::string_view member) {
  return PatternAt(MemberShape(operation, member).pattern);
}

TEST(ModelTableTest, SingleStepPatterns) {
  const Pattern names = PatternOf("ListTables", "ExclusiveStartTableName");
  EXPECT_TRUE(Matches(names, "a-Z_0.9"));
  EXPECT_FALSE(Matches(names, "a b"));
  EXPECT_FALSE(Matches(names, ""));
  const Pattern owner = PatternOf("ExportTableToPointInTime", "S3BucketOwner");
  EXPECT_TRUE(Matches(owner, "123456789012"));
  EXPECT_FALSE(Matches(owner, "12345678901"));
  EXPECT_FALSE(Matches(owner, "1234567890123"));
}

TEST(ModelTableTest, PatternsOfSeveralStepsAgreeWithTheStandardLibrary) {
  const Pattern bucket = PatternOf("ExportTableToPointInTime", "S3Bucket");
  const std::regex expected("[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+");
  constexpr std::string_view kAlphabet = "a.-_";
  // Every text of up to five of these characters.
  for (int length = 0; length <= 5; ++length) {
    for (int number = 0; number < 1 << (2 * length); ++number) {
      std::string text;
      for (int i = 0; i < length; ++i) text += kAlphabet[number >> (2 * i) & 3];
      ASSERT_EQ(Matches(bucket, text), std::regex_match(text, expected)) << text;
    }
  }
}

TEST(ModelTableTest, PatternsTakeTimeInProportionToTheText) {
  // A backtracking matcher would not come back from this.
  std::string name(200'000, 'a');
  name += '-';
  EXPECT_FALSE(Matches(PatternOf("ExportTableToPointInTime", "S3Bucket"), name));
}

}  // namespace
}  // namespace stator::api::validate
