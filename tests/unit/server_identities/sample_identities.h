// Two accounts for the tests, as a person would write them, and ways to change the text.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "server/auth/identities.h"

namespace stator::server::testing {

inline constexpr std::string_view kRootKey = "AKIAROOTROOTROOTROOT";
inline constexpr std::string_view kAliceKey = "AKIAALICEALICEALICE1";
inline constexpr std::string_view kBobKey = "AKIABOBBOBBOBBOBBOB1";
inline constexpr std::string_view kAliceSecret = "alice-secret-0123456789-0123456789-abcde";

inline constexpr std::string_view kSampleText = R"json({
  "Accounts": {
    "000011112222": {
      "RootAccessKeys": [
        {"AccessKeyId": "AKIAROOTROOTROOTROOT", "SecretAccessKey": "root-secret-0123456789-0123456789-abcdef"}
      ],
      "Policies": {
        "Everything": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}},
        "Reads": {"Version": "2012-10-17",
                  "Statement": [{"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": "*"}]}
      },
      "Users": {
        "alice": {
          "AccessKeys": [
            {"AccessKeyId": "AKIAALICEALICEALICE1", "SecretAccessKey": "alice-secret-0123456789-0123456789-abcde"}
          ],
          "Policies": ["Everything"],
          "InlinePolicies": {
            "own": {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "dynamodb:DeleteTable", "Resource": "*"}}
          },
          "PermissionsBoundary": "Everything",
          "Tags": {"team": "red"}
        },
        "idle": {}
      },
      "Roles": {
        "app": {
          "TrustPolicy": {"Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000011112222:root"},
                          "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}},
          "Policies": ["Reads"],
          "Tags": {"team": "blue", "stage": "test"},
          "MaxSessionDuration": 7200
        },
        "second": {
          "TrustPolicy": {"Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000011112222:role/app"},
                          "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}},
          "MaxSessionDuration": 7200
        }
      }
    },
    "333344445555": {
      "Users": {
        "bob": {
          "AccessKeys": [
            {"AccessKeyId": "AKIABOBBOBBOBBOBBOB1", "SecretAccessKey": "bob-secret-0123456789-0123456789-abcdefg"}
          ]
        }
      }
    }
  }
})json";

inline Result<std::string> NoFiles(const std::string& name) {
  return ValidationError("no file " + name);
}

inline Result<std::shared_ptr<const Identities>> ParseIdentities(std::string_view text) {
  return Identities::Parse(text, NoFiles);
}

// The text with the one place where `from` stands changed.
inline std::string Changed(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const size_t at = changed.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) changed.replace(at, from.size(), to);
  return changed;
}

inline std::shared_ptr<const Identities> Sample(std::string_view text = kSampleText) {
  auto parsed = ParseIdentities(text);
  EXPECT_TRUE(parsed.ok()) << parsed.status().message();
  return parsed.ok() ? *parsed : nullptr;
}

}  // namespace stator::server::testing
