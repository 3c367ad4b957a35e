// Random items: tree → bytes → JSON → bytes must come back to the same bytes.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "api/json/item_json.h"

namespace stator::api::json {
namespace {

class RandomItems {
 public:
  explicit RandomItems(uint32_t seed) : random_(seed) {}

  AttributeMap Map(int levels) {
    AttributeMap map;
    for (size_t i = Below(6); i > 0; --i) map.Set("n" + Text(), Value(levels));
    return map;
  }

 private:
  size_t Below(size_t limit) { return random_() % limit; }

  std::string Text() {
    static constexpr std::string_view kPieces[] = {"a",  "\"", "\\",   "\n",      "\x01",
                                                   "{",  ":",  "\x7f", "\u00e9",  "\U0001F600",
                                                   "zz", "",   "/",    "eight ch"};
    std::string text;
    for (size_t i = Below(9); i > 0; --i) text += kPieces[Below(std::size(kPieces))];
    return text;
  }
  std::string Bytes() {
    std::string bytes(Below(20), '\0');
    for (char& c : bytes) c = static_cast<char>(random_());
    return bytes;
  }
  Number Numeral() {
    unsigned __int128 digits = random_();
    for (size_t i = Below(4); i > 0; --i) digits = digits * 1'000'003 + random_();
    const Result<Number> number =
        Number::FromParts(Below(2) == 0, digits, static_cast<int>(Below(160)) - 100);
    return number.ok() ? *number : Number::FromInt(static_cast<int64_t>(random_()));
  }
  template <typename T, typename Make>
  std::vector<T> Several(const Make& make) {
    std::vector<T> elements;
    for (size_t i = 1 + Below(4); i > 0; --i) elements.push_back(make());
    return elements;
  }

  AttributeValue Value(int levels) {
    switch (Below(levels > 0 ? 10 : 8)) {
      case 0: return Text();
      case 1: return Numeral();
      case 2: return AttributeValue::Binary(Bytes());
      case 3: return Below(2) == 0;
      case 4: return AttributeValue::Null();
      case 5: return AttributeValue::StringSet(Several<std::string>([&] { return Text(); }));
      case 6: return AttributeValue::NumberSet(Several<Number>([&] { return Numeral(); }));
      case 7: return AttributeValue::BinarySet(Several<std::string>([&] { return Bytes(); }));
      case 8: return Map(levels - 1);
      default:
        return AttributeValue::MakeList(Several<AttributeValue>([&] { return Value(levels - 1); }));
    }
  }

  std::mt19937 random_;
};

TEST(ItemJsonPropertyTest, WhatIsWrittenReadsBackToTheSameBytes) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomItems items(seed);
  Document document;
  for (int i = 0; i < 3000; ++i) {
    const Item item = items.Map(4);
    std::string text;
    Writer writer(&text);
    WriteItem(item.view(), &writer);
    const Result<Node> node = document.Parse(text);
    ASSERT_TRUE(node.ok()) << text;
    const Result<Item> again = ReadItem(*node);
    ASSERT_TRUE(again.ok()) << again.status().message() << ": " << text;
    ASSERT_EQ(again->encoded(), item.encoded()) << text;
    ASSERT_TRUE(CheckItem(again->encoded()).ok()) << text;
  }
}

}  // namespace
}  // namespace stator::api::json
