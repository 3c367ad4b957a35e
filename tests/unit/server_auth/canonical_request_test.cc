#include "server/auth/canonical_request.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::server {
namespace {

std::string Path(std::string_view path) {
  std::string text;
  AppendCanonicalPath(path, &text);
  return text;
}

std::string Query(std::string_view query, std::string_view without = "",
                  std::string_view or_without = "") {
  std::string text;
  AppendCanonicalQuery(query, without, or_without, &text);
  return text;
}

TEST(CanonicalPathTest, IsNormalised) {
  EXPECT_EQ(Path(""), "/");
  EXPECT_EQ(Path("/"), "/");
  EXPECT_EQ(Path("//"), "/");
  EXPECT_EQ(Path("/metrics"), "/metrics");
  EXPECT_EQ(Path("/_stator/clock/"), "/_stator/clock/");
  EXPECT_EQ(Path("//a///b//"), "/a/b/");
  EXPECT_EQ(Path("/./a/."), "/a/");
  EXPECT_EQ(Path("/a/b/.."), "/a/");
  EXPECT_EQ(Path("/a/../../.."), "/");
  EXPECT_EQ(Path("/a/..b/...c"), "/a/..b/...c");
}

TEST(CanonicalPathTest, IsEncodedOnceMore) {
  EXPECT_EQ(Path("/a b"), "/a%20b");
  EXPECT_EQ(Path("/a%20b"), "/a%2520b");
  EXPECT_EQ(Path("/-._~9zZ"), "/-._~9zZ");
  EXPECT_EQ(Path("/\xe1\x88\xb4*+"), "/%E1%88%B4%2A%2B");
}

TEST(CanonicalQueryTest, IsSortedAndEncoded) {
  EXPECT_EQ(Query(""), "");
  EXPECT_EQ(Query("b=2&a=1"), "a=1&b=2");
  EXPECT_EQ(Query("a=2&a=1&a"), "a=&a=1&a=2");
  EXPECT_EQ(Query("a=b=c"), "a=b%3Dc");
  EXPECT_EQ(Query("&&a=1&"), "a=1");
  EXPECT_EQ(Query("a=%7E%2f%zz%4"), "a=~%2F%25zz%254");
  EXPECT_EQ(Query("B=1&a=1"), "B=1&a=1");
  // By the encoded names: %E1 comes before a, and - before any letter.
  EXPECT_EQ(Query("a=1&%E1=2&-=3"), "%E1=2&-=3&a=1");
}

TEST(CanonicalQueryTest, LeavesOutWhatIsNotSigned) {
  EXPECT_EQ(Query("a=1&X-Amz-Signature=2&b=3", "X-Amz-Signature"), "a=1&b=3");
  EXPECT_EQ(Query("a=1&b=3", "b", "a"), "");
  EXPECT_EQ(Query("=x&a=1"), "=x&a=1") << "a parameter without a name is one too";
  EXPECT_EQ(Query("x-amz-signature=2", "X-Amz-Signature"), "x-amz-signature=2");
}

class CanonicalHeadersTest : public testing::Test {
 protected:
  std::string Text(std::string_view signed_headers) {
    std::string text;
    coverage_ = AppendCanonicalHeaders(headers_, signed_headers, &text);
    return text;
  }
  HttpHeaders headers_;
  HeaderCoverage coverage_;
};

TEST_F(CanonicalHeadersTest, LowersNamesAndFoldsValues) {
  headers_.Add("X-Amz-Date", "20150830T123600Z");
  headers_.Add("HOST", " example.com ");
  headers_.Add("My-Header", "\t a  \t b   c ");
  EXPECT_EQ(Text("host;my-header;x-amz-date"),
            "host:example.com\nmy-header:a b c\nx-amz-date:20150830T123600Z\n\n"
            "host;my-header;x-amz-date");
  EXPECT_TRUE(coverage_.host_signed);
  EXPECT_TRUE(coverage_.all_present);
  EXPECT_EQ(coverage_.unsigned_header, "");
}

TEST_F(CanonicalHeadersTest, JoinsRepeatedHeadersInTheirOrder) {
  headers_.Add("a", "2");
  headers_.Add("b", "x");
  headers_.Add("A", " 1 ");
  headers_.Add("a", "");
  EXPECT_EQ(Text("a"), "a:2,1,\n\na");
}

TEST_F(CanonicalHeadersTest, SortsWhatIsSigned) {
  headers_.Add("host", "h");
  headers_.Add("date", "d");
  EXPECT_EQ(Text("Host;date;HOST;;"), "date:d\nhost:h\n\ndate;host");
}

TEST_F(CanonicalHeadersTest, SeesWhatIsNotSigned) {
  headers_.Add("Host", "h");
  headers_.Add("X-Amz-Target", "t");
  headers_.Add("X-Amz-Date", "d");
  headers_.Add("X-Amzn-Trace-Id", "i");
  headers_.Add("User-Agent", "u");
  Text("host;x-amz-date");
  EXPECT_EQ(coverage_.unsigned_header, "x-amz-target");
  Text("host;x-amz-date;x-amz-target");
  EXPECT_EQ(coverage_.unsigned_header, "");
  Text("x-amz-date;x-amz-target");
  EXPECT_FALSE(coverage_.host_signed);
  EXPECT_TRUE(coverage_.all_present);
}

TEST_F(CanonicalHeadersTest, SeesWhatIsAbsent) {
  headers_.Add("host", "h");
  EXPECT_EQ(Text("connection;host;zzz"), "connection:\nhost:h\nzzz:\n\nconnection;host;zzz");
  EXPECT_FALSE(coverage_.all_present);
}

TEST_F(CanonicalHeadersTest, TakesManyHeaders) {
  std::string expected;
  std::string names;
  for (int i = 0; i < 2000; ++i) headers_.Add("h" + std::to_string(10'000 - i), "v");
  for (int i = 1999; i >= 0; --i) {
    const std::string name = "h" + std::to_string(10'000 - i);
    names += (names.empty() ? "" : ";") + name;
  }
  const std::string text = Text(names);
  EXPECT_TRUE(text.starts_with("h10000:v\nh8001:v\nh8002:v\n"));
  EXPECT_TRUE(coverage_.all_present);
}

}  // namespace
}  // namespace stator::server
