#include "server/request_parser.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::server {
namespace {

using Progress = RequestParser::Progress;

constexpr const char* kPost =
    "POST /?a=b HTTP/1.1\r\n"
    "Host: localhost\r\n"
    "X-Amz-Target: DynamoDB_20120810.GetItem\r\n"
    "x-amz-date: 20261122T000000Z\r\n"
    "AUTHORIZATION:  secret \r\n"
    "Content-Type: application/x-amz-json-1.0\r\n"
    "Accept-Encoding: gzip\r\n"
    "Content-Length: 2\r\n"
    "\r\n"
    "{}";

class RequestParserTest : public testing::Test {
 protected:
  RequestParserTest() { parser_.Begin(&request_); }

  // Feeds the text `step` bytes at a time, as a connection does: bytes not taken come again.
  Progress Feed(const std::string& text, size_t step) {
    Progress progress = Progress::kNeedMore;
    while (progress == Progress::kNeedMore && fed_ < text.size()) {
      const size_t more = std::min(step, text.size() - fed_);
      pending_.append(text, fed_, more);
      fed_ += more;
      size_t taken = 0;
      progress = parser_.Feed(pending_, &taken);
      pending_.erase(0, taken);
    }
    return progress;
  }
  Progress FeedAll(const std::string& text) { return Feed(text, text.size()); }

  HttpRequest request_;
  RequestParser parser_{1024, 100};
  std::string pending_;
  size_t fed_ = 0;
};

TEST_F(RequestParserTest, KeepsWhatTheServerNeeds) {
  ASSERT_EQ(FeedAll(kPost), Progress::kDone);
  EXPECT_EQ(request_.method, HttpMethod::kPost);
  EXPECT_EQ(request_.target, "/?a=b");
  EXPECT_EQ(request_.amz_target, "DynamoDB_20120810.GetItem");
  EXPECT_EQ(request_.authorization, "secret");
  EXPECT_EQ(request_.content_type, "application/x-amz-json-1.0");
  EXPECT_EQ(request_.accept_encoding, "gzip");
  EXPECT_TRUE(request_.has_host);
  EXPECT_TRUE(request_.has_date);
  EXPECT_TRUE(request_.keep_alive);
  EXPECT_EQ(request_.body, "{}");
}

TEST_F(RequestParserTest, TakesAByteAtATime) {
  ASSERT_EQ(Feed(kPost, 1), Progress::kDone);
  EXPECT_EQ(request_.amz_target, "DynamoDB_20120810.GetItem");
  EXPECT_EQ(request_.body, "{}");
}

TEST_F(RequestParserTest, LeavesTheNextRequestAlone) {
  std::string two(kPost);
  two += "GET /healthz HTTP/1.1\r\n\r\n";
  ASSERT_EQ(FeedAll(two), Progress::kDone);
  EXPECT_EQ(pending_, "GET /healthz HTTP/1.1\r\n\r\n");
  parser_.Begin(&request_);
  size_t taken = 0;
  ASSERT_EQ(parser_.Feed(pending_, &taken), Progress::kDone);
  EXPECT_EQ(request_.method, HttpMethod::kGet);
  EXPECT_EQ(request_.target, "/healthz");
  EXPECT_EQ(request_.amz_target, "");
  EXPECT_EQ(request_.body, "");
  EXPECT_FALSE(request_.has_host);
}

TEST_F(RequestParserTest, JoinsChunksAndIgnoresTheTrailer) {
  ASSERT_EQ(Feed("POST / HTTP/1.1\r\nAuthorization: first\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "3;name=value\r\nabc\r\n2\r\nde\r\n0\r\nX-Amz-Target: trailer\r\n\r\n",
                 7),
            Progress::kDone);
  EXPECT_EQ(request_.body, "abcde");
  EXPECT_EQ(request_.amz_target, "");
}

TEST_F(RequestParserTest, KeepsTheFirstOfRepeatedHeaders) {
  ASSERT_EQ(FeedAll("GET / HTTP/1.1\r\nAuthorization: one\r\nAuthorization: two\r\n\r\n"),
            Progress::kDone);
  EXPECT_EQ(request_.authorization, "one");
}

TEST_F(RequestParserTest, IgnoresEmptyLinesBeforeARequest) {
  ASSERT_EQ(FeedAll("\r\n\r\n"), Progress::kNeedMore);
  EXPECT_FALSE(parser_.begun());
  fed_ = 0;
  ASSERT_EQ(FeedAll("\r\nGET / HTTP/1.1\r\n\r\n"), Progress::kDone);
}

TEST_F(RequestParserTest, KnowsHttp10) {
  ASSERT_EQ(FeedAll("GET / HTTP/1.0\r\n\r\n"), Progress::kDone);
  EXPECT_TRUE(request_.http_1_0);
  EXPECT_FALSE(request_.keep_alive);
}

TEST_F(RequestParserTest, HearsConnectionClose) {
  ASSERT_EQ(FeedAll("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), Progress::kDone);
  EXPECT_FALSE(request_.keep_alive);
}

TEST_F(RequestParserTest, SaysWhenTheHeadIsDone) {
  ASSERT_EQ(FeedAll("POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"),
            Progress::kNeedMore);
  EXPECT_TRUE(parser_.head_done());
  EXPECT_EQ(request_.expect, "100-continue");
}

TEST_F(RequestParserTest, RefusesALargeHead) {
  EXPECT_EQ(Feed("GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", 100),
            Progress::kHeadTooLarge);
}

TEST_F(RequestParserTest, RefusesALargeTarget) {
  EXPECT_EQ(Feed("GET /" + std::string(2000, 'x') + " HTTP/1.1\r\n\r\n", 100),
            Progress::kHeadTooLarge);
}

TEST_F(RequestParserTest, RefusesALargeBodyByItsLength) {
  EXPECT_EQ(FeedAll("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n"), Progress::kBodyTooLarge);
}

TEST_F(RequestParserTest, TakesABodyAtTheLimit) {
  EXPECT_EQ(FeedAll("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x')),
            Progress::kDone);
}

TEST_F(RequestParserTest, RefusesALargeBodyInChunks) {
  const std::string chunk = "32\r\n" + std::string(50, 'x') + "\r\n";
  EXPECT_EQ(FeedAll("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk +
                    "1\r\nx\r\n0\r\n\r\n"),
            Progress::kBodyTooLarge);
}

TEST_F(RequestParserTest, RefusesWhatIsNotHttp) {
  for (const std::string text :
       {"\x16\x03\x01\x02 TLS hello", "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    RequestParser parser(1024, 100);
    parser.Begin(&request_);
    size_t taken = 0;
    EXPECT_EQ(parser.Feed(text, &taken), Progress::kMalformed) << text;
  }
}

// A body in a coding that was not understood became the next request of the connection.
TEST_F(RequestParserTest, RefusesTransferCodingsButChunked) {
  const auto outcome = [](const std::string& coding) {
    RequestParser parser(8'192, 1'024);
    HttpRequest request;
    parser.Begin(&request);
    size_t taken = 0;
    return parser.Feed(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n", &taken);
  };
  for (const char* coding : {"identity", "gzip", "gzip, chunked", "chunked, gzip", "xchunked",
                             "chunked, identity", "", "chunked, chunked", "chunked;a=b"}) {
    EXPECT_EQ(outcome(coding), Progress::kMalformed) << coding;
  }
  for (const char* coding : {"chunked", "Chunked"}) {
    EXPECT_EQ(outcome(coding), Progress::kDone) << coding;
  }
}

// Two lengths, or a length beside chunks, is how requests are smuggled past a proxy.
TEST_F(RequestParserTest, RefusesContradictoryLengths) {
  for (const char* headers : {"Content-Length: 2\r\nContent-Length: 3\r\n",
                              "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                              "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n"}) {
    RequestParser parser(1024, 100);
    parser.Begin(&request_);
    size_t taken = 0;
    EXPECT_EQ(parser.Feed("POST / HTTP/1.1\r\n" + std::string(headers) + "\r\n{}", &taken),
              Progress::kMalformed)
        << headers;
  }
}

TEST_F(RequestParserTest, KeepsNoOtherHeadersUnlessAsked) {
  ASSERT_EQ(FeedAll(kPost), Progress::kDone);
  EXPECT_EQ(request_.headers.size(), 0u);
  EXPECT_EQ(request_.method_name, "");
}

TEST(RequestParserHeadersTest, AreKeptInOrderWhenAskedFor) {
  HttpRequest request;
  RequestParser parser(1024, 100, /*keep_headers=*/true);
  const std::string first =
      "PATCH / HTTP/1.1\r\nHost: h\r\nX-Amz-Meta:  a   b \r\nx-AMZ-meta:\r\n"
      "Folded: one\r\n   two\r\nTransfer-Encoding: chunked\r\n\r\n"
      "1\r\nx\r\n0\r\nX-Amz-Trailer: t\r\n\r\n";
  for (int round = 0; round < 2; ++round) {
    parser.Begin(&request);
    size_t taken = 0;
    ASSERT_EQ(parser.Feed(first, &taken), Progress::kDone);
    EXPECT_EQ(request.method_name, "PATCH");
    ASSERT_EQ(request.headers.size(), 5u);
    EXPECT_EQ(request.headers.name(1), "X-Amz-Meta");
    EXPECT_EQ(request.headers.value(1), "a   b");
    EXPECT_EQ(request.headers.name(2), "x-AMZ-meta");
    EXPECT_EQ(request.headers.value(2), "");
    EXPECT_EQ(request.headers.value(3).substr(0, 3), "one");
    EXPECT_EQ(request.headers.Find("host"), "h");
    EXPECT_EQ(request.headers.Find("x-amz-trailer"), "") << "a trailer is not part of the head";
  }
}

}  // namespace
}  // namespace stator::server
