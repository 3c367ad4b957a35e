// The errors that are found before a request reaches the engine, in AWS's wire form. Texts as the
// service gives them (captured) unless said otherwise.
#pragma once

#include <string_view>

#include "server/auth/auth_error.h"
#include "server/http_reply.h"

namespace stator::server {

inline constexpr std::string_view kAmzJson10 = "application/x-amz-json-1.0";
inline constexpr std::string_view kAmzJson11 = "application/x-amz-json-1.1";
inline constexpr std::string_view kPlainJson = "application/json";

// {"__type":"com.amazon.coral.service#TYPE","message":"…"}; no message member for an empty message.
HttpReply ServiceError(int status, std::string_view type, std::string_view message);

HttpReply UnknownOperation();               // 400: no X-Amz-Target, or no operation of DynamoDB's
HttpReply ReplyOf(const AuthError& error);  // 400

// 404 in XML: a method, path or content type that is not part of the protocol.
HttpReply NotTheProtocol();
// 400: what DynamoDB Local answers to GET /; tools that wait for it take any reply as a sign of
// life.
HttpReply LocalMissingAuthenticationToken();

// AWS's "Common Error Types" for problems at the HTTP level; the texts are ours.
HttpReply MalformedHttpRequest(int status, std::string_view message);
HttpReply RequestEntityTooLarge();  // 413
HttpReply RequestTimeout();         // 408
HttpReply TooManyConnections();     // 503
HttpReply TooMuchBodyMemory();      // 503
HttpReply InternalFailure();        // 500

}  // namespace stator::server
