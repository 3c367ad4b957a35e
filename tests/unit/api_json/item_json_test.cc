#include "api/json/item_json.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::api::json {
namespace {

class ItemJsonTest : public ::testing::Test {
 protected:
  Result<Item> Read(std::string_view text) {
    Result<Node> node = document_.Parse(text);
    EXPECT_TRUE(node.ok()) << text;
    return node.ok() ? ReadItem(*node) : Result<Item>(node.status());
  }
  // What an item with this one value is refused with.
  Status Refusal(const std::string& value) {
    const Result<Item> item = Read("{\"a\":" + value + "}");
    EXPECT_FALSE(item.ok()) << value;
    return item.status();
  }
  std::string ValidationText(const std::string& value) {
    const Status status = Refusal(value);
    EXPECT_EQ(status.code(), Code::kValidation) << value << ": " << status.message();
    return status.message();
  }
  std::string SerializationText(const std::string& value) {
    const Status status = Refusal(value);
    EXPECT_EQ(status.code(), Code::kSerialization) << value << ": " << status.message();
    return status.message();
  }
  static std::string Write(const ItemView& item) {
    std::string out;
    Writer writer(&out);
    WriteItem(item, &writer);
    return out;
  }
  static std::string Nested(size_t levels, const std::string& leaf) {
    std::string value = leaf;
    for (size_t i = 0; i < levels; ++i) {
      value = i % 2 == 0 ? "{\"M\":{\"n\":" + value + "}}" : "{\"L\":[" + value + "]}";
    }
    return value;
  }
  Document document_;
};

TEST_F(ItemJsonTest, EveryTypeReadsAndWrites) {
  // Names sorted, numbers as DynamoDB prints them: what is written is what was read.
  const std::string text =
      R"({"b":{"B":"AAEC"},"bs":{"BS":["AA==","AQ=="]},"l":{"L":[{"S":"x"},{"L":[]},{"NULL":true}]},)"
      R"("m":{"M":{"":{"S":"e"},"k":{"N":"-1.5"}}},"n":{"N":"12345678901234567890"},)"
      R"("no":{"BOOL":false},"ns":{"NS":["-1","0","2.5"]},"nu":{"NULL":true},)"
      R"("s":{"S":"\"quoted\" é"},"ss":{"SS":["a","b"]},"yes":{"BOOL":true}})";
  const Result<Item> item = Read(text);
  ASSERT_TRUE(item.ok()) << item.status().message();
  EXPECT_TRUE(CheckItem(item->encoded()).ok());
  EXPECT_EQ(Write(item->view()), text);
}

TEST_F(ItemJsonTest, ReadsTheSameAsTheTree) {
  const Result<Item> item = Read(
      R"({"pk":{"S":"k"},"n":{"N":"1E+2"},"m":{"M":{"b":{"BOOL":true}}},"ss":{"SS":["b","a"]}})");
  ASSERT_TRUE(item.ok());
  EXPECT_EQ(*item, Item(AttributeMap{{"pk", "k"},
                                     {"n", 100},
                                     {"m", AttributeMap{{"b", true}}},
                                     {"ss", AttributeValue::StringSet({"a", "b"})}}));
}

TEST_F(ItemJsonTest, AnItemWithoutAttributes) {
  const Result<Item> item = Read("{}");
  ASSERT_TRUE(item.ok());
  EXPECT_EQ(*item, Item());
  EXPECT_EQ(Write(item->view()), "{}");
}

TEST_F(ItemJsonTest, OfEqualAttributeNamesTheLastOneStays) {
  const Result<Item> item = Read(R"({"a":{"S":"1"},"b":{"S":"2"},"a":{"N":"3"}})");
  ASSERT_TRUE(item.ok());
  EXPECT_EQ(Write(item->view()), R"({"a":{"N":"3"},"b":{"S":"2"}})");
}

TEST_F(ItemJsonTest, EmptyStringsAndBinariesAreValues) {
  const std::string text =
      R"({"b":{"B":""},"bs":{"BS":["","AA=="]},"s":{"S":""},"ss":{"SS":["","a"]}})";
  const Result<Item> item = Read(text);
  ASSERT_TRUE(item.ok()) << item.status().message();
  EXPECT_EQ(Write(item->view()), text);
}

TEST_F(ItemJsonTest, ANullOrUnknownDescriptorIsNoType) {
  EXPECT_TRUE(Read(R"({"a":{"S":"x","N":null,"X":5}})").ok());
  const std::string empty =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
  EXPECT_EQ(ValidationText("{}"), empty);
  EXPECT_EQ(ValidationText("null"), empty);
  EXPECT_EQ(ValidationText(R"({"S":null})"), empty);
  EXPECT_EQ(ValidationText(R"({"X":"y"})"), empty);
  EXPECT_EQ(ValidationText(R"({"L":[{}]})"), empty);
  EXPECT_EQ(ValidationText(R"({"L":[null]})"), empty);
}

TEST_F(ItemJsonTest, SeveralTypesInOneValue) {
  EXPECT_EQ(ValidationText(R"({"S":"x","N":"1"})"),
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
            "the supported datatypes");
  EXPECT_TRUE(Read(R"({"a":{"S":"x","S":"y"}})").ok());
}

TEST_F(ItemJsonTest, EmptySets) {
  EXPECT_EQ(ValidationText(R"({"SS":[]})"),
            "One or more parameter values were invalid: An string set  may not be empty");
  EXPECT_EQ(ValidationText(R"({"NS":[]})"),
            "One or more parameter values were invalid: An number set  may not be empty");
  EXPECT_EQ(ValidationText(R"({"BS":[]})"),
            "One or more parameter values were invalid: Binary sets should not be empty");
  EXPECT_EQ(ValidationText(R"({"M":{"x":{"L":[{"SS":[]}]}}})"),
            "One or more parameter values were invalid: An string set  may not be empty");
}

TEST_F(ItemJsonTest, EqualElementsInASet) {
  EXPECT_EQ(ValidationText(R"({"SS":["a","a"]})"),
            "One or more parameter values were invalid: Input collection [a, a] contains "
            "duplicates.");
  EXPECT_EQ(ValidationText(R"({"NS":["1","1.0"]})"), "Input collection contains duplicates");
  EXPECT_EQ(ValidationText(R"({"BS":["Yg==","Yg=="]})"),
            "One or more parameter values were invalid: Input collection [Yg==, Yg==]of type BS "
            "contains duplicates.");
}

TEST_F(ItemJsonTest, NullMustBeTrue) {
  const std::string text =
      "One or more parameter values were invalid: Null attribute value types must have the value "
      "of true";
  EXPECT_EQ(ValidationText(R"({"NULL":false})"), text);
  EXPECT_EQ(ValidationText(R"({"NULL":"no"})"), text);
  EXPECT_TRUE(Read(R"({"a":{"NULL":"true"}})").ok());
}

TEST_F(ItemJsonTest, BadNumbers) {
  EXPECT_EQ(ValidationText(R"({"N":"abc"})"),
            "The parameter cannot be converted to a numeric value: abc");
  EXPECT_EQ(ValidationText(R"({"N":"1E+126"})"),
            "Number overflow. Attempting to store a number with magnitude larger than supported "
            "range");
  EXPECT_EQ(ValidationText(R"({"NS":["1","x"]})"),
            "The parameter cannot be converted to a numeric value: x");
}

TEST_F(ItemJsonTest, NestingEndsAtLevel32) {
  EXPECT_TRUE(Read("{\"a\":" + Nested(31, R"({"S":"leaf"})") + "}").ok());
  EXPECT_EQ(ValidationText(Nested(32, R"({"S":"leaf"})")),
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested "
            "levels beyond supported limit");
  EXPECT_EQ(ValidationText(Nested(60, R"({"S":"leaf"})")).substr(0, 14), "Nesting Levels");
}

TEST_F(ItemJsonTest, TheDeepestItemIsOneThatTheCodecTakes) {
  const Result<Item> item = Read("{\"a\":" + Nested(31, R"({"SS":["leaf"]})") + "}");
  ASSERT_TRUE(item.ok());
  EXPECT_TRUE(CheckItem(item->encoded()).ok());
}

TEST_F(ItemJsonTest, EmptyAttributeNamesAreRefusedAtTheTopOnly) {
  const Result<Item> item = Read(R"({"":{"S":"x"}})");
  ASSERT_FALSE(item.ok());
  EXPECT_EQ(item.status().code(), Code::kValidation);
  EXPECT_TRUE(Read(R"({"a":{"M":{"":{"S":"x"}}}})").ok());
}

TEST_F(ItemJsonTest, WrongKinds) {
  EXPECT_EQ(SerializationText("5"), "Unexpected value type in payload");
  EXPECT_EQ(SerializationText("[]"),
            "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue");
  EXPECT_EQ(SerializationText(R"({"S":5})"), "NUMBER_VALUE cannot be converted to String");
  EXPECT_EQ(SerializationText(R"({"N":5.5})"), "DECIMAL_VALUE cannot be converted to String");
  EXPECT_EQ(SerializationText(R"({"S":true})"), "TRUE_VALUE cannot be converted to String");
  EXPECT_EQ(SerializationText(R"({"S":[]})"),
            "Unrecognized collection type class java.lang.String");
  EXPECT_EQ(SerializationText(R"({"S":{}})"), "Start of structure or map found where not expected");
  EXPECT_EQ(SerializationText(R"({"B":1})"),
            "only base-64-encoded strings are convertible to bytes");
  EXPECT_EQ(SerializationText(R"({"BOOL":"maybe"})"), "Unexpected token received from parser");
  EXPECT_EQ(SerializationText(R"({"BOOL":1})"), "NUMBER_VALUE cannot be converted to Boolean");
  EXPECT_EQ(SerializationText(R"({"L":{}})"), "Start of structure or map found where not expected");
  EXPECT_EQ(SerializationText(R"({"L":"x"})"), "Unexpected field type");
  EXPECT_EQ(SerializationText(R"({"M":[]})"),
            "Unrecognized collection type java.util.Map<java.lang.String, "
            "com.amazonaws.dynamodb.v20120810.AttributeValue>");
  EXPECT_EQ(SerializationText(R"({"SS":[1]})"), "NUMBER_VALUE cannot be converted to String");
}

TEST_F(ItemJsonTest, BadBase64) {
  EXPECT_EQ(SerializationText(R"({"B":"abc"})"),
            "Base64 encoded length is expected a multiple of 4 bytes but found: 3");
  EXPECT_EQ(SerializationText(R"({"BS":["AA==","!!!!"]})"), "Invalid Base64 character: '!'");
}

TEST_F(ItemJsonTest, AWrongKindAnywhereComesBeforeABadValue) {
  EXPECT_EQ(SerializationText(R"({"L":[{"SS":[]},{"S":5}]})"),
            "NUMBER_VALUE cannot be converted to String");
  EXPECT_EQ(SerializationText(R"({"S":"x","N":1})"), "NUMBER_VALUE cannot be converted to String");
}

TEST_F(ItemJsonTest, OneValueAlone) {
  const Result<Node> node = document_.Parse(R"({"L":[{"N":"1"},{"SS":["x"]}]})");
  ASSERT_TRUE(node.ok());
  const Result<Value> value = ReadValue(*node);
  ASSERT_TRUE(value.ok());
  EXPECT_TRUE(CheckValue(value->encoded()).ok());
  std::string out;
  Writer writer(&out);
  WriteValue(value->view(), &writer);
  EXPECT_EQ(out, R"({"L":[{"N":"1"},{"SS":["x"]}]})");
}

TEST_F(ItemJsonTest, AfterARefusalTheNextItemIsWhole) {
  EXPECT_FALSE(Read(R"({"a":{"L":[{"S":"left over"},{"N":"bad"}]}})").ok());
  const Result<Item> item = Read(R"({"b":{"S":"x"}})");
  ASSERT_TRUE(item.ok());
  EXPECT_EQ(Write(item->view()), R"({"b":{"S":"x"}})");
}

TEST_F(ItemJsonTest, BytesThatAreNoItemAreWrittenAsValidJson) {
  for (const std::string& bytes : {std::string("\x01\x02\xff\xff", 4), std::string(64, '\x06')}) {
    Document document;
    EXPECT_TRUE(document.Parse(Write(ItemView(bytes))).ok());
  }
}

}  // namespace
}  // namespace stator::api::json
