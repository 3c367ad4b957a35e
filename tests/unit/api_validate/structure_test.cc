#include "api/validate/structure.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::api::validate {
namespace {

class StructureTest : public ::testing::Test {
 protected:
  Status Check(std::string_view operation, std::string_view body) {
    const Result<json::Node> node = document_.Parse(body);
    EXPECT_TRUE(node.ok()) << body;
    return node.ok() ? CheckStructure(operation, *node) : node.status();
  }
  std::string ValidationText(std::string_view operation, std::string_view body) {
    const Status status = Check(operation, body);
    EXPECT_EQ(status.code(), Code::kValidation) << body << ": " << status.message();
    return status.message();
  }
  json::Document document_;
};

constexpr std::string_view kGoodTable =
    R"("AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}])";

std::string CreateTable(std::string_view more) {
  return "{" + std::string(kGoodTable) + "," + std::string(more) + "}";
}

TEST_F(StructureTest, RightRequestsPass) {
  EXPECT_TRUE(Check("PutItem", R"({"TableName":"t","Item":{"pk":{"S":"x"}}})").ok());
  EXPECT_TRUE(Check("CreateTable", CreateTable(R"("TableName":"abc")")).ok());
  EXPECT_TRUE(Check("ListTables", "{}").ok());
  EXPECT_TRUE(Check("DescribeLimits", "{}").ok());
  EXPECT_TRUE(Check("DescribeStream",
                    R"({"StreamArn":"arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/l"})")
                  .ok());
}

TEST_F(StructureTest, AnOperationThatTheModelLacks) {
  EXPECT_EQ(Check("MakeCoffee", "{}").code(), Code::kUnknownOperation);
}

TEST_F(StructureTest, UnknownMembersAreIgnored) {
  EXPECT_TRUE(Check("ListTables", R"({"Colour":"red","limit":"x"})").ok());
}

TEST_F(StructureTest, NullIsAbsent) {
  EXPECT_TRUE(Check("ListTables", R"({"Limit":null})").ok());
  EXPECT_EQ(ValidationText("PutItem", R"({"TableName":null,"Item":{}})"),
            "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: "
            "Member must not be null");
}

TEST_F(StructureTest, MissingRequiredMembersTogether) {
  EXPECT_EQ(ValidationText("PutItem", "{}"),
            "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: "
            "Member must not be null; Value null at 'item' failed to satisfy constraint: Member "
            "must not be null");
}

TEST_F(StructureTest, TableNamesOfTheDataPlane) {
  EXPECT_EQ(ValidationText("PutItem", R"({"TableName":"","Item":{}})"),
            "1 validation error detected: Value '' at 'tableName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
  const std::string long_name(256, 'a');
  EXPECT_EQ(ValidationText("PutItem", R"({"Item":{},"TableName":")" + long_name + "\"}"),
            "1 validation error detected: Value '" + long_name +
                "' at 'tableName' failed to satisfy constraint: Member must have length less than "
                "or equal to 255");
  EXPECT_EQ(ValidationText("PutItem", R"({"Item":{},"TableName":"bad table!@#"})"),
            "1 validation error detected: Value 'bad table!@#' at 'tableName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
}

TEST_F(StructureTest, ATableMayBeNamedByItsArn) {
  EXPECT_TRUE(Check("GetItem",
                    R"({"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/t","Key":{}})")
                  .ok());
}

TEST_F(StructureTest, AWrongTableNameIsReportedAlone) {
  EXPECT_EQ(ValidationText("PutItem", R"({"TableName":"x!","ReturnValues":"INVALID"})"),
            "1 validation error detected: Value 'x!' at 'tableName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
}

TEST_F(StructureTest, EnumsInAwsOrderAndBrokenOnesTogether) {
  EXPECT_EQ(
      ValidationText("PutItem",
                     R"({"TableName":"abc","Item":{},"ReturnValues":"A",)"
                     R"("ReturnItemCollectionMetrics":"B","ReturnConsumedCapacity":"C"})"),
      "3 validation errors detected: Value 'C' at 'returnConsumedCapacity' failed to satisfy "
      "constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value 'A' at "
      "'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, "
      "UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; Value 'B' at 'returnItemCollectionMetrics' failed "
      "to satisfy constraint: Member must satisfy enum value set: [SIZE, NONE]");
  EXPECT_EQ(ValidationText("Query", R"({"TableName":"abc","Select":"INVALID_VALUE"})"),
            "1 validation error detected: Value 'INVALID_VALUE' at 'select' failed to satisfy "
            "constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, "
            "ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]");
}

TEST_F(StructureTest, LimitOfQueryAndOfScan) {
  EXPECT_EQ(ValidationText("Query", R"({"TableName":"abc","Limit":0})"),
            "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member "
            "must have value greater than or equal to 1");
  EXPECT_EQ(
      ValidationText("Scan", R"({"TableName":"abc","Limit":0})"),
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member "
      "must have value greater than or equal to 1");
}

TEST_F(StructureTest, RangesOfNumbers) {
  EXPECT_EQ(ValidationText("Scan", R"({"TableName":"abc","Segment":-1,"TotalSegments":1000001})"),
            "2 validation errors detected: Value '-1' at 'segment' failed to satisfy constraint: "
            "Member must have value greater than or equal to 0; Value '1000001' at 'totalSegments' "
            "failed to satisfy constraint: Member must have value less than or equal to 1000000");
}

TEST_F(StructureTest, CreateTableWithoutAName) {
  EXPECT_EQ(ValidationText("CreateTable", "{" + std::string(kGoodTable) + "}"),
            "The parameter 'TableName' is required but was not present in the request");
}

TEST_F(StructureTest, CreateTableNamesHaveThreeCharacters) {
  EXPECT_EQ(ValidationText("CreateTable", CreateTable(R"("TableName":"ab")")),
            "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 3");
}

TEST_F(StructureTest, CreateTableNeedsKeysUnlessItCopiesATable) {
  EXPECT_EQ(ValidationText("CreateTable", R"({"TableName":"abc","KeySchema":[]})"),
            "2 validation errors detected: Value null at 'attributeDefinitions' failed to satisfy "
            "constraint: Member must not be null; Value '[]' at 'keySchema' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1");
  EXPECT_TRUE(
      Check("CreateTable", R"({"TableName":"abc","GlobalTableSourceArn":"arn:aws:x"})").ok());
}

TEST_F(StructureTest, StructuresAreEchoedAsJavaPrintsThem) {
  EXPECT_EQ(
      ValidationText(
          "CreateTable",
          R"({"TableName":"abc","AttributeDefinitions":[],"KeySchema":[)"
          R"({"AttributeName":"pk","KeyType":"HASH"},{"KeyType":"RANGE","AttributeName":"a"},)"
          R"({"AttributeName":"b","KeyType":"RANGE"}]})"),
      "1 validation error detected: Value '[KeySchemaElement(attributeName=pk, keyType=HASH), "
      "KeySchemaElement(attributeName=a, keyType=RANGE), KeySchemaElement(attributeName=b, "
      "keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member must have length less "
      "than or equal to 2");
}

TEST_F(StructureTest, PathsIntoLists) {
  EXPECT_EQ(
      ValidationText("CreateTable", R"({"TableName":"abc","AttributeDefinitions":[)"
                                    R"({"AttributeName":"pk","AttributeType":"INVALID"}],)"
                                    R"("KeySchema":[{"AttributeName":"pk","KeyType":"INVALID"}]})"),
      "2 validation errors detected: Value 'INVALID' at "
      "'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member "
      "must satisfy enum value set: [B, N, S]; Value 'INVALID' at "
      "'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum "
      "value set: [HASH, RANGE]");
  EXPECT_EQ(
      ValidationText("TransactGetItems", R"({"TransactItems":[{},{"Get":{"TableName":"t"}}]})"),
      "2 validation errors detected: Value null at 'transactItems.1.member.get' failed to "
      "satisfy constraint: Member must not be null; Value null at "
      "'transactItems.2.member.get.key' failed to satisfy constraint: Member must not be "
      "null");
}

TEST_F(StructureTest, GlobalIndexesMayHaveMoreThanTwoKeyAttributes) {
  const std::string keys = [] {
    std::string out = R"({"AttributeName":"a","KeyType":"HASH"})";
    for (int i = 0; i < 3; ++i) out += R"(,{"AttributeName":"a","KeyType":"RANGE"})";
    return out;
  }();
  EXPECT_TRUE(Check("CreateTable",
                    CreateTable(R"("TableName":"abc","GlobalSecondaryIndexes":[{"IndexName":"idx",)"
                                R"("Projection":{},"KeySchema":[)" +
                                keys + "]}]"))
                  .ok());
}

TEST_F(StructureTest, ListLengths) {
  EXPECT_EQ(ValidationText("TransactWriteItems", R"({"TransactItems":[]})"),
            "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1");
  EXPECT_EQ(ValidationText("GetItem", R"({"TableName":"abc","Key":{},"AttributesToGet":[]})"),
            "1 validation error detected: Value '[]' at 'attributesToGet' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1");
}

TEST_F(StructureTest, NullInAList) {
  EXPECT_EQ(ValidationText("UntagResource", R"({"ResourceArn":"a","TagKeys":["x",null]})"),
            "1 validation error detected: Value null at 'tagKeys.2.member' failed to satisfy "
            "constraint: Member must not be null");
}

std::string BatchOf(size_t count, const std::string& element) {
  std::string list;
  for (size_t i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + element;
  return list;
}

TEST_F(StructureTest, EmptyBatches) {
  EXPECT_EQ(ValidationText("BatchGetItem", R"({"RequestItems":{}})"),
            "The requestItems parameter is required for BatchGetItem");
  EXPECT_EQ(ValidationText("BatchWriteItem", R"({"RequestItems":{}})"),
            "The requestItems parameter is required for BatchWriteItem");
}

TEST_F(StructureTest, TooManyKeysInABatchGet) {
  EXPECT_TRUE(
      Check("BatchGetItem", R"({"RequestItems":{"tbl":{"Keys":[)" + BatchOf(100, "{}") + "]}}}")
          .ok());
  EXPECT_EQ(
      ValidationText("BatchGetItem",
                     R"({"RequestItems":{"tbl":{"Keys":[)" + BatchOf(101, "{}") + "]}}}"),
      "1 validation error detected: Value at 'RequestItems.tbl.member.Keys' failed to satisfy "
      "constraint: Member must have length less than or equal to 100");
}

TEST_F(StructureTest, TooManyRequestsInABatchWriteEchoTheWholeMap) {
  const std::string text = ValidationText(
      "BatchWriteItem", R"({"RequestItems":{"tbl":[)" +
                            BatchOf(26, R"({"PutRequest":{"Item":{"pk":{"S":"x"}}}})") + "]}}");
  const std::string one =
      "WriteRequest(deleteRequest=null, putRequest=PutRequest(item={pk=AttributeValue(s=x, n=null, "
      "b=null, sS=null, nS=null, bS=null, m=null, l=null, nULL=null, bOOL=null)}))";
  EXPECT_TRUE(text.starts_with("1 validation error detected: Value '{tbl=[" + one + ", " + one));
  EXPECT_TRUE(text.ends_with(
      "]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: "
      "[Member must have length less than or equal to 25, Member must have length greater than or "
      "equal to 1]"))
      << text;
}

TEST_F(StructureTest, MapKeys) {
  EXPECT_EQ(ValidationText("BatchGetItem", R"({"RequestItems":{"a b":{"Keys":[{}]}}})"),
            "1 validation error detected: Value '{a b=KeysAndAttributes(attributesToGet=null, "
            "consistentRead=null, expressionAttributeNames=null, keys=[{}], "
            "projectionExpression=null)}' at 'requestItems' failed to satisfy constraint: Map keys "
            "must satisfy constraint: [Member must have length less than or equal to 255, Member "
            "must have length greater than or equal to 1, Member must satisfy regular expression "
            "pattern: [a-zA-Z0-9_.-]+]");
}

TEST_F(StructureTest, NullInAMap) {
  EXPECT_EQ(
      ValidationText("GetItem",
                     R"({"TableName":"abc","Key":{},"ExpressionAttributeNames":{"#a":null}})"),
      "1 validation error detected: Value '{#a=null}' at 'expressionAttributeNames' failed to "
      "satisfy constraint: Map value must satisfy constraint: [Member must not be null]");
}

TEST_F(StructureTest, PathsIntoMaps) {
  EXPECT_EQ(ValidationText("BatchGetItem", R"({"RequestItems":{"tbl":{}}})"),
            "1 validation error detected: Value null at 'requestItems.tbl.member.keys' failed to "
            "satisfy constraint: Member must not be null");
}

TEST_F(StructureTest, LengthsCountCharacters) {
  std::string name;
  for (int i = 0; i < 128; ++i) name += "\u00e9";
  EXPECT_TRUE(
      Check("TagResource", R"({"ResourceArn":"a","Tags":[{"Key":")" + name + R"(","Value":""}]})")
          .ok());
  EXPECT_FALSE(
      Check("TagResource", R"({"ResourceArn":"a","Tags":[{"Key":")" + name + R"(x","Value":""}]})")
          .ok());
}

TEST_F(StructureTest, PatternAndLengthOfOneValue) {
  EXPECT_EQ(ValidationText("ListTables", R"({"ExclusiveStartTableName":"!","Limit":101})"),
            "3 validation errors detected: Value '101' at 'limit' failed to satisfy constraint: "
            "Member must have value less than or equal to 100; Value '!' at "
            "'exclusiveStartTableName' failed to satisfy constraint: Member must satisfy regular "
            "expression pattern: [a-zA-Z0-9_.-]+; Value '!' at 'exclusiveStartTableName' failed to "
            "satisfy constraint: Member must have length greater than or equal to 3");
}

TEST_F(StructureTest, AtMostTenErrorsAreReported) {
  const std::string text =
      ValidationText("TagResource", R"({"ResourceArn":"a","Tags":[)" + BatchOf(20, "{}") + "]}");
  EXPECT_TRUE(text.starts_with("10 validation errors detected: ")) << text;
}

// The service reports these as broken constraints too, not in the words that it has for wrong
// characters in tags (captured).
TEST_F(StructureTest, TagsHaveAKeyThatIsNotEmptyAndAValue) {
  EXPECT_EQ(ValidationText("TagResource",
                           R"({"ResourceArn":"a","Tags":[{"Key":"","Value":""},{"Key":"k"}]})"),
            "2 validation errors detected: Value '' at 'tags.1.member.key' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1; Value null at "
            "'tags.2.member.value' failed to satisfy constraint: Member must not be null");
}

TEST_F(StructureTest, AHugeValueIsEchoedInPart) {
  const std::string text = ValidationText(
      "BatchWriteItem", R"({"RequestItems":{"tbl":[)" +
                            BatchOf(30'000, R"({"PutRequest":{"Item":{"pk":{"S":"x"}}}})") + "]}}");
  EXPECT_LT(text.size(), 100'000u);
  EXPECT_NE(text.find("]}' at 'requestItems' failed"), std::string::npos);
}

TEST_F(StructureTest, AHugeTextIsEchoedInPart) {
  std::string name = "!";  // so that the cut falls into the midst of a character
  for (int i = 0; i < 100'000; ++i) name += "é";
  const std::string text = ValidationText("Query", R"({"TableName":")" + name + R"("})");
  EXPECT_TRUE(text.starts_with("1 validation error detected: Value '!éé")) << text.substr(0, 100);
  EXPECT_NE(text.find("é' at 'tableName' failed"), std::string::npos);
  EXPECT_LT(text.size(), 70'000u);
}

TEST_F(StructureTest, AHugeMapKeyIsEchoedInPart) {
  const std::string text = ValidationText(
      "BatchWriteItem", R"({"RequestItems":{")" + std::string(1'000'000, 'a') + R"(":[)" +
                            R"({"PutRequest":{}},{"PutRequest":{}},{"PutRequest":{}}]}})");
  EXPECT_LT(text.size(), 300'000u);
  EXPECT_NE(text.find("aa.member.1.member.putRequest.item' failed"), std::string::npos);
}

}  // namespace
}  // namespace stator::api::validate
