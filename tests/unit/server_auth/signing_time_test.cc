#include "server/auth/signing_time.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

TEST(SigningTimeTest, ReadsTheBasicForm) {
  EXPECT_EQ(ParseBasicTime("19700101T000000Z"), 0);
  EXPECT_EQ(ParseBasicTime("20150830T123600Z"), 1'440'938'160);
  EXPECT_EQ(ParseBasicTime("20240229T235959Z"), 1'709'251'199);
}

TEST(SigningTimeTest, RefusesOtherForms) {
  for (const char* text :
       {"", "20150830", "20150830T123600", "20150830T123600z", "2015-08-30T12:36:00Z",
        "20150830T123600Z ", "20151330T123600Z", "20150230T123600Z", "20150830T243600Z",
        "20150830T126000Z", "20150830T123660Z", "2015083 T123600Z", "-0150830T123600Z",
        "20150800T123600Z", "Sun, 30 Aug 2015 12:36:00 GMT"}) {
    EXPECT_EQ(ParseBasicTime(text), std::nullopt) << text;
  }
}

TEST(SigningTimeTest, ReadsTheDateHeader) {
  EXPECT_EQ(ParseDateHeader("Sun, 30 Aug 2015 12:36:00 GMT"), 1'440'938'160);
  EXPECT_EQ(ParseDateHeader("20150830T123600Z"), 1'440'938'160);
  for (const char* text : {"Sun, 30 Aug 2015 12:36:00 CET", "Sun, 30 aug 2015 12:36:00 GMT",
                           "Sun, 31 Jun 2015 12:36:00 GMT", "Sun, 3 Aug 2015 12:36:00 GMT"}) {
    EXPECT_EQ(ParseDateHeader(text), std::nullopt) << text;
  }
}

TEST(SigningTimeTest, WritesTheBasicForm) {
  EXPECT_EQ(BasicTime(0), "19700101T000000Z");
  EXPECT_EQ(BasicTime(1'709'251'199), "20240229T235959Z");
}

}  // namespace
}  // namespace stator::server
