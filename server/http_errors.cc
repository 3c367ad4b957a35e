#include "server/http_errors.h"

#include <algorithm>

#include "api/json/json.h"

namespace stator::server {

HttpReply ServiceError(int status, std::string_view type, std::string_view message) {
  HttpReply reply{.status = status, .content_type = kAmzJson10};
  api::json::Writer writer(&reply.body);
  writer.BeginObject();
  writer.Name("__type");
  writer.String(std::string("com.amazon.coral.service#").append(type));
  if (!message.empty()) {
    writer.Name("message");
    writer.String(message);
  }
  writer.EndObject();
  return reply;
}

HttpReply UnknownOperation() { return ServiceError(400, "UnknownOperationException", ""); }

HttpReply ReplyOf(const AuthError& error) {
  // Messages repeat parts of headers, which may hold bytes that are no UTF-8; the reply is JSON.
  std::string message = error.message;
  std::replace_if(
      message.begin(), message.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
      '?');
  return ServiceError(400, error.type, message);
}

HttpReply NotTheProtocol() {
  return {
      .status = 404, .content_type = "application/xml", .body = "<UnknownOperationException/>\n"};
}

HttpReply LocalMissingAuthenticationToken() {
  return {.status = 400,
          .content_type = kAmzJson10,
          .body =
              R"({"__type":"com.amazonaws.dynamodb.v20120810#MissingAuthenticationToken",)"
              R"("Message":"Request must contain either a valid (registered) AWS access key ID )"
              R"(or X.509 certificate."})"};
}

HttpReply MalformedHttpRequest(int status, std::string_view message) {
  return ServiceError(status, "MalformedHttpRequestException", message);
}

HttpReply RequestEntityTooLarge() {
  return ServiceError(413, "RequestEntityTooLargeException",
                      "The request body is larger than 16 MB.");
}

HttpReply RequestTimeout() {
  return ServiceError(408, "RequestTimeoutException", "The request did not arrive in time.");
}

HttpReply TooManyConnections() {
  return ServiceError(503, "ServiceUnavailableException",
                      "The limit on open connections is reached.");
}

HttpReply TooMuchBodyMemory() {
  return ServiceError(503, "ServiceUnavailableException",
                      "The limit on the memory of requests and replies is reached.");
}

HttpReply InternalFailure() {
  return {.status = 500,
          .content_type = kAmzJson10,
          .body = R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
                  R"("message":"Internal server error"})"};
}

}  // namespace stator::server
