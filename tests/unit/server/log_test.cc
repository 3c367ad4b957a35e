#include "server/log.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

std::string Value(std::string_view value) {
  std::string line;
  AppendLogValue(value, &line);
  return line;
}

TEST(LogTest, LeavesPlainValuesAlone) { EXPECT_EQ(Value("GetItem"), "GetItem"); }

TEST(LogTest, QuotesWhatWouldEndAValue) {
  EXPECT_EQ(Value(""), "\"\"");
  EXPECT_EQ(Value("a b"), "\"a b\"");
  EXPECT_EQ(Value("a=b"), "\"a=b\"");
}

TEST(LogTest, EscapesQuotesAndControlCharacters) {
  EXPECT_EQ(Value("a\"\\\n"), "\"a\\\"\\\\\\x0a\"");
}

TEST(LogTest, WritesTimesWithMicroseconds) {
  EXPECT_EQ(LogTime(784111777'000042), "1994-11-06T08:49:37.000042Z");
}

TEST(LogTest, WritesOneLineToStandardError) {
  const ManualClock clock(784111777'000042);
  testing::internal::CaptureStderr();
  LogLine(&clock, LogLevel::kInfo, "listening").Add("url", "http://a").Add("port", 8000);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "time=1994-11-06T08:49:37.000042Z level=info event=listening url=http://a port=8000\n");
}

}  // namespace
}  // namespace stator::server
