#include "server/auth/authenticator.h"

#include <gtest/gtest.h>

#include <string>

#include "server/auth/signing_key.h"
#include "server/auth/signing_time.h"
#include "tests/unit/server_auth/signed_request.h"

namespace stator::server {
namespace {

constexpr int64_t kNow = 1'795'435'200;  // 2026-11-23, 12:00:00 UTC
constexpr std::string_view kBody = R"({"TableName":"t"})";

// How a request is signed; a test changes what it is about.
struct Signing {
  std::string key_id = "AKIA";
  std::string secret = "secret";
  std::string time = BasicTime(kNow);
  std::string date = BasicTime(kNow).substr(0, 8);
  std::string region = "eu-west-1";
  std::string service = "dynamodb";
  std::string names = "host;x-amz-date;x-amz-target";
  std::string canonical_headers = "host:localhost:8000\nx-amz-date:" + BasicTime(kNow) +
                                  "\nx-amz-target:DynamoDB_20120810.Scan\n";
  std::string payload_hex = HexSha256(kBody);

  std::string Scope() const { return date + "/" + region + "/" + service + "/aws4_request"; }
  std::string CanonicalFor(std::string_view query) const {
    return "POST\n/\n" + std::string(query) + "\n" + canonical_headers + "\n" + names + "\n" +
           payload_hex;
  }
  std::string SignatureFor(std::string_view query = "") const {
    const std::string to_sign =
        "AWS4-HMAC-SHA256\n" + time + "\n" + Scope() + "\n" + HexSha256(CanonicalFor(query));
    const Digest key = DeriveSigningKey(secret, {date, region, service});
    std::string hex;
    AppendHex(HmacSha256(BytesOf(key), to_sign), &hex);
    return hex;
  }
  std::string Header() const {
    return "AWS4-HMAC-SHA256 Credential=" + key_id + "/" + Scope() + ", SignedHeaders=" + names +
           ", Signature=" + SignatureFor();
  }
};

class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() {
    credentials_.Add("AKIA", {.secret_key = "secret"});
    credentials_.Add(
        "ASIA", {.secret_key = "secret", .session_token = "a+b/c==", .expires_seconds = kNow + 60});
    credentials_.Add("AKIAEMPTY", {});
  }

  static HttpRequest Bare() {
    HttpRequest request;
    request.method_name = "POST";
    request.target = "/";
    request.body = kBody;
    AddHeader("Host", "localhost:8000", &request);
    AddHeader("X-Amz-Target", "DynamoDB_20120810.Scan", &request);
    return request;
  }
  static HttpRequest Signed(const Signing& signing) {
    HttpRequest request = Bare();
    AddHeader("X-Amz-Date", signing.time, &request);
    AddHeader("Authorization", signing.Header(), &request);
    return request;
  }
  // Signed at `seconds`, in all its parts.
  static Signing At(int64_t seconds) {
    Signing signing;
    signing.time = BasicTime(seconds);
    signing.date = signing.time.substr(0, 8);
    signing.canonical_headers = "host:localhost:8000\nx-amz-date:" + signing.time +
                                "\nx-amz-target:DynamoDB_20120810.Scan\n";
    return signing;
  }

  // "" or "Type: message".
  std::string ErrorOf(const HttpRequest& request, std::string_view service = "dynamodb") {
    caller_ = {};
    const auto error = authenticator_.Authenticate(request, service, &caller_);
    EXPECT_EQ(error.has_value(), caller_.credential == nullptr);
    return error ? std::string(error->type) + ": " + error->message : "";
  }
  std::string ErrorOf(const Signing& signing) { return ErrorOf(Signed(signing)); }

  FixedCredentials credentials_;
  ManualClock clock_{kNow * 1'000'000};
  Authenticator authenticator_{&credentials_, &clock_};
  Authenticator::Caller caller_;
};

constexpr const char* kInvalidToken =
    "UnrecognizedClientException: The security token included in the request is invalid.";

TEST_F(AuthenticatorTest, SaysWhoCalls) {
  EXPECT_EQ(ErrorOf(Signing()), "");
  EXPECT_EQ(caller_.region, "eu-west-1");
  EXPECT_EQ(caller_.credential->principal->arn, "arn:aws:iam::123456789012:user/user-of-AKIA");
  EXPECT_EQ(ErrorOf(Signing()), "") << "with the key kept";
}

// A caller who is remembered is not looked up again, so what becomes of him must be noticed.
TEST_F(AuthenticatorTest, ARememberedCallerIsWhoHeIsNow) {
  EXPECT_EQ(ErrorOf(Signing()), "");
  auto promoted =
      std::make_shared<api::iam::Principal>(api::iam::UserPrincipal("123456789012", "promoted"));
  credentials_.Add("AKIA", {.secret_key = "secret", .principal = promoted});
  EXPECT_EQ(ErrorOf(Signing()), "");
  EXPECT_EQ(caller_.credential->principal->user_name, "promoted");
  credentials_.Remove("AKIA");
  EXPECT_EQ(ErrorOf(Signing()), kInvalidToken);
  credentials_.Add("AKIA", {.secret_key = "secret"});
  EXPECT_EQ(ErrorOf(Signing()), "");
}

TEST_F(AuthenticatorTest, ARememberedKeyCountsForItsSecretOnly) {
  Signing later;
  later.secret = "another";
  EXPECT_EQ(ErrorOf(Signing()), "");
  credentials_.Add("AKIA", {.secret_key = "another"});
  EXPECT_EQ(ErrorOf(Signing()).substr(0, 25), "InvalidSignatureException");
  EXPECT_EQ(ErrorOf(later), "");
  EXPECT_EQ(ErrorOf(Signing()).substr(0, 25), "InvalidSignatureException");
}

// Slashes behind a scope belong to nothing, and each number of them was remembered by itself.
TEST_F(AuthenticatorTest, ACallerIsRememberedOnceHoweverManySlashesEndHisScope) {
  for (const size_t slashes : {0U, 1U, 2'000U}) {
    HttpRequest request = Bare();
    AddHeader("X-Amz-Date", Signing().time, &request);
    std::string header = Signing().Header();
    header.insert(header.find(", SignedHeaders"), slashes, '/');
    AddHeader("Authorization", header, &request);
    Signature signature;
    ASSERT_FALSE(ReadSignature(request, "dynamodb", &signature).has_value());
    EXPECT_EQ(signature.credential, "AKIA/" + Signing().Scope());
    EXPECT_EQ(ErrorOf(request), "");
  }
}

TEST_F(AuthenticatorTest, WhoIsRefusedIsNotRemembered) {
  Signing wrong;
  wrong.secret = "a guess";
  EXPECT_NE(ErrorOf(wrong), "");
  EXPECT_NE(ErrorOf(wrong), "");
  EXPECT_EQ(ErrorOf(Signing()), "");
  EXPECT_NE(ErrorOf(wrong), "");
}

TEST_F(AuthenticatorTest, ARememberedSessionNeedsItsTokenAndEnds) {
  Signing signing;
  signing.key_id = "ASIA";
  signing.names = "host;x-amz-date;x-amz-security-token;x-amz-target";
  signing.canonical_headers = "host:localhost:8000\nx-amz-date:" + signing.time +
                              "\nx-amz-security-token:a+b/c==\n"
                              "x-amz-target:DynamoDB_20120810.Scan\n";
  HttpRequest request = Signed(signing);
  AddHeader("X-Amz-Security-Token", "a+b/c==", &request);
  EXPECT_EQ(ErrorOf(request), "");
  Signing without;
  without.key_id = "ASIA";
  EXPECT_EQ(ErrorOf(without), kInvalidToken);
  clock_.Advance(int64_t{61} * 1'000'000);
  EXPECT_EQ(ErrorOf(request).substr(0, 21), "ExpiredTokenException");
}

// Each has its own callers, also where threads have served both.
TEST_F(AuthenticatorTest, AnotherAuthenticatorDoesNotKnowThem) {
  EXPECT_EQ(ErrorOf(Signing()), "");
  FixedCredentials nobody;
  nobody.Add("AKIB", {.secret_key = "secret"});
  nobody.Add("AKIC", {.secret_key = "secret"});
  nobody.Add("AKID", {.secret_key = "secret"});
  ASSERT_EQ(nobody.version(), credentials_.version());
  const Authenticator other(&nobody, &clock_);
  EXPECT_TRUE(other.Authenticate(Signed(Signing()), "dynamodb", &caller_).has_value());
  EXPECT_EQ(ErrorOf(Signing()), "");
}

TEST_F(AuthenticatorTest, RefusesWhoDoesNotSign) {
  EXPECT_EQ(ErrorOf(Bare()),
            "MissingAuthenticationTokenException: Request is missing Authentication Token");
}

TEST_F(AuthenticatorTest, RefusesStrangers) {
  Signing signing;
  signing.key_id = "AKIB";
  EXPECT_EQ(ErrorOf(signing), kInvalidToken);
}

TEST_F(AuthenticatorTest, RefusesAKeyWithoutASecret) {
  Signing signing;
  signing.key_id = "AKIAEMPTY";
  signing.secret = "";
  EXPECT_EQ(ErrorOf(signing), kInvalidToken);
}

TEST_F(AuthenticatorTest, ShowsWhatShouldHaveBeenSigned) {
  Signing signing;
  const std::string canonical = signing.CanonicalFor("");
  signing.secret = "another";
  EXPECT_EQ(ErrorOf(signing),
            "InvalidSignatureException: The request signature we calculated does not match the "
            "signature you provided. Check your AWS Secret Access Key and signing method. Consult "
            "the service documentation for details.\n\n"
            "The Canonical String for this request should have been\n'" +
                canonical + "'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n" +
                signing.time + "\n" + signing.Scope() + "\n" + HexSha256(canonical) + "'\n");
}

TEST_F(AuthenticatorTest, NoticesEachChange) {
  const auto change = [&](auto&& what) {
    HttpRequest request = Signed(Signing());
    what(&request);
    return ErrorOf(request);
  };
  const auto mismatch = [](const std::string& error) {
    return error.starts_with("InvalidSignatureException: The request signature we calculated");
  };
  EXPECT_EQ(change([](HttpRequest*) {}), "");
  EXPECT_TRUE(mismatch(change([](HttpRequest* request) { request->body += " "; })));
  EXPECT_TRUE(mismatch(change([](HttpRequest* request) { request->method_name = "PUT"; })));
  EXPECT_TRUE(mismatch(change([](HttpRequest* request) { request->target = "/a"; })));
  EXPECT_TRUE(mismatch(change([](HttpRequest* request) { request->target = "/?a=1"; })));
  EXPECT_TRUE(mismatch(change([](HttpRequest* request) { request->target = "/?=1"; })));
  EXPECT_TRUE(
      mismatch(change([](HttpRequest* request) { AddHeader("Host", "elsewhere", request); })));
  EXPECT_TRUE(mismatch(
      change([](HttpRequest* request) { AddHeader("x-amz-target", "another", request); })));
}

TEST_F(AuthenticatorTest, TakesASignatureInLowerCaseOnlyAndWhole) {
  HttpRequest request = Signed(Signing());
  std::string& header = request.authorization;
  const std::string right = header;
  header.pop_back();
  EXPECT_NE(ErrorOf(request), "");
  header = right + "0";
  EXPECT_NE(ErrorOf(request), "");
  const size_t at = right.find("Signature=");
  header = right;
  for (size_t i = at + 10; i < header.size(); ++i) {
    header[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(header[i])));
  }
  EXPECT_NE(ErrorOf(request), "");
}

TEST_F(AuthenticatorTest, ASecretThatChangesCountsAtOnce) {
  EXPECT_EQ(ErrorOf(Signing()), "");
  credentials_.Add("AKIA", {.secret_key = "changed"});
  EXPECT_NE(ErrorOf(Signing()), "");
  Signing signing;
  signing.secret = "changed";
  EXPECT_EQ(ErrorOf(signing), "");
}

TEST_F(AuthenticatorTest, AllowsFiveMinutesOfSkew) {
  EXPECT_EQ(ErrorOf(At(kNow - 300)), "");
  EXPECT_EQ(ErrorOf(At(kNow + 300)), "");
  EXPECT_EQ(ErrorOf(At(kNow - 301)),
            "InvalidSignatureException: Signature expired: 20261123T115459Z is now earlier than "
            "20261123T115500Z (20261123T120000Z - 5 min.)");
  EXPECT_EQ(ErrorOf(At(kNow + 301)),
            "InvalidSignatureException: Signature not yet current: 20261123T120501Z is still later "
            "than 20261123T120500Z (20261123T120000Z + 5 min.)");
}

TEST_F(AuthenticatorTest, SignaturesGoByTheMachineAndSessionsByTheClock) {
  const ManualClock moved((kNow + 3'600) * 1'000'000);
  const Authenticator authenticator(&credentials_, &clock_, &moved);
  EXPECT_FALSE(authenticator.Authenticate(Signed(Signing()), "dynamodb", &caller_).has_value());
  EXPECT_EQ(authenticator.clock(), &moved);
  credentials_.Add("AKIA", {.secret_key = "secret", .expires_seconds = kNow + 3'600});
  const auto error = authenticator.Authenticate(Signed(Signing()), "dynamodb", &caller_);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->type, kExpiredToken);
}

TEST_F(AuthenticatorTest, TheScopeHasTheDateOfTheTime) {
  Signing signing;
  signing.date = "20261122";
  EXPECT_EQ(ErrorOf(signing),
            "InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from "
            "ISO-8601 version of date from HTTP: '20261122' != '20261123', from "
            "'20261123T120000Z'.");
}

TEST_F(AuthenticatorTest, TakesTheDateHeader) {
  Signing signing;
  signing.names = "date;host;x-amz-target";
  signing.canonical_headers =
      "date:Mon, 23 Nov 2026 12:00:00 GMT\nhost:localhost:8000\n"
      "x-amz-target:DynamoDB_20120810.Scan\n";
  HttpRequest request = Bare();
  AddHeader("Date", "Mon, 23 Nov 2026 12:00:00 GMT", &request);
  AddHeader("Authorization", signing.Header(), &request);
  EXPECT_EQ(ErrorOf(request), "");
}

TEST_F(AuthenticatorTest, PrefersXAmzDate) {
  HttpRequest request = Bare();
  AddHeader("Date", "Mon, 23 Nov 2015 12:00:00 GMT", &request);
  AddHeader("X-Amz-Date", Signing().time, &request);
  AddHeader("Authorization", Signing().Header(), &request);
  EXPECT_EQ(ErrorOf(request), "");
}

TEST_F(AuthenticatorTest, RefusesOtherFormsOfTime) {
  Signing signing;
  signing.time = "2026-11-23T12:00:00Z";
  EXPECT_EQ(ErrorOf(signing),
            "IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got "
            "'2026-11-23T12:00:00Z'. See http://en.wikipedia.org/wiki/ISO_8601");
}

TEST_F(AuthenticatorTest, HostMustBeSigned) {
  Signing signing;
  signing.names = "x-amz-date;x-amz-target";
  EXPECT_EQ(ErrorOf(signing),
            "InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader' in the AWS "
            "Authorization.");
}

TEST_F(AuthenticatorTest, HeadersOfAmazonMustBeSigned) {
  HttpRequest request = Signed(Signing());
  AddHeader("X-Amz-Anything", "1", &request);
  EXPECT_EQ(ErrorOf(request),
            "InvalidSignatureException: 'x-amz-anything' must be a 'SignedHeader' in the AWS "
            "Authorization.");
}

TEST_F(AuthenticatorTest, SignedHeadersMustBePresent) {
  Signing signing;
  signing.names = "connection;" + signing.names;
  signing.canonical_headers = "connection:\n" + signing.canonical_headers;
  EXPECT_TRUE(ErrorOf(signing).starts_with(
      "InvalidSignatureException: The request signature we calculated does not match"));
}

TEST_F(AuthenticatorTest, OtherServicesScopesAreRefused) {
  Signing signing;
  signing.service = "s3";
  EXPECT_EQ(ErrorOf(signing),
            "InvalidSignatureException: Credential should be scoped to correct service: "
            "'dynamodb'. ");
  signing.service = "sts";
  EXPECT_EQ(ErrorOf(Signed(signing), "sts"), "");
  EXPECT_NE(ErrorOf(Signed(Signing()), "sts"), "");
}

TEST_F(AuthenticatorTest, RegionsAreNames) {
  for (const std::string region : {"*", "us-*", "us-east-1:999999999999", "", "a b"}) {
    Signing signing;
    signing.region = region;
    const std::string error = ErrorOf(Signed(signing));
    EXPECT_TRUE(error.find("valid region") != std::string::npos) << region << ": " << error;
  }
}

TEST_F(AuthenticatorTest, RefusesAsymmetricSignatures) {
  HttpRequest request = Bare();
  AddHeader("X-Amz-Date", Signing().time, &request);
  AddHeader("X-Amz-Region-Set", "*", &request);
  AddHeader("Authorization",
            "AWS4-ECDSA-P256-SHA256 Credential=AKIA/20261123/dynamodb/aws4_request, "
            "SignedHeaders=host, Signature=00",
            &request);
  EXPECT_EQ(ErrorOf(request),
            "IncompleteSignatureException: Unsupported AWS 'algorithm': AWS4-ECDSA-P256-SHA256 "
            "(Signature Version 4A); only AWS4-HMAC-SHA256 for now.");
}

// X-Amz-Content-SHA256 and what becomes of it.
class PayloadTest : public AuthenticatorTest {
 protected:
  std::string ErrorWith(const std::string& said) {
    Signing signing;
    signing.names = "host;x-amz-content-sha256;x-amz-date;x-amz-target";
    signing.canonical_headers = "host:localhost:8000\nx-amz-content-sha256:" + said +
                                "\nx-amz-date:" + signing.time +
                                "\nx-amz-target:DynamoDB_20120810.Scan\n";
    signing.payload_hex = said;
    HttpRequest request = Signed(signing);
    AddHeader("X-Amz-Content-Sha256", said, &request);
    return ErrorOf(request);
  }
};

TEST_F(PayloadTest, IsCheckedAgainstTheBody) {
  EXPECT_EQ(ErrorWith(HexSha256(kBody)), "");
  EXPECT_EQ(ErrorWith(HexSha256("")),
            "InvalidSignatureException: The provided 'x-amz-content-sha256' header does not match "
            "what was computed.");
}

TEST_F(PayloadTest, CannotBeUnsignedOrStreamed) {
  for (const char* said :
       {"UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"}) {
    EXPECT_EQ(ErrorWith(said),
              "InvalidSignatureException: The payload of this request must be signed: "
              "'x-amz-content-sha256' has to be the SHA-256 of the body, or absent. Unsigned and "
              "streaming payloads are not supported.");
  }
}

// Session tokens in the header.
class TokenTest : public AuthenticatorTest {
 protected:
  std::string ErrorWith(const std::string& key_id, const std::string& token) {
    Signing signing;
    signing.key_id = key_id;
    signing.names = "host;x-amz-date;x-amz-security-token;x-amz-target";
    signing.canonical_headers = "host:localhost:8000\nx-amz-date:" + signing.time +
                                "\nx-amz-security-token:" + token +
                                "\nx-amz-target:DynamoDB_20120810.Scan\n";
    HttpRequest request = Signed(signing);
    AddHeader("X-Amz-Security-Token", token, &request);
    return ErrorOf(request);
  }
};

TEST_F(TokenTest, IsTheKeys) {
  EXPECT_EQ(ErrorWith("ASIA", "a+b/c=="), "");
  EXPECT_EQ(ErrorWith("ASIA", "a+b/c="), kInvalidToken);
  EXPECT_EQ(ErrorWith("ASIA", ""), kInvalidToken);
  EXPECT_EQ(ErrorWith("AKIA", "a+b/c=="), kInvalidToken);
}

TEST_F(TokenTest, IsNeededByATemporaryKey) {
  Signing signing;
  signing.key_id = "ASIA";
  EXPECT_EQ(ErrorOf(signing), kInvalidToken);
}

TEST_F(TokenTest, IsOverInTime) {
  clock_.Advance(59'999'999);
  EXPECT_EQ(ErrorWith("ASIA", "a+b/c=="), "");
  clock_.Advance(1);
  EXPECT_EQ(ErrorWith("ASIA", "a+b/c=="),
            "ExpiredTokenException: The security token included in the request is expired");
}

// The pre-signed form.
class PresignedTest : public AuthenticatorTest {
 protected:
  PresignedTest() {
    signing_.names = "host;x-amz-target";
    signing_.canonical_headers = "host:localhost:8000\nx-amz-target:DynamoDB_20120810.Scan\n";
  }
  // The parameters in order, but for the signature.
  std::string Query(const std::string& expires, const std::string& token = "") const {
    return "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + signing_.key_id + "%2F" +
           signing_.date + "%2Feu-west-1%2Fdynamodb%2Faws4_request&X-Amz-Date=" + signing_.time +
           (expires.empty() ? "" : "&X-Amz-Expires=" + expires) +
           (token.empty() ? "" : "&X-Amz-Security-Token=" + token) +
           "&X-Amz-SignedHeaders=host%3Bx-amz-target";
  }
  std::string ErrorOfQuery(const std::string& sent, const std::string& signed_query) {
    HttpRequest request = Bare();
    request.target = "/?" + sent + "&X-Amz-Signature=" + signing_.SignatureFor(signed_query);
    return ErrorOf(request);
  }
  std::string ErrorWith(const std::string& expires) {
    return ErrorOfQuery(Query(expires), Query(expires));
  }
  void SignAt(int64_t seconds) {
    signing_.time = BasicTime(seconds);
    signing_.date = signing_.time.substr(0, 8);
  }
  Signing signing_;
};

TEST_F(PresignedTest, IsTaken) {
  EXPECT_EQ(ErrorWith("60"), "");
  EXPECT_EQ(caller_.region, "eu-west-1");
  EXPECT_EQ(ErrorWith("1"), "");
  EXPECT_EQ(ErrorWith("604800"), "");
}

TEST_F(PresignedTest, LastsAsLongAsItSays) {
  SignAt(kNow - 60);
  EXPECT_EQ(ErrorWith("60"), "");
  EXPECT_EQ(ErrorWith("59"),
            "InvalidSignatureException: Signature expired: 20261123T115900Z is now earlier than "
            "20261123T115901Z (20261123T120000Z - 59 s.)");
  SignAt(kNow - 604'800);
  EXPECT_EQ(ErrorWith("604800"), "");
  SignAt(kNow - 604'801);
  EXPECT_TRUE(ErrorWith("604800").ends_with("(20261123T120000Z - 10080 min.)"));
}

TEST_F(PresignedTest, LastsFiveMinutesWhenItDoesNotSay) {
  SignAt(kNow - 300);
  EXPECT_EQ(ErrorWith(""), "");
  SignAt(kNow - 301);
  EXPECT_TRUE(ErrorWith("").starts_with("InvalidSignatureException: Signature expired"));
}

TEST_F(PresignedTest, IsNotFromTheFuture) {
  SignAt(kNow + 300);
  EXPECT_EQ(ErrorWith("604800"), "");
  SignAt(kNow + 301);
  EXPECT_TRUE(ErrorWith("604800").starts_with("InvalidSignatureException: Signature not yet"));
}

TEST_F(PresignedTest, ExpiresInSevenDaysAtTheMost) {
  for (const char* expires : {"0", "-1", "604801", "99999999999999999999", "1.5", "60s", "%20"}) {
    EXPECT_TRUE(ErrorWith(expires).starts_with("InvalidSignatureException: X-Amz-Expires must be"))
        << expires;
  }
}

// A query that was over was once taken for five minutes: with a name in it written in another way
// it did not look like a pre-signed one any more, and its signature fitted the header form.
TEST_F(PresignedTest, CannotBeToldAsTheHeaderForm) {
  SignAt(kNow - 60);
  for (const std::string name : {"X%2DAmz-Algorithm", "%58-Amz-Algorithm", "X-Amz-Algorithm"}) {
    HttpRequest request = Bare();
    request.target = "/?" + name + Query("1").substr(std::string("X-Amz-Algorithm").size());
    AddHeader("Date", signing_.time, &request);
    request.has_date = true;
    request.authorization = "AWS4-HMAC-SHA256 Credential=AKIA/" + signing_.Scope() +
                            ", SignedHeaders=" + signing_.names +
                            ", Signature=" + signing_.SignatureFor(Query("1"));
    EXPECT_TRUE(ErrorOf(request).starts_with("InvalidSignatureException: Found both")) << name;
    request.authorization.clear();
    request.target += "&X-Amz-Signature=" + signing_.SignatureFor(Query("1"));
    EXPECT_TRUE(ErrorOf(request).starts_with("InvalidSignatureException: Signature expired"))
        << name;
  }
}

TEST_F(PresignedTest, CannotBeMadeToLastLonger) {
  EXPECT_TRUE(ErrorOfQuery(Query("604800"), Query("60"))
                  .starts_with("InvalidSignatureException: The request signature we calculated"));
}

TEST_F(PresignedTest, HasItsTokenSignedOrAddedAfterwards) {
  signing_.key_id = "ASIA";
  const std::string token = "a%2Bb%2Fc%3D%3D";
  EXPECT_EQ(ErrorOfQuery(Query("60", token), Query("60", token)), "");
  EXPECT_EQ(ErrorOfQuery(Query("60", token), Query("60")), "");
  EXPECT_EQ(ErrorOfQuery(Query("60", "b"), Query("60", "b")), kInvalidToken);
  EXPECT_EQ(ErrorOfQuery(Query("60", "b"), Query("60")), kInvalidToken);
  EXPECT_EQ(ErrorOfQuery(Query("60"), Query("60")), kInvalidToken);
}

TEST_F(PresignedTest, MustSignHeadersOfAmazonToo) {
  HttpRequest request = Bare();
  AddHeader("X-Amz-Date", signing_.time, &request);
  request.target = "/?" + Query("60") + "&X-Amz-Signature=" + signing_.SignatureFor(Query("60"));
  EXPECT_TRUE(ErrorOf(request).starts_with("InvalidSignatureException: 'x-amz-date' must be"));
}

TEST_F(PresignedTest, CannotHaveAnUnsignedPayload) {
  const std::string query = "X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&" + Query("60");
  EXPECT_TRUE(ErrorOfQuery(query, query)
                  .starts_with("InvalidSignatureException: The payload of this request must be"));
}

}  // namespace
}  // namespace stator::server
