#include "server/request_log.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::server {
namespace {

TEST(RequestLogTest, FindsTheTableName) {
  EXPECT_EQ(FindTableName(R"({"TableName":"users","Key":{}})"), "users");
  EXPECT_EQ(FindTableName("{\"Key\" : {}, \"TableName\" :\n \"users\"}"), "users");
}

TEST(RequestLogTest, PassesOverAnAttributeOfThatName) {
  EXPECT_EQ(FindTableName(R"({"Item":{"TableName":{"S":"x"}},"TableName":"users"})"), "users");
}

TEST(RequestLogTest, FindsNothingWhereThereIsNothing) {
  for (const char* json : {"", "{}", R"({"TableName":7})", R"({"TableName")", R"({"TableName":)",
                           R"({"TableName":"users)", R"({"Names":["TableName","x"]})"}) {
    EXPECT_EQ(FindTableName(json), "") << json;
  }
}

TEST(RequestLogTest, LeavesOutNamesWithEscapes) {
  EXPECT_EQ(FindTableName(R"({"TableName":"a\"b"})"), "");
}

TEST(RequestLogTest, WritesTheLine) {
  const ManualClock clock(0);
  testing::internal::CaptureStderr();
  LogRequestLine({.request_id = "ID",
                  .operation = "GetItem",
                  .body = R"({"TableName":"users","Key":{"secret":{"S":"x"}}})",
                  .status = 200,
                  .micros = 12,
                  .bytes_in = 48,
                  .bytes_out = 2},
                 &clock);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "time=1970-01-01T00:00:00.000000Z level=info event=request request_id=ID op=GetItem "
            "table=users status=200 micros=12 bytes_in=48 bytes_out=2\n");
}

}  // namespace
}  // namespace stator::server
