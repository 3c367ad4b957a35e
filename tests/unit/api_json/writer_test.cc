#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "api/json/json.h"

namespace stator::api::json {
namespace {

template <typename Write>
std::string Written(const Write& write) {
  std::string out;
  Writer writer(&out);
  write(writer);
  return out;
}

TEST(WriterTest, PutsCommasWhereTheyAreDue) {
  EXPECT_EQ(Written([](Writer& w) {
              w.BeginObject();
              w.Name("a");
              w.BeginArray();
              w.Integer(1);
              w.Bool(false);
              w.Null();
              w.BeginObject();
              w.EndObject();
              w.BeginArray();
              w.EndArray();
              w.EndArray();
              w.Name("b");
              w.String("x");
              w.Name("c");
              w.Double(0.5);
              w.EndObject();
            }),
            R"({"a":[1,false,null,{},[]],"b":"x","c":0.5})");
}

TEST(WriterTest, StringsThatLookLikeStructureDoNotDisturbCommas) {
  EXPECT_EQ(Written([](Writer& w) {
              w.BeginArray();
              w.String("{");
              w.String("a:");
              w.String("[");
              w.String("");
              w.EndArray();
            }),
            R"(["{","a:","[",""])");
}

TEST(WriterTest, EscapesWhatJsonWantsEscaped) {
  EXPECT_EQ(Written([](Writer& w) { w.String("\"\\\b\f\n\r\t/"); }), R"("\"\\\b\f\n\r\t/")");
  EXPECT_EQ(Written([](Writer& w) { w.String(std::string("\0\x1f\x7f", 3)); }),
            "\"\\u0000\\u001F\x7f\"");
}

TEST(WriterTest, LeavesUtf8Alone) {
  EXPECT_EQ(Written([](Writer& w) { w.String("\u00e9\u4e2d\U0001F600"); }),
            "\"\u00e9\u4e2d\U0001F600\"");
}

// The scan looks at eight bytes at a time: every place within a word, every byte.
TEST(WriterTest, EveryByteAtEveryPlaceReadsBack) {
  Document document;
  for (int byte = 0; byte < 128; ++byte) {
    for (size_t place = 0; place < 18; ++place) {
      std::string text(18, 'x');
      text[place] = static_cast<char>(byte);
      const std::string written = Written([&](Writer& w) { w.String(text); });
      const Result<Node> node = document.Parse(written);
      ASSERT_TRUE(node.ok()) << written;
      ASSERT_EQ(node->string(), text) << byte << " at " << place;
    }
  }
}

TEST(WriterTest, WholeDoublesKeepTheirPoint) {
  EXPECT_EQ(Written([](Writer& w) { w.Double(5); }), "5.0");
  EXPECT_EQ(Written([](Writer& w) { w.Double(0); }), "0.0");
  EXPECT_EQ(Written([](Writer& w) { w.Double(0.1); }), "0.1");
  EXPECT_EQ(Written([](Writer& w) { w.Double(-2.5); }), "-2.5");
  EXPECT_EQ(Written([](Writer& w) { w.Double(1363801701.0); }), "1363801701.0");
  EXPECT_EQ(Written([](Writer& w) { w.Double(1363801701.282); }), "1363801701.282");
}

TEST(WriterTest, ExtremeDoublesReadBack) {
  Document document;
  for (const double value : {std::numeric_limits<double>::max(), std::numeric_limits<double>::min(),
                             1e18, 1e-7, 123456789012345680.0}) {
    const std::string written = Written([&](Writer& w) { w.Double(value); });
    const Result<Node> node = document.Parse(written);
    ASSERT_TRUE(node.ok()) << written;
    EXPECT_EQ(node->number(), value) << written;
  }
}

TEST(WriterTest, ExtremeIntegers) {
  EXPECT_EQ(Written([](Writer& w) { w.Integer(INT64_MIN); }), "-9223372036854775808");
}

TEST(WriterTest, BytesAsBase64) {
  EXPECT_EQ(Written([](Writer& w) { w.Base64("hi"); }), "\"aGk=\"");
}

}  // namespace
}  // namespace stator::api::json
