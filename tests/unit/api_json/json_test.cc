#include "api/json/json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stator::api::json {
namespace {

class JsonTest : public ::testing::Test {
 protected:
  Node Parse(std::string_view text) {
    Result<Node> node = document_.Parse(text);
    EXPECT_TRUE(node.ok()) << text;
    return node.ok() ? *node : Node();
  }
  bool Refuses(std::string_view text) {
    const Result<Node> node = document_.Parse(text);
    return !node.ok() && node.status().code() == Code::kSerialization;
  }
  Document document_;
};

TEST_F(JsonTest, TellsKindsApart) {
  const Node array = Parse(R"([null, true, 1, -1.5, 18446744073709551615, "s", [], {}])");
  std::vector<Kind> kinds;
  for (auto it = array.begin(); it.Valid(); it.Next()) kinds.push_back(it.value().kind());
  const std::vector<Kind> expected = {Kind::kNull,   Kind::kBool,   Kind::kNumber, Kind::kNumber,
                                      Kind::kNumber, Kind::kString, Kind::kArray,  Kind::kObject};
  EXPECT_EQ(kinds, expected);
}

TEST_F(JsonTest, UnescapesStrings) {
  EXPECT_EQ(Parse(R"("a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")").string(),
            "a\"\\/\b\f\n\r\t\u00e9\U0001F600");
  EXPECT_EQ(Parse(R"("a\u0000b")").string(), std::string("a\0b", 3));
}

TEST_F(JsonTest, OfEqualNamesTheLastOneCounts) {
  const Node object = Parse(R"({"a": 1, "b": 2, "a": 3})");
  EXPECT_EQ(object.Find("a")->integer(), 3);
  EXPECT_EQ(object.Find("b")->integer(), 2);
  EXPECT_FALSE(object.Find("c").has_value());
}

TEST_F(JsonTest, FindOnSomethingElseThanAnObjectFindsNothing) {
  EXPECT_FALSE(Parse("[1]").Find("a").has_value());
}

TEST_F(JsonTest, WalksObjectsInTheirOrder) {
  const Node object = Parse(R"({"z": {"deep": [1, [2]]}, "a": "x", "m": []})");
  std::string names;
  for (auto it = object.begin(); it.Valid(); it.Next()) names += it.name();
  EXPECT_EQ(names, "zam");
  EXPECT_EQ(object.size(), 3u);
}

TEST_F(JsonTest, EmptyContainersHaveNothingToWalk) {
  EXPECT_FALSE(Parse("[]").begin().Valid());
  EXPECT_FALSE(Parse("{}").begin().Valid());
  EXPECT_FALSE(Parse("\"text\"").begin().Valid());
}

TEST_F(JsonTest, IntegersAreExactAndFractionsCutOff) {
  EXPECT_EQ(Parse("9223372036854775807").integer(), INT64_MAX);
  EXPECT_EQ(Parse("-9223372036854775808").integer(), INT64_MIN);
  EXPECT_EQ(Parse("5.9").integer(), 5);
  EXPECT_EQ(Parse("-5.9").integer(), -5);
  EXPECT_EQ(Parse("1e3").integer(), 1000);
}

TEST_F(JsonTest, NumbersBeyondInt64AreNoIntegers) {
  EXPECT_EQ(Parse("9223372036854775808").integer(), std::nullopt);
  EXPECT_EQ(Parse("9223372036854775808.5").integer(), std::nullopt);
  EXPECT_EQ(Parse("-1e300").integer(), std::nullopt);
}

TEST_F(JsonTest, PrintsNumbersForErrors) {
  EXPECT_EQ(Parse("-7").number_text(), "-7");
  EXPECT_EQ(Parse("18446744073709551615").number_text(), "18446744073709551615");
  EXPECT_EQ(Parse("0.5").number_text(), "0.5");
}

TEST_F(JsonTest, BooleansMayBeSpelledAsStrings) {
  EXPECT_TRUE(Parse("true").boolean());
  EXPECT_TRUE(Parse("\"YES\"").boolean());
  EXPECT_TRUE(Parse("\"1\"").boolean());
  EXPECT_FALSE(Parse("\"False\"").boolean());
}

TEST_F(JsonTest, RefusesWhatIsNotOneValue) {
  for (const std::string_view text : {"", " ", "{", "{}}", "{} {}", "[1,]", "{\"a\"}", "{'a':1}",
                                      "nul", "tru", "01", "+1", ".5", "\"\\x\"", "\"a\nb\""}) {
    EXPECT_TRUE(Refuses(text)) << text;
  }
}

TEST_F(JsonTest, RefusesBadUtf8AndLoneSurrogates) {
  EXPECT_TRUE(Refuses("\"\xff\""));
  EXPECT_TRUE(Refuses("\"\xc0\xaf\""));
  EXPECT_TRUE(Refuses("\"\xed\xa0\x80\""));
  EXPECT_TRUE(Refuses(R"("\ud83d")"));
}

TEST_F(JsonTest, RefusesIntegersBeyond64Bits) { EXPECT_TRUE(Refuses("18446744073709551616")); }

TEST_F(JsonTest, LimitsDepth) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_FALSE(Refuses(nested(Document::kMaxDepth - 1)));
  EXPECT_TRUE(Refuses(nested(Document::kMaxDepth + 1)));
  EXPECT_TRUE(Refuses(nested(100'000)));
  EXPECT_TRUE(Refuses(std::string(100'000, '[')));
}

TEST_F(JsonTest, StillLimitsDepthAfterALargeDocument) {
  Parse("[\"" + std::string(3 << 20, 'x') + "\"]");
  EXPECT_TRUE(Refuses(std::string(1000, '[') + std::string(1000, ']')));
}

TEST_F(JsonTest, ATextThatEndsAtTheEndOfItsMemoryIsNotReadBeyond) {
  // Exactly sized heap memory: the address sanitizer sees any read behind it.
  const std::vector<char> text = {'[', '"', 'a', '"', ']'};
  EXPECT_EQ(Parse({text.data(), text.size()}).size(), 1u);
}

}  // namespace
}  // namespace stator::api::json
