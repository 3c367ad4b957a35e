#include "bench/driver/http_connection.h"

#include <gtest/gtest.h>

namespace stator::bench {
namespace {

TEST(EndpointTest, HasSchemeHostAndPort) {
  const auto local = Endpoint::Parse("http://127.0.0.1:8000/");
  ASSERT_TRUE(local.ok());
  EXPECT_FALSE(local->tls);
  EXPECT_EQ(local->host, "127.0.0.1");
  EXPECT_EQ(local->port, "8000");
  EXPECT_EQ(local->authority, "127.0.0.1:8000");
  const auto aws = Endpoint::Parse("https://dynamodb.eu-west-1.amazonaws.com");
  ASSERT_TRUE(aws.ok());
  EXPECT_TRUE(aws->tls);
  EXPECT_EQ(aws->port, "443");
  EXPECT_EQ(aws->authority, "dynamodb.eu-west-1.amazonaws.com");
  const auto six = Endpoint::Parse("http://[::1]:80");
  ASSERT_TRUE(six.ok());
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->port, "80");
}

TEST(EndpointTest, WhatIsNoEndpointIsRefused) {
  for (const auto* url : {"", "localhost:8000", "ftp://x", "http://", "http://:80",
                          "http://x:", "http://x/path", "http://a@b", "http://x?y"}) {
    EXPECT_FALSE(Endpoint::Parse(url).ok()) << url;
  }
}

}  // namespace
}  // namespace stator::bench
