#include "kv/codec/utf8.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace stator {
namespace {

// What a code point would be in `size` bytes, without asking whether it may be.
std::string Coded(uint32_t code_point, int size) {
  std::string bytes;
  for (int shift = 6 * (size - 1); shift >= 0; shift -= 6) {
    bytes += static_cast<char>(0x80 | (code_point >> shift & 0x3F));
  }
  constexpr unsigned char kLeads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  bytes[0] =
      static_cast<char>(size == 1 ? code_point : kLeads[size] | (code_point >> 6 * (size - 1)));
  return bytes;
}

TEST(Utf8, AcceptsExactlyTheShortestFormOfEveryScalarValue) {
  for (uint32_t code_point = 0; code_point <= 0x1FFFFF; ++code_point) {
    const int shortest = code_point < 0x80      ? 1
                         : code_point < 0x800   ? 2
                         : code_point < 0x10000 ? 3
                                                : 4;
    const bool scalar = code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
    for (int size = shortest; size <= 4; ++size) {
      ASSERT_EQ(IsValidUtf8(Coded(code_point, size)), scalar && size == shortest)
          << std::hex << code_point << " in " << size << " bytes";
    }
  }
}

TEST(Utf8, RefusesTruncatedSequences) {
  for (const std::string text : {"\xC3", "\xE2\x82", "\xF0\x9F\x98", "a\xE2"}) {
    EXPECT_FALSE(IsValidUtf8(text));
  }
}

TEST(Utf8, RefusesStrayContinuationBytes) {
  EXPECT_FALSE(IsValidUtf8("\x80"));
  EXPECT_FALSE(IsValidUtf8("a\xBF"));
  EXPECT_FALSE(IsValidUtf8("\xFF"));
}

TEST(Utf8, FindsBadBytesBetweenLongRunsOfAscii) {
  for (size_t at = 0; at < 40; ++at) {
    std::string text(40, 'a');
    EXPECT_TRUE(IsValidUtf8(text));
    text[at] = '\xC3';
    EXPECT_FALSE(IsValidUtf8(text)) << at;
    if (at + 1 < text.size()) {
      text[at + 1] = '\xA9';
      EXPECT_TRUE(IsValidUtf8(text)) << at;
    }
  }
}

TEST(Utf8, AcceptsEmptyTextAndZeroBytes) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8(std::string(3, '\0')));
}

}  // namespace
}  // namespace stator
