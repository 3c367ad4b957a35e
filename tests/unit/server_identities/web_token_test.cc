#include "server/auth/web_token.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "api/json/json.h"
#include "server/auth/sts_errors.h"
#include "tests/unit/server_identities/sample_identities.h"
#include "tests/unit/server_identities/token_signer.h"

namespace stator::server {
namespace {

using testing::EncodeBase64Url;
using testing::TokenSigner;

constexpr int64_t kNow = 1'800'000'000;
constexpr std::string_view kClaims =
    R"({"iss":"https://idp.example.com","sub":"user-0042","aud":"app","iat":1799999990,"exp":1800000300})";
constexpr std::string_view kNotAToken =
    "InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if "
    "you sent an Access Token)";
constexpr std::string_view kNoKey =
    "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider, please "
    "reference AssumeRoleWithWebIdentity documentation for requirements";

// Made once: an RSA key takes its time.
struct Keys {
  TokenSigner rsa{"RSA", "rsa"};
  TokenSigner other_rsa{"RSA", "rsa"};
  TokenSigner p256{"P-256", "p256"};
  TokenSigner p384{"P-384", "p384"};
  TokenSigner p521{"P-521", "p521"};
  TokenSigner only_rs512{"RSA", "only"};
};
const Keys& TestKeys() {
  static const Keys keys;
  return keys;
}

std::shared_ptr<const KeySet> ParseKeys(const std::string& text) {
  api::json::Document document;
  const auto node = document.Parse(text);
  EXPECT_TRUE(node.ok()) << text;
  auto keys = KeySet::Parse(PlacedNode(*node, "Keys"));
  EXPECT_TRUE(keys.ok()) << keys.status().message();
  return keys.ok() ? *keys : nullptr;
}

std::string ParseError(const std::string& text) {
  api::json::Document document;
  const auto node = document.Parse(text);
  EXPECT_TRUE(node.ok()) << text;
  return KeySet::Parse(PlacedNode(*node, "Keys")).status().message();
}

IdentityProvider Provider() {
  const Keys& keys = TestKeys();
  IdentityProvider provider;
  provider.id = "idp.example.com";
  provider.issuer = "https://idp.example.com";
  provider.audiences = {"app", "other-app"};
  provider.keys =
      ParseKeys(R"({"keys":[)" + keys.rsa.Jwk() + "," + keys.p256.Jwk() + "," + keys.p384.Jwk() +
                "," + keys.p521.Jwk() + "," + keys.only_rs512.Jwk(R"(,"alg":"RS512")") + "]}");
  provider.condition_keys = {{"idp:sub", "sub"},
                             {"idp:aud", "azp"},
                             {"idp:groups", "groups"},
                             {"idp:admin", "admin"},
                             {"idp:level", "level"}};
  return provider;
}

std::string Outcome(const Status& status) {
  return status.ok() ? "" : std::string(StsErrorName(status)) + ": " + status.message();
}

std::string Verify(const std::string& text, int64_t now_seconds = kNow) {
  const auto token = WebToken::Parse(text);
  if (!token.ok()) return Outcome(token.status());
  return Outcome(token->Verify(Provider(), now_seconds));
}

std::string With(std::string_view from, std::string_view to) {
  return testing::Changed(kClaims, from, to);
}

TEST(WebTokenTest, EachAlgorithmIsVerified) {
  const Keys& keys = TestKeys();
  for (const std::string_view algorithm : {"RS256", "RS384", "RS512"}) {
    EXPECT_EQ(Verify(keys.rsa.Sign(algorithm, kClaims)), "") << algorithm;
  }
  EXPECT_EQ(Verify(keys.p256.Sign("ES256", kClaims)), "");
  EXPECT_EQ(Verify(keys.p384.Sign("ES384", kClaims)), "");
  EXPECT_EQ(Verify(keys.p521.Sign("ES512", kClaims)), "");
}

TEST(WebTokenTest, OtherAlgorithmsAreRefused) {
  const std::string refused =
      "InvalidIdentityToken: The signature algorithm of the token is not one of RS256, RS384, "
      "RS512, ES256, ES384, ES512";
  for (const std::string_view algorithm :
       {"none", "None", "HS256", "PS256", "EdDSA", "rs256", ""}) {
    EXPECT_EQ(Verify(TestKeys().rsa.Sign(algorithm, kClaims)), refused) << algorithm;
  }
  const std::string text =
      EncodeBase64Url(R"({"alg":"none"})") + "." + EncodeBase64Url(kClaims) + ".";
  EXPECT_EQ(Verify(text), refused);
  EXPECT_EQ(Verify(EncodeBase64Url(R"({"kid":"rsa"})") + "." + EncodeBase64Url(kClaims) + "."),
            refused);
}

TEST(WebTokenTest, TheAlgorithmMustFitTheKey) {
  const Keys& keys = TestKeys();
  EXPECT_EQ(Verify(keys.rsa.Sign("ES256", kClaims)), kNoKey);
  EXPECT_EQ(Verify(keys.p256.Sign("RS256", kClaims)), kNoKey);
  EXPECT_EQ(Verify(keys.p256.Sign("ES384", kClaims)), kNoKey);
  EXPECT_EQ(Verify(keys.only_rs512.Sign("RS256", kClaims)), kNoKey);
  EXPECT_EQ(Verify(keys.only_rs512.Sign("RS512", kClaims)), "");
  EXPECT_EQ(Verify(TokenSigner("P-256", "nobody").Sign("ES256", kClaims)), kNoKey);
}

TEST(WebTokenTest, AChangeAnywhereIsFound) {
  const std::string invalid = "InvalidIdentityToken: The signature of the token is invalid";
  const Keys& keys = TestKeys();
  EXPECT_EQ(Verify(keys.other_rsa.Sign("RS256", kClaims)), invalid) << "another key of that name";
  for (const TokenSigner* signer : {&keys.rsa, &keys.p256}) {
    const std::string algorithm = signer == &keys.rsa ? "RS256" : "ES256";
    const std::string token = signer->Sign(algorithm, kClaims);
    const size_t dot = token.rfind('.');
    const std::string other = signer->Sign(algorithm, With("user-0042", "user-0043"));
    EXPECT_EQ(Verify(token.substr(0, dot) + other.substr(other.rfind('.'))), invalid);
    EXPECT_EQ(Verify(token.substr(0, dot + 1)), invalid) << "no signature";
    EXPECT_EQ(Verify(token + "AAAA"), invalid) << "more than a signature";
    std::string zeros(signer == &keys.rsa ? 256 : 64, '\0');
    EXPECT_EQ(Verify(token.substr(0, dot + 1) + EncodeBase64Url(zeros)), invalid);
  }
}

TEST(WebTokenTest, WhatIsNoTokenIsRefused) {
  const Keys& keys = TestKeys();
  const std::string token = keys.rsa.Sign("RS256", kClaims);
  for (const std::string& text :
       {std::string("EAACEdEose0cBA"), std::string(".."), token + ".x", token + "=", token + " ",
        "." + token, keys.rsa.Sign("RS256", "[]"), keys.rsa.Sign("RS256", "{"),
        keys.rsa.Sign("RS256", R"({"iss":"a","iss":"https://idp.example.com"})"),
        keys.rsa.Sign("RS256", kClaims, R"(,"kid":"rsa")"),
        keys.rsa.Sign("RS256", With(R"("aud":"app")", R"("aud":[])")),
        keys.rsa.Sign("RS256", With(R"("aud":"app")", R"("aud":7)")),
        keys.rsa.Sign("RS256", With(R"("user-0042")", R"(42)")),
        keys.rsa.Sign("RS256", With("1800000300", R"("1800000300")")),
        keys.rsa.Sign("RS256", With("1800000300", "1e300")),
        keys.rsa.Sign("RS256", With("1799999990", "-5"))}) {
    EXPECT_EQ(Verify(text), kNotAToken) << text;
  }
  EXPECT_EQ(Verify(keys.rsa.Sign("RS256", kClaims, R"(,"crit":["b64"],"b64":false)")),
            "InvalidIdentityToken: The token has critical header parameters.");
}

TEST(WebTokenTest, RequiredClaimsAreRequired) {
  for (const auto& [claim, name] : {std::pair{R"("iss":"https://idp.example.com",)", "iss"},
                                    {R"("sub":"user-0042",)", "sub"},
                                    {R"("aud":"app",)", "aud"},
                                    {R"("iat":1799999990,)", "iat"},
                                    {R"(,"exp":1800000300)", "exp"}}) {
    EXPECT_EQ(Verify(TestKeys().rsa.Sign("RS256", With(claim, ""))),
              "InvalidIdentityToken: Missing a required claim: " + std::string(name));
  }
}

TEST(WebTokenTest, TimesHaveAMinuteOfLeeway) {
  const std::string token = TestKeys().p256.Sign("ES256", kClaims);
  EXPECT_EQ(Verify(token, 1'800'000'359), "");
  EXPECT_EQ(Verify(token, 1'800'000'360),
            "ExpiredTokenException: Token expired: current date/time 1800000360 must be before the "
            "expiration date/time 1800000300");
  EXPECT_EQ(Verify(token, 1'799'999'930), "");
  EXPECT_EQ(Verify(token, 1'799'999'929),
            "InvalidIdentityToken: The token was issued in the future");
  const std::string later =
      TestKeys().p256.Sign("ES256", With(R"("iat")", R"("nbf":1800000100,"iat")"));
  EXPECT_EQ(Verify(later, 1'800'000'040), "");
  EXPECT_EQ(Verify(later, 1'800'000'039), "InvalidIdentityToken: The token is not valid yet");
  EXPECT_EQ(Verify(TestKeys().p256.Sign("ES256", With("1800000300", "1800000300.5"))), "");
}

TEST(WebTokenTest, TheAudienceIsOneOfTheProviders) {
  const auto verify = [](std::string_view audience) {
    return Verify(TestKeys().p256.Sign("ES256", With(R"("aud":"app")", audience)));
  };
  const std::string wrong = "InvalidIdentityToken: Incorrect token audience";
  EXPECT_EQ(verify(R"("aud":"other-app")"), "");
  EXPECT_EQ(verify(R"("aud":["nobody","app"])"), "");
  EXPECT_EQ(verify(R"("aud":"nobody")"), wrong);
  EXPECT_EQ(verify(R"("aud":"")"), wrong);
  EXPECT_EQ(verify(R"("aud":"nobody","azp":"app")"), "") << "azp stands for aud";
  EXPECT_EQ(verify(R"("aud":"app","azp":"nobody")"), wrong);
}

TEST(WebTokenTest, TheIssuerIsTheProviders) {
  EXPECT_EQ(Verify(TestKeys().p256.Sign("ES256", With("https://idp", "https://jdp"))),
            "InvalidIdentityToken: Issuer must match the identity provider");
  EXPECT_EQ(Verify(TestKeys().p256.Sign("ES256", With("https://idp", "idp"))), "")
      << "with or without its scheme, as Google writes it";
}

TEST(WebTokenTest, TheSubjectHasALength) {
  EXPECT_EQ(Verify(TestKeys().p256.Sign("ES256", With("user-0042", "u-042"))),
            "IDPRejectedClaim: The claim sub must have 6 to 255 characters");
}

TEST(WebTokenTest, ClaimsBecomeConditionKeys) {
  const std::string text = TestKeys().p256.Sign(
      "ES256",
      With(R"("iat")", R"("groups":["a","b"],"admin":true,"level":3,"azp":"other-app","iat")"));
  const auto token = WebToken::Parse(text);
  ASSERT_TRUE(token.ok());
  using Pairs = std::vector<std::pair<std::string, std::vector<std::string>>>;
  EXPECT_EQ(token->ConditionKeys(Provider()), (Pairs{{"idp:sub", {"user-0042"}},
                                                     {"idp:aud", {"other-app"}},
                                                     {"idp:groups", {"a", "b"}},
                                                     {"idp:admin", {"true"}},
                                                     {"idp:level", {"3"}}}));
  const std::string plain = TestKeys().p256.Sign("ES256", kClaims);
  EXPECT_EQ(WebToken::Parse(plain)->ConditionKeys(Provider()),
            (Pairs{{"idp:sub", {"user-0042"}}, {"idp:aud", {"app"}}}));
}

TEST(WebTokenTest, TagsOfTheSessionAreInAClaim) {
  const auto tags = [](std::string_view claim) {
    const std::string text = TestKeys().p256.Sign(
        "ES256",
        With(R"("iat")", R"("https://aws.amazon.com/tags":)" + std::string(claim) + R"(,"iat")"));
    const auto token = WebToken::Parse(text);
    EXPECT_TRUE(token.ok());
    return token->ReadSessionTags();
  };
  const auto read =
      tags(R"({"principal_tags":{"team":["red"],"user":"u1"},"transitive_tag_keys":["team"]})");
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_EQ(read->tags, (Tags{{"team", "red"}, {"user", "u1"}}));
  EXPECT_EQ(read->transitive_keys, std::vector<std::string>{"team"});
  const std::string malformed =
      "IDPRejectedClaim: The claim https://aws.amazon.com/tags is malformed";
  EXPECT_EQ(Outcome(tags(R"("red")").status()), malformed);
  EXPECT_EQ(Outcome(tags(R"({"principal_tags":{"team":["red","blue"]}})").status()), malformed);
  EXPECT_EQ(Outcome(tags(R"({"principal_tags":{"a":"1","A":"2"}})").status()),
            "IDPRejectedClaim: Duplicate tag keys found. Please note that Tag keys are case "
            "insensitive.");
  EXPECT_EQ(Outcome(tags(R"({"principal_tags":{"a;":"1"}})").status()),
            "IDPRejectedClaim: Tag keys have 1 to 128 and values 0 to 256 letters, digits, spaces "
            "and _.:/=+-@");
  EXPECT_EQ(Outcome(tags(R"({"transitive_tag_keys":["a"]})").status()),
            "IDPRejectedClaim: The specified transitive tag key must be included in the requested "
            "tags.");
}

TEST(KeySetTest, RefusesWhatIsNoSoundKey) {
  const Keys& keys = TestKeys();
  const auto set = [](const std::string& key) { return R"({"keys":[)" + key + "]}"; };
  EXPECT_EQ(ParseError(set(keys.rsa.Jwk() + "," + keys.rsa.Jwk())),
            "Keys.keys[1]: another key has this kid");
  EXPECT_EQ(ParseError(set(keys.rsa.Jwk(R"(,"use":"enc")"))),
            "Keys.keys: there is no key for signatures among them");
  EXPECT_EQ(ParseError(set(keys.p256.Jwk(R"(,"d":"AAAA")"))),
            "Keys.keys[0]: this is a private key; only its public half belongs here");
  EXPECT_EQ(ParseError(set(R"({"kty":"oct","kid":"h","k":"AAAA"})")),
            "Keys.keys: there is no key for signatures among them");
  EXPECT_EQ(ParseError(set(R"({"kty":"RSA","kid":"r","n":"AQAB","e":"AQAB"})")),
            "Keys.keys[0]: no sound RSA key of 2048 to 16384 bits");
  EXPECT_EQ(ParseError(set(R"({"kty":"RSA","kid":"r","n":"AQ=B","e":"AQAB"})")),
            "Keys.keys[0].n: must be base64url without padding");
  EXPECT_EQ(ParseError(set(R"({"kty":"EC","kid":"e","crv":"secp256k1","x":"AA","y":"AA"})")),
            "Keys.keys[0]: crv must be P-256, P-384 or P-521");
  const std::string one(43, 'A');
  EXPECT_EQ(ParseError(set(R"({"kty":"EC","kid":"e","crv":"P-256","x":")" + one + R"(","y":")" +
                           one + R"("})")),
            "Keys.keys[0]: x and y are no point of the curve");
  EXPECT_EQ(ParseError(set(R"({"kty":"RSA","n":"AQAB","e":"AQAB"})")),
            "Keys.keys[0]: kid is missing");
}

}  // namespace
}  // namespace stator::server
