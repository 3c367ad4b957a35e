#include "server/http_reply.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

ReplyHead Head() {
  return {.date = "Sun, 06 Nov 1994 08:49:37 GMT",
          .content_type = "application/x-amz-json-1.0",
          .content_length = 2,
          .crc32 = 2745614147,
          .request_id = "ID"};
}

std::string Text(const ReplyHead& head) {
  std::string text;
  AppendReplyHead(head, &text);
  return text;
}

TEST(HttpReplyTest, HasTheHeadersOfTheService) {
  EXPECT_EQ(Text(Head()),
            "HTTP/1.1 200 OK\r\n"
            "Server: Stator\r\n"
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Content-Type: application/x-amz-json-1.0\r\n"
            "Content-Length: 2\r\n"
            "Connection: keep-alive\r\n"
            "x-amzn-RequestId: ID\r\n"
            "x-amz-crc32: 2745614147\r\n"
            "\r\n");
}

TEST(HttpReplyTest, SaysThatItCloses) {
  ReplyHead head = Head();
  head.keep_alive = false;
  EXPECT_NE(Text(head).find("\r\nConnection: close\r\n"), std::string::npos);
}

TEST(HttpReplyTest, NamesTheEncoding) {
  ReplyHead head = Head();
  head.gzip = true;
  EXPECT_NE(Text(head).find("\r\nContent-Encoding: gzip\r\n"), std::string::npos);
}

TEST(HttpReplyTest, AllowsOneOriginWithVary) {
  ReplyHead head = Head();
  head.allow_origin = "http://a";
  EXPECT_NE(Text(head).find("\r\nAccess-Control-Allow-Origin: http://a\r\nVary: Origin\r\n"),
            std::string::npos);
}

TEST(HttpReplyTest, AllowsAllOriginsWithoutVary) {
  ReplyHead head = Head();
  head.allow_origin = "*";
  EXPECT_NE(Text(head).find("\r\nAccess-Control-Allow-Origin: *\r\n"), std::string::npos);
  EXPECT_EQ(Text(head).find("Vary"), std::string::npos);
}

TEST(HttpReplyTest, AnswersAPreflight) {
  ReplyHead head = Head();
  head.content_type = "";
  head.content_length = 0;
  head.allow_origin = "*";
  head.preflight = true;
  head.preflight_method = "POST";
  head.preflight_headers = "x-amz-target";
  const std::string text = Text(head);
  EXPECT_NE(text.find("\r\nAccess-Control-Allow-Methods: POST\r\n"), std::string::npos);
  EXPECT_NE(text.find("\r\nAccess-Control-Allow-Headers: x-amz-target\r\n"), std::string::npos);
  EXPECT_NE(text.find("\r\nAccess-Control-Max-Age: 1728000\r\n"), std::string::npos);
  EXPECT_NE(text.find("\r\nContent-Length: 0\r\n"), std::string::npos);
  EXPECT_EQ(text.find("Content-Type"), std::string::npos);
}

TEST(HttpReplyTest, WritesDates) {
  EXPECT_EQ(HttpDate(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace stator::server
