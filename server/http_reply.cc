#include "server/http_reply.h"

#include <charconv>
#include <ctime>

namespace stator::server {
namespace {

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 413: return "Payload Too Large";
    case 417: return "Expectation Failed";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Unknown";
  }
}

void AppendNumber(uint64_t value, std::string* out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out->append(digits, end);
}

void AppendHeader(std::string_view name_and_colon, std::string_view value, std::string* out) {
  out->append(name_and_colon).append(value).append("\r\n");
}

void AppendCors(const ReplyHead& head, std::string* out) {
  AppendHeader("Access-Control-Allow-Origin: ", head.allow_origin, out);
  if (head.allow_origin != "*") AppendHeader("Vary: ", "Origin", out);
  // Without this a script in a browser sees neither header.
  AppendHeader("Access-Control-Expose-Headers: ", "x-amzn-RequestId,x-amz-crc32", out);
}

void AppendPreflight(const ReplyHead& head, std::string* out) {
  AppendHeader("Access-Control-Allow-Methods: ", head.preflight_method, out);
  if (!head.preflight_headers.empty()) {
    AppendHeader("Access-Control-Allow-Headers: ", head.preflight_headers, out);
  }
  AppendHeader("Access-Control-Max-Age: ", "1728000", out);  // 20 days, DynamoDB Local's value
}

}  // namespace

void AppendReplyHead(const ReplyHead& head, std::string* out) {
  out->append("HTTP/1.1 ");
  AppendNumber(static_cast<uint64_t>(head.status), out);
  out->push_back(' ');
  AppendHeader(ReasonPhrase(head.status), "", out);
  AppendHeader("Server: ", "Stator", out);
  AppendHeader("Date: ", head.date, out);
  if (!head.content_type.empty()) AppendHeader("Content-Type: ", head.content_type, out);
  out->append("Content-Length: ");
  AppendNumber(head.content_length, out);
  out->append(head.keep_alive ? "\r\nConnection: keep-alive\r\n" : "\r\nConnection: close\r\n");
  if (head.gzip) AppendHeader("Content-Encoding: ", "gzip", out);
  AppendHeader("x-amzn-RequestId: ", head.request_id, out);
  if (!head.content_type.empty()) {
    out->append("x-amz-crc32: ");
    AppendNumber(head.crc32, out);
    out->append("\r\n");
  }
  if (!head.explanation.empty()) AppendHeader("x-stator-explain-access: ", head.explanation, out);
  if (!head.allow_origin.empty()) AppendCors(head, out);
  if (head.preflight) AppendPreflight(head, out);
  out->append("\r\n");
}

std::string HttpDate(int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm utc = {};
  gmtime_r(&time, &utc);
  char text[32];
  // The names of days and months are English as long as nobody sets a locale, and nobody does.
  return std::string(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc));
}

}  // namespace stator::server
