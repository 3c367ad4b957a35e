#include "server/router.h"

#include <gtest/gtest.h>

#include <string>

#include "server/engine_handler.h"

namespace stator::server {
namespace {

HttpRequest Post() {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.target = "/";
  request.has_host = true;
  request.has_date = true;
  request.amz_target = "DynamoDB_20120810.GetItem";
  request.content_type = "application/x-amz-json-1.0";
  request.authorization =
      "AWS4-HMAC-SHA256 Credential=AKID/20261122/eu-west-1/dynamodb/aws4_request, "
      "SignedHeaders=host, Signature=0";
  request.body = "{}";
  return request;
}

HttpRequest Get(std::string target) {
  HttpRequest request;
  request.method = HttpMethod::kGet;
  request.target = std::move(target);
  request.has_host = true;
  return request;
}

// Nothing is asked of its engine.
EngineHandler TheHandler() { return EngineHandler(nullptr, false); }

Routed Route(const HttpRequest& request) {
  api::CallContext context;
  return RouteRequest(request, TheHandler(), &context);
}

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(RouterTest, SendsOperationsToTheHandler) {
  const HttpRequest request = Post();
  api::CallContext context;
  const Routed routed = RouteRequest(request, TheHandler(), &context);
  EXPECT_TRUE(routed.to_handler);
  EXPECT_EQ(routed.operation, "GetItem");
  EXPECT_EQ(routed.reply_content_type, "application/x-amz-json-1.0");
  EXPECT_EQ(context.account, "AKID");
}

TEST(RouterTest, SendsStreamsOperationsToTheHandler) {
  HttpRequest request = Post();
  request.amz_target = "DynamoDBStreams_20120810.ListStreams";
  const Routed routed = Route(request);
  EXPECT_TRUE(routed.to_handler);
  EXPECT_EQ(routed.operation, "ListStreams");
}

TEST(RouterTest, MirrorsTheKindOfJson) {
  HttpRequest request = Post();
  request.content_type = "Application/JSON; charset=utf-8";
  EXPECT_EQ(Route(request).reply_content_type, "application/json");
  request.content_type = "application/x-amz-json-1.1";
  EXPECT_EQ(Route(request).reply_content_type, "application/x-amz-json-1.1");
}

TEST(RouterTest, RefusesOtherContentTypes) {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", ""}) {
    HttpRequest request = Post();
    request.content_type = type;
    const Routed routed = Route(request);
    EXPECT_FALSE(routed.to_handler);
    EXPECT_EQ(routed.reply.status, 404);
    EXPECT_EQ(routed.reply.body, "<UnknownOperationException/>\n");
  }
}

TEST(RouterTest, RefusesTargetsOfOtherServices) {
  for (const char* target : {"", "DynamoDB_20120810", "DynamoDB_20120810.", "Kinesis_20131202.Get",
                             "DynamoDB_20111205.GetItem"}) {
    HttpRequest request = Post();
    request.amz_target = target;
    const Routed routed = Route(request);
    EXPECT_FALSE(routed.to_handler) << target;
    EXPECT_EQ(routed.reply.status, 400);
    EXPECT_EQ(routed.reply.body,
              R"({"__type":"com.amazon.coral.service#UnknownOperationException"})");
  }
}

TEST(RouterTest, RefusesOperationsThatTheServiceDoesNotHave) {
  for (const char* target :
       {"DynamoDB_20120810.NoSuchOperation", "DynamoDB_20120810.getItem",
        "DynamoDB_20120810.GetRecords", "DynamoDB_20120810.ListStreams",
        "DynamoDBStreams_20120810.GetItem", "DynamoDBStreams_20120810.ListTables",
        "DynamoDBStreams_20120810.", "DynamoDBStreams_20120810.Nothing"}) {
    HttpRequest request = Post();
    request.amz_target = target;
    for (const bool signed_by_somebody : {true, false}) {
      if (!signed_by_somebody) request.authorization.clear();
      const Routed routed = Route(request);
      EXPECT_FALSE(routed.to_handler) << target;
      EXPECT_EQ(routed.reply.status, 400);
      EXPECT_EQ(routed.reply.body,
                R"({"__type":"com.amazon.coral.service#UnknownOperationException"})")
          << target;
    }
  }
}

TEST(RouterTest, LetsPassWhatIsKnownAndNotServed) {
  HttpRequest request = Post();
  request.amz_target = "DynamoDB_20120810.CreateBackup";
  EXPECT_TRUE(Route(request).to_handler);
}

TEST(RouterTest, RefusesRequestsWithoutAuthorization) {
  HttpRequest request = Post();
  request.authorization.clear();
  const Routed routed = Route(request);
  EXPECT_FALSE(routed.to_handler);
  EXPECT_EQ(routed.reply.status, 400);
  EXPECT_TRUE(Contains(routed.reply.body, "#MissingAuthenticationTokenException"));
}

TEST(RouterTest, AnswersGetAsDynamoDbLocalDoes) {
  const Routed routed = Route(Get("/"));
  EXPECT_EQ(routed.reply.status, 400);
  EXPECT_EQ(routed.reply.body,
            R"({"__type":"com.amazonaws.dynamodb.v20120810#MissingAuthenticationToken",)"
            R"("Message":"Request must contain either a valid (registered) AWS access key ID or )"
            R"(X.509 certificate."})");
}

TEST(RouterTest, AnswersHealthChecks) {
  const Routed routed = Route(Get("/healthz?from=probe"));
  EXPECT_EQ(routed.reply.status, 200);
  EXPECT_EQ(routed.reply.body, "ok");
}

TEST(RouterTest, TakesWholeUrls) {
  EXPECT_EQ(Route(Get("http://localhost:8000/healthz")).reply.status, 200);
  EXPECT_EQ(Route(Get("http://localhost:8000/shell")).reply.status, 404);
  HttpRequest request = Post();
  for (const char* target : {"http://localhost:8000", "http://localhost:8000/"}) {
    request.target = target;
    EXPECT_TRUE(Route(request).to_handler) << target;
  }
}

TEST(RouterTest, KnowsNoOtherPath) {
  EXPECT_EQ(Route(Get("/shell")).reply.status, 404);
  HttpRequest request = Post();
  request.target = "/other";
  EXPECT_EQ(Route(request).reply.status, 404);
}

TEST(RouterTest, KnowsNoOtherMethod) {
  HttpRequest request = Post();
  request.method = HttpMethod::kOther;
  EXPECT_EQ(Route(request).reply.status, 405);
}

TEST(RouterTest, AnswersPreflights) {
  HttpRequest request = Get("/");
  request.method = HttpMethod::kOptions;
  request.origin = "http://a";
  request.preflight_method = "POST";
  const Routed routed = Route(request);
  EXPECT_EQ(routed.reply.status, 200);
  EXPECT_TRUE(routed.reply.preflight);
}

TEST(RouterTest, RefusesOptionsThatAreNoPreflight) {
  HttpRequest request = Get("/");
  request.method = HttpMethod::kOptions;
  EXPECT_EQ(Route(request).reply.status, 400);
}

TEST(RouterTest, DemandsAHostOfHttp11Only) {
  HttpRequest request = Post();
  request.has_host = false;
  EXPECT_EQ(Route(request).reply.status, 400);
  request.http_1_0 = true;
  EXPECT_TRUE(Route(request).to_handler);
}

}  // namespace
}  // namespace stator::server
