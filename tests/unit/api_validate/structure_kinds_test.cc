#include <gtest/gtest.h>

#include <string>

#include "api/validate/structure.h"

namespace stator::api::validate {
namespace {

class StructureKindsTest : public ::testing::Test {
 protected:
  std::string Text(std::string_view operation, std::string_view body) {
    const Result<json::Node> node = document_.Parse(body);
    EXPECT_TRUE(node.ok()) << body;
    const Status status = node.ok() ? CheckStructure(operation, *node) : node.status();
    EXPECT_EQ(status.code(), Code::kSerialization) << body << ": " << status.message();
    return status.message();
  }
  json::Document document_;
};

TEST_F(StructureKindsTest, Strings) {
  EXPECT_EQ(Text("DescribeTable", R"({"TableName":5})"),
            "NUMBER_VALUE cannot be converted to String");
  EXPECT_EQ(Text("DescribeTable", R"({"TableName":1.5})"),
            "DECIMAL_VALUE cannot be converted to String");
  EXPECT_EQ(Text("DescribeTable", R"({"TableName":false})"),
            "FALSE_VALUE cannot be converted to String");
  EXPECT_EQ(Text("DescribeTable", R"({"TableName":[]})"),
            "Unrecognized collection type class java.lang.String");
  EXPECT_EQ(Text("DescribeTable", R"({"TableName":{}})"),
            "Start of structure or map found where not expected");
}

TEST_F(StructureKindsTest, Numbers) {
  EXPECT_EQ(Text("Scan", R"({"TableName":"t","Limit":"5"})"),
            "STRING_VALUE cannot be converted to Integer");
  EXPECT_EQ(Text("Scan", R"({"TableName":"t","Limit":true})"),
            "TRUE_VALUE cannot be converted to Integer");
  EXPECT_EQ(Text("Scan", R"({"TableName":"t","Limit":[]})"),
            "Unrecognized collection type class java.lang.Integer");
  EXPECT_EQ(Text("CreateTable", R"({"ProvisionedThroughput":{"ReadCapacityUnits":"1"}})"),
            "STRING_VALUE cannot be converted to Long");
}

TEST_F(StructureKindsTest, NumbersThatNoInt64Holds) {
  EXPECT_EQ(Text("Scan", R"({"TableName":"t","Limit":18446744073709551615})"),
            "NUMBER_VALUE cannot be converted to Integer");
}

TEST_F(StructureKindsTest, Booleans) {
  EXPECT_EQ(Text("GetItem", R"({"TableName":"t","Key":{},"ConsistentRead":1})"),
            "NUMBER_VALUE cannot be converted to Boolean");
  EXPECT_EQ(Text("GetItem", R"({"TableName":"t","Key":{},"ConsistentRead":"perhaps"})"),
            "Unexpected token received from parser");
  EXPECT_EQ(Text("GetItem", R"({"TableName":"t","Key":{},"ConsistentRead":[]})"),
            "Unrecognized collection type class java.lang.Boolean");
}

TEST_F(StructureKindsTest, Lists) {
  EXPECT_EQ(Text("CreateTable", R"({"KeySchema":"x"})"), "Unexpected field type");
  EXPECT_EQ(Text("CreateTable", R"({"KeySchema":{}})"),
            "Start of structure or map found where not expected");
}

TEST_F(StructureKindsTest, Maps) {
  EXPECT_EQ(Text("PutItem", R"({"Item":"x"})"), "Unexpected field type");
  EXPECT_EQ(Text("PutItem", R"({"Item":[]})"),
            "Unrecognized collection type java.util.Map<java.lang.String, "
            "com.amazonaws.dynamodb.v20120810.AttributeValue>");
  EXPECT_EQ(Text("PutItem", R"({"ExpressionAttributeNames":[]})"),
            "Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>");
  EXPECT_EQ(Text("BatchWriteItem", R"({"RequestItems":[]})"),
            "Unrecognized collection type java.util.Map<java.lang.String, "
            "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>");
}

TEST_F(StructureKindsTest, Structures) {
  EXPECT_EQ(Text("CreateTable", R"({"ProvisionedThroughput":"x"})"), "Unexpected field type");
  EXPECT_EQ(Text("CreateTable", R"({"ProvisionedThroughput":[]})"),
            "Unrecognized collection type class "
            "com.amazonaws.dynamodb.v20120810.ProvisionedThroughput");
  EXPECT_EQ(Text("CreateTable", R"({"KeySchema":["x"]})"), "Unexpected value type in payload");
  EXPECT_EQ(Text("CreateTable", R"({"KeySchema":[[]]})"),
            "Unrecognized collection type class "
            "com.amazonaws.dynamodb.v20120810.KeySchemaElement");
}

TEST_F(StructureKindsTest, CollectionsInCollections) {
  const std::string text =
      "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
      "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
      "java.lang.Class are in module java.base of loader 'bootstrap')";
  EXPECT_EQ(Text("BatchWriteItem", R"({"RequestItems":{"a":"x"}})"), text);
  EXPECT_EQ(Text("BatchGetItem", R"({"RequestItems":{"a":{"Keys":["x"]}}})"), text);
}

TEST_F(StructureKindsTest, BodiesThatAreNoObject) {
  EXPECT_EQ(Text("PutItem", "5"), "Unexpected value type in payload");
  EXPECT_EQ(Text("PutItem", "[]"),
            "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.PutItemInput");
  EXPECT_EQ(Text("PutItem", "null"), "");
}

TEST_F(StructureKindsTest, AWrongKindComesBeforeBrokenConstraints) {
  EXPECT_EQ(Text("PutItem", R"({"TableName":"!","ReturnValues":"x","Item":{"a":{"S":5}}})"),
            "NUMBER_VALUE cannot be converted to String");
  EXPECT_EQ(Text("BatchGetItem", R"({"RequestItems":{},"ReturnConsumedCapacity":1})"),
            "NUMBER_VALUE cannot be converted to String");
}

TEST_F(StructureKindsTest, TheFirstWrongKindOfTheRequestIsReported) {
  EXPECT_EQ(Text("PutItem", R"({"Item":{"a":{"S":true}},"TableName":5})"),
            "TRUE_VALUE cannot be converted to String");
}

TEST_F(StructureKindsTest, WrongKindsBelowTheTop) {
  EXPECT_EQ(
      Text("UpdateItem", R"({"TableName":"abc","Key":{},"Expected":{"a":{"Exists":"perhaps"}}})"),
      "Unexpected token received from parser");
  EXPECT_EQ(Text("UpdateItem", R"({"TableName":"abc","Key":{},"Expected":{"a":{"Value":7}}})"),
            "Unexpected field type");
}

}  // namespace
}  // namespace stator::api::validate
