#include "server/authorization.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::server {
namespace {

constexpr const char* kHeader =
    "AWS4-HMAC-SHA256 Credential=AKID/20261122/eu-west-1/dynamodb/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=5ec7e7";

HttpRequest Request(std::string header) {
  HttpRequest request;
  request.target = "/";
  request.has_date = true;
  request.authorization = std::move(header);
  return request;
}

// The reply's body; "" when there is no error.
std::string ErrorOf(const HttpRequest& request) {
  api::CallContext context;
  const auto error = ReadAuthorization(request, nullptr, &context);
  if (!error) return "";
  EXPECT_EQ(error->status, 400);
  return error->body;
}

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string WithCredential(const std::string& credential) {
  return "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host, Signature=5ec7e7";
}

TEST(AuthorizationTest, NamesAccountAndRegion) {
  api::CallContext context;
  EXPECT_FALSE(ReadAuthorization(Request(kHeader), nullptr, &context).has_value());
  EXPECT_EQ(context.account, "AKID");
  EXPECT_EQ(context.region, "eu-west-1");
}

TEST(AuthorizationTest, ReplacesTheContextOfTheRequestBefore) {
  api::CallContext context{.account = "somebody-with-a-longer-name", .region = "us-east-1"};
  EXPECT_FALSE(ReadAuthorization(Request(kHeader), nullptr, &context).has_value());
  EXPECT_EQ(context.account, "AKID");
  EXPECT_EQ(context.region, "eu-west-1");
}

TEST(AuthorizationTest, TakesElementsWithoutSpacesAndInAnyOrder) {
  api::CallContext context;
  const HttpRequest request = Request(
      "AWS4-HMAC-SHA256 Signature=5ec7e7,SignedHeaders=host,"
      "Credential=AKID/20261122/eu-west-1/dynamodb/aws4_request");
  EXPECT_FALSE(ReadAuthorization(request, nullptr, &context).has_value());
  EXPECT_EQ(context.account, "AKID");
}

TEST(AuthorizationTest, ReadsThePresignedQuery) {
  HttpRequest request;
  request.target =
      "/?X-Amz-Algorithm=AWS4-HMAC-SHA256"
      "&X-Amz-Credential=AKID%2F20261122%2Feu-west-1%2Fdynamodb%2Faws4_request"
      "&X-Amz-Date=20261122T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=5ec7e7";
  api::CallContext context;
  EXPECT_FALSE(ReadAuthorization(request, nullptr, &context).has_value());
  EXPECT_EQ(context.account, "AKID");
  EXPECT_EQ(context.region, "eu-west-1");
}

TEST(AuthorizationTest, RefusesAnAbsentHeader) {
  EXPECT_EQ(ErrorOf(Request("")),
            R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException",)"
            R"("message":"Request is missing Authentication Token"})");
}

TEST(AuthorizationTest, RefusesAnotherScheme) {
  EXPECT_TRUE(
      Contains(ErrorOf(Request("Basic dXNlcjpwYXNz")), "#MissingAuthenticationTokenException"));
}

TEST(AuthorizationTest, ListsEverythingThatIsMissing) {
  HttpRequest request = Request("AWS4-HMAC-SHA256 nothing");
  request.has_date = false;
  EXPECT_EQ(ErrorOf(request),
            R"({"__type":"com.amazon.coral.service#IncompleteSignatureException",)"
            R"("message":"Authorization header requires 'Credential' parameter. )"
            R"(Authorization header requires 'Signature' parameter. )"
            R"(Authorization header requires 'SignedHeaders' parameter. )"
            R"(Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' )"
            R"(header."})");
}

TEST(AuthorizationTest, ListsMissingQueryParameters) {
  HttpRequest request;
  request.target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=5ec7e7";
  EXPECT_TRUE(Contains(ErrorOf(request),
                       "AWS query-string parameters must include 'X-Amz-Credential'. "
                       "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                       "AWS query-string parameters must include 'X-Amz-Date'. "
                       "Re-examine the query-string parameters."));
}

TEST(AuthorizationTest, RefusesHeaderAndQueryTogether) {
  HttpRequest request = Request(kHeader);
  request.target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256";
  EXPECT_TRUE(Contains(ErrorOf(request), "#InvalidSignatureException"));
}

TEST(AuthorizationTest, RefusesAnotherAlgorithm) {
  EXPECT_TRUE(Contains(ErrorOf(Request("AWS4-HMAC-SHA1 Credential=AKID/1/r/dynamodb/aws4_request, "
                                       "SignedHeaders=host, Signature=5ec7e7")),
                       "Unsupported AWS 'algorithm'"));
}

TEST(AuthorizationTest, RefusesACredentialOfFourElements) {
  EXPECT_TRUE(Contains(ErrorOf(Request(WithCredential("AKID/20261122/eu-west-1/dynamodb"))),
                       "exactly 5 slash-delimited elements"));
}

TEST(AuthorizationTest, RefusesACredentialOfSixElements) {
  EXPECT_TRUE(
      Contains(ErrorOf(Request(WithCredential("A/KID/20261122/eu-west-1/dynamodb/aws4_request"))),
               "exactly 5 slash-delimited elements"));
}

TEST(AuthorizationTest, RefusesTheScopeOfAnotherService) {
  EXPECT_TRUE(Contains(ErrorOf(Request(WithCredential("AKID/20261122/eu-west-1/s3/aws4_request"))),
                       "correct service: 'dynamodb'"));
}

TEST(AuthorizationTest, RefusesAnotherTerminator) {
  EXPECT_TRUE(Contains(ErrorOf(Request(WithCredential("AKID/20261122/eu-west-1/dynamodb/aws5"))),
                       "valid terminator: 'aws4_request'"));
}

TEST(AuthorizationTest, RefusesAnEmptyRegion) {
  EXPECT_TRUE(Contains(ErrorOf(Request(WithCredential("AKID/20261122//dynamodb/aws4_request"))),
                       "valid region"));
}

TEST(AuthorizationTest, RefusesAnEmptyAccessKey) {
  EXPECT_TRUE(Contains(ErrorOf(Request(WithCredential("/20261122/r/dynamodb/aws4_request"))),
                       "#UnrecognizedClientException"));
}

TEST(AuthorizationTest, RefusesAnAccessKeyThatIsTooLongOrUnprintable) {
  for (const std::string& key :
       {std::string(129, 'A'), std::string("A\x01"), std::string("A\xc3")}) {
    EXPECT_TRUE(Contains(ErrorOf(Request(WithCredential(key + "/1/r/dynamodb/aws4_request"))),
                         "#UnrecognizedClientException"));
  }
}

TEST(AuthorizationTest, NeverRepeatsTheSignature) {
  for (const std::string credential :
       {"AKID", "", "AKID/1/r/s3/aws4_request", "/1/r/dynamodb/aws4_request"}) {
    const std::string error = ErrorOf(Request(WithCredential(credential)));
    EXPECT_FALSE(error.empty());
    EXPECT_FALSE(Contains(error, "5ec7e7")) << error;
  }
}

}  // namespace
}  // namespace stator::server
