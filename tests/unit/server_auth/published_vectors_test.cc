#include "tests/unit/server_auth/published_vectors.h"

#include <gtest/gtest.h>

#include "server/auth/authenticator.h"
#include "server/auth/signing_time.h"
#include "server/text.h"
#include "tests/unit/server_auth/signed_request.h"

namespace stator::server {
namespace {

constexpr std::string_view kService = "service";

class PublishedVectorsTest : public testing::TestWithParam<PublishedVector> {
 protected:
  PublishedVectorsTest() {
    credentials_.Add(std::string(kPublishedKeyId),
                     {.secret_key = std::string(kPublishedSecret),
                      .session_token = std::string(GetParam().session_token)});
  }

  HttpRequest Request() const {
    const PublishedVector& vector = GetParam();
    HttpRequest request;
    request.method_name = vector.method;
    request.target = vector.target;
    request.body = vector.body;
    std::string name;
    std::string value;
    ForEachPiece(vector.headers, '\n', [&](std::string_view line) {
      // The parser of HTTP joins the lines of a folded header.
      if (line.starts_with(' ')) {
        value.append(line);
        return;
      }
      if (!name.empty()) AddHeader(name, value, &request);
      name = CutAt(':', &line);
      value = line;
    });
    AddHeader(name, value, &request);
    return request;
  }

  // In the header, with that signature.
  HttpRequest HeaderRequest(std::string_view signature) const {
    const PublishedVector& vector = GetParam();
    HttpRequest request = Request();
    AddHeader("X-Amz-Date", kPublishedTime, &request);
    if (!vector.session_token.empty()) {
      AddHeader("X-Amz-Security-Token", vector.session_token, &request);
    }
    if (vector.signs_body) AddHeader("X-Amz-Content-Sha256", HexSha256(vector.body), &request);
    AddHeader("Authorization",
              "AWS4-HMAC-SHA256 Credential=" + std::string(kPublishedKeyId) + "/" +
                  std::string(kPublishedScope) + ", SignedHeaders=" +
                  std::string(vector.header_names) + ", Signature=" + std::string(signature),
              &request);
    return request;
  }

  HttpRequest QueryRequest(std::string_view signature) const {
    const PublishedVector& vector = GetParam();
    HttpRequest request = Request();
    std::string& target = request.target;
    target += target.find('?') == std::string::npos ? "?" : "&";
    target +=
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2F"
        "us-east-1%2Fservice%2Faws4_request&X-Amz-Expires=3600&X-Amz-Date=";
    target += kPublishedTime;
    target += "&X-Amz-SignedHeaders=" + Encoded(vector.query_names);
    if (!vector.session_token.empty()) {
      target += "&X-Amz-Security-Token=" + Encoded(vector.session_token);
    }
    target.append("&X-Amz-Signature=").append(signature);
    return request;
  }

  std::string ErrorOf(const HttpRequest& request) const {
    const ManualClock clock(*ParseBasicTime(kPublishedTime) * 1'000'000);
    const Authenticator authenticator(&credentials_, &clock);
    Authenticator::Caller caller;
    const auto error = authenticator.Authenticate(request, kService, &caller);
    EXPECT_EQ(error.has_value(), caller.credential == nullptr);
    return error ? error->message : "";
  }

  static std::string Encoded(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
      if (c == ';' || c == '/' || c == '=') {
        encoded += c == ';' ? "%3B" : c == '/' ? "%2F" : "%3D";
      } else {
        encoded += c;
      }
    }
    return encoded;
  }

  FixedCredentials credentials_;
};

TEST_P(PublishedVectorsTest, TakesTheHeader) {
  const std::string error = ErrorOf(HeaderRequest(GetParam().header_signature));
  if (GetParam().adds_token) {
    // What some services take; a header that begins with x-amz- must be signed here.
    EXPECT_EQ(error, "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.");
  } else {
    EXPECT_EQ(error, "");
  }
}

TEST_P(PublishedVectorsTest, TakesTheQuery) {
  EXPECT_EQ(ErrorOf(QueryRequest(GetParam().query_signature)), "");
}

TEST_P(PublishedVectorsTest, TakesNoOtherSignature) {
  std::string header(GetParam().header_signature);
  header.back() = header.back() == '0' ? '1' : '0';
  EXPECT_NE(ErrorOf(HeaderRequest(header)), "");
  std::string query(GetParam().query_signature);
  query.front() = query.front() == '0' ? '1' : '0';
  EXPECT_NE(ErrorOf(QueryRequest(query)), "");
}

INSTANTIATE_TEST_SUITE_P(All, PublishedVectorsTest, testing::ValuesIn(PublishedVectors()),
                         [](const testing::TestParamInfo<PublishedVector>& tested) {
                           std::string name(tested.param.name);
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace stator::server
