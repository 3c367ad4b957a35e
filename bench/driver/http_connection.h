// One connection to an endpoint, kept open from request to request, plain or with TLS.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/base/status.h"

namespace stator::bench {

struct Endpoint {
  bool tls = false;
  std::string host;
  std::string port;
  // What the Host header says: with the port unless it is the scheme's own.
  std::string authority;

  // "http://127.0.0.1:8000", with or without a slash at the end. kValidation for anything else.
  static Result<Endpoint> Parse(std::string_view url);
};

struct HttpMessage {
  std::string_view method;  // "GET" or "POST"
  std::string_view path;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string_view body;
};
struct HttpAnswer {
  int status = 0;
  std::string body;
};

// Threads: one.
class HttpConnection {
 public:
  virtual ~HttpConnection() = default;
  // Connects when that is needed; tries once more when the other side has closed a connection that
  // was used before. kUnavailable: no answer.
  virtual Result<HttpAnswer> Send(const HttpMessage& message) = 0;
};

// TLS checks the server's certificate against the system's authorities.
std::unique_ptr<HttpConnection> NewHttpConnection(const Endpoint& endpoint);

}  // namespace stator::bench
