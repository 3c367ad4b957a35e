#include "server/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

namespace stator::server {
namespace {

std::string Decompress(const std::string& compressed, size_t max_bytes) {
  z_stream stream = {};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string text(max_bytes, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST(GzipTest, CompressesAgainAndAgain) {
  GzipCompressor compressor;
  for (const size_t size : {size_t{1}, size_t{2000}, size_t{1} << 20, size_t{300}}) {
    const std::string text(size, 'x');
    std::string compressed = text;
    ASSERT_TRUE(compressor.Compress(&compressed));
    EXPECT_EQ(Decompress(compressed, size + 1), text);
    EXPECT_LT(compressed.size(), size / 10 + 100);
  }
}

TEST(GzipTest, CompressesWhatCannotShrink) {
  std::string noise;
  uint32_t state = 1;
  for (int i = 0; i < 100'000; ++i) {
    state = state * 1664525 + 1013904223;
    noise.push_back(static_cast<char>(state >> 24));
  }
  std::string compressed = noise;
  ASSERT_TRUE(GzipCompressor().Compress(&compressed));
  EXPECT_EQ(Decompress(compressed, noise.size() + 1), noise);
}

TEST(GzipTest, ReadsAcceptEncoding) {
  EXPECT_TRUE(AcceptsGzip("gzip"));
  EXPECT_TRUE(AcceptsGzip("GZip"));
  EXPECT_TRUE(AcceptsGzip("deflate, gzip;q=0.5"));
  EXPECT_TRUE(AcceptsGzip("*"));
  EXPECT_FALSE(AcceptsGzip(""));
  EXPECT_FALSE(AcceptsGzip("identity"));
  EXPECT_FALSE(AcceptsGzip("gzip;q=0"));
  EXPECT_FALSE(AcceptsGzip("gzip; q=0.000"));
  EXPECT_FALSE(AcceptsGzip("x-gzip-not"));
}

TEST(GzipTest, GzipItselfOutweighsTheStar) {
  EXPECT_FALSE(AcceptsGzip("gzip;q=0, *"));
  EXPECT_TRUE(AcceptsGzip("*;q=0, gzip"));
}

// The value that AWS sent with this body (captured).
TEST(GzipTest, Crc32IsThatOfTheService) {
  EXPECT_EQ(Crc32(R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException",)"
                  R"("message":"Request is missing Authentication Token"})"),
            2088342776u);
}

}  // namespace
}  // namespace stator::server
