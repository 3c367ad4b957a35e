// A reply before it is put into bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stator::server {

struct HttpReply {
  int status = 200;
  // A constant with static lifetime; empty: the reply has no body and no Content-Type.
  std::string_view content_type = {};
  std::string body = {};
  bool preflight = false;  // answers a CORS pre-flight: carries the Access-Control-Allow-* headers
  bool cors = true;        // false: not for web pages of any origin
  bool compress = true;    // false: as it is, though the client would take gzip
  // What an injected fault asks for, as in CallReply.
  int64_t delay_micros = 0;
  bool again = false;
  bool drop_connection = false;
};

// What the head of a reply is made from; the views need to live only during the call.
struct ReplyHead {
  int status = 200;
  std::string_view date = {};  // IMF-fixdate
  std::string_view content_type = {};
  size_t content_length = 0;
  bool keep_alive = true;
  bool gzip = false;
  uint32_t crc32 = 0;  // over the body bytes as they are sent: compressed where gzip is set
  std::string_view request_id = {};
  std::string_view allow_origin = {};  // empty: no CORS headers
  bool preflight = false;
  std::string_view preflight_method = {};
  std::string_view preflight_headers = {};
  std::string_view explanation = {};  // of a denial (--explain-access); empty: none
};

// Appends status line and headers, with the empty line that ends them.
void AppendReplyHead(const ReplyHead& head, std::string* out);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
std::string HttpDate(int64_t unix_seconds);

}  // namespace stator::server
