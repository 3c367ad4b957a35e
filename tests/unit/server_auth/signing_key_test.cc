#include "server/auth/signing_key.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::server {
namespace {

// AWS General Reference, "Examples of how to derive a signing key for Signature Version 4".
TEST(SigningKeyTest, IsDerivedAsPublished) {
  std::string hex;
  AppendHex(DeriveSigningKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                             {"20150830", "us-east-1", "iam"}),
            &hex);
  EXPECT_EQ(hex, "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

}  // namespace
}  // namespace stator::server
