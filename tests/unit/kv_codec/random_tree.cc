#include "tests/unit/kv_codec/random_tree.h"

#include <algorithm>

namespace stator::testing {
namespace {

template <typename Make>
auto RandomVector(SeededRandom* random, int64_t least, const Make& make) {
  std::vector<decltype(make())> elements;
  for (int64_t left = random->Between(least, 5); left > 0; --left) elements.push_back(make());
  return elements;
}

}  // namespace

std::string RandomBytes(SeededRandom* random) {
  constexpr std::string_view kBytes(
      "\x00\x01\x7F\x80\xFE\xFF"
      "ab",
      8);
  std::string bytes;
  const int64_t size = random->OneIn(20) ? random->Between(100, 300) : random->Between(0, 5);
  for (int64_t i = 0; i < size; ++i) bytes += kBytes[static_cast<size_t>(random->Between(0, 7))];
  return bytes;
}

std::string RandomText(SeededRandom* random) {
  constexpr std::string_view kCharacters[] = {
      std::string_view("\0", 1), "a", "b", "\x7F", "\xC2\x80", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
  std::string text;
  const int64_t count = random->OneIn(20) ? random->Between(60, 200) : random->Between(0, 4);
  for (int64_t i = 0; i < count; ++i) text += kCharacters[random->Between(0, 6)];
  return text;
}

Number RandomNumber(SeededRandom* random) {
  if (random->OneIn(2)) return Number::FromInt(random->Between(-300, 300));
  if (random->OneIn(4)) return Number::FromInt(static_cast<int64_t>(random->Next64()));
  const int digits = static_cast<int>(random->Between(1, Number::kMaxDigits));
  std::string text = random->OneIn(2) ? "-" : "";
  text += static_cast<char>('0' + random->Between(1, 9));
  for (int i = 1; i < digits; ++i) {
    text += static_cast<char>('0' + (random->OneIn(2) ? 0 : random->Between(0, 9)));
  }
  const int64_t leading = random->Between(Number::kMinExponent, Number::kMaxExponent);
  return Number::Parse(text + "E" + std::to_string(leading - digits + 1)).value();
}

AttributeMap RandomMap(SeededRandom* random, int levels) {
  AttributeMap map;
  for (int64_t left = random->Between(0, 6); left > 0; --left) {
    map.Set(RandomText(random), RandomValue(random, levels));
  }
  return map;
}

AttributeValue RandomValue(SeededRandom* random, int levels) {
  const auto text = [random] { return RandomText(random); };
  const auto bytes = [random] { return RandomBytes(random); };
  const auto number = [random] { return RandomNumber(random); };
  const auto value = [random, levels] { return RandomValue(random, levels - 1); };
  switch (random->Between(levels > 1 ? 0 : 2, 9)) {
    case 0: return RandomMap(random, levels - 1);
    case 1: return AttributeValue::MakeList(RandomVector(random, 0, value));
    case 2: return AttributeValue(text());
    case 3: return AttributeValue::Binary(bytes());
    case 4: return AttributeValue(number());
    case 5: return AttributeValue(random->OneIn(2));
    case 6: return AttributeValue::Null();
    case 7: return AttributeValue::StringSet(RandomVector(random, 1, text));
    case 8: return AttributeValue::NumberSet(RandomVector(random, 1, number));
    default: return AttributeValue::BinarySet(RandomVector(random, 1, bytes));
  }
}

}  // namespace stator::testing
