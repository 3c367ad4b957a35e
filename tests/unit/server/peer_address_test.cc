#include "server/peer_address.h"

#include <gtest/gtest.h>

namespace stator::server {
namespace {

bool IsHere(const char* text) { return IsOnThisMachine(boost::asio::ip::make_address(text)); }

TEST(PeerAddressTest, LoopbackIsThisMachine) {
  EXPECT_TRUE(IsHere("127.0.0.1"));
  EXPECT_TRUE(IsHere("127.1.2.3"));
  EXPECT_TRUE(IsHere("::1"));
  EXPECT_TRUE(IsHere("::ffff:127.0.0.1"));
}

TEST(PeerAddressTest, EverythingElseIsNot) {
  for (const char* text : {"10.0.0.1", "172.17.0.1", "0.0.0.0", "::", "::2", "fe80::1",
                           "::ffff:10.0.0.1", "2001:db8::127.0.0.1"}) {
    EXPECT_FALSE(IsHere(text)) << text;
  }
}

}  // namespace
}  // namespace stator::server
