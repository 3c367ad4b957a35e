#include "server/auth/base64url.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::server {
namespace {

TEST(Base64UrlTest, DecodesWhatIsEncodedWithoutPadding) {
  EXPECT_EQ(DecodeBase64Url(""), "");
  EXPECT_EQ(DecodeBase64Url("Zg"), "f");
  EXPECT_EQ(DecodeBase64Url("Zm8"), "fo");
  EXPECT_EQ(DecodeBase64Url("Zm9v"), "foo");
  EXPECT_EQ(DecodeBase64Url("-_-_"), "\xfb\xff\xbf");
  // RFC 7515, appendix C.
  EXPECT_EQ(DecodeBase64Url("A-z_4ME"), std::string("\x03\xec\xff\xe0\xc1", 5));
}

TEST(Base64UrlTest, RefusesEveryOtherForm) {
  for (const char* text :
       {"Z", "Zg==", "Zm9", "Zh", "Zm9v\n", " Zg", "+/+/", "Zm9vZ", "Z\xc3\xa4"}) {
    EXPECT_EQ(DecodeBase64Url(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace stator::server
