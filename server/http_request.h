// One HTTP request, reduced to what the server looks at. Reused from request to request on one
// connection, so that its strings keep their memory.
#pragma once

#include <string>

#include "server/http_headers.h"

namespace stator::server {

enum class HttpMethod { kGet, kHead, kPost, kDelete, kOptions, kOther };

struct HttpRequest {
  HttpMethod method = HttpMethod::kOther;
  bool http_1_0 = false;
  bool keep_alive = true;  // what the client asked for, HTTP/1.0's default considered
  bool has_host = false;
  bool has_date = false;  // Date or X-Amz-Date
  std::string target;     // path and query, as sent
  // Header values, without the white space around them; empty when absent. Of a repeated header the
  // first one counts.
  std::string host;
  std::string amz_target;
  std::string authorization;
  std::string content_type;
  std::string accept_encoding;
  std::string expect;
  std::string origin;
  std::string preflight_method;   // Access-Control-Request-Method
  std::string preflight_headers;  // Access-Control-Request-Headers
  std::string body;
  // Only where a signature is to be checked (RequestParser); otherwise empty.
  std::string method_name;  // as sent
  HttpHeaders headers;      // all of them, in order

  void Clear();
};

}  // namespace stator::server
