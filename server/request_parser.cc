#include "server/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <optional>

#include "server/text.h"

namespace stator::server {
namespace {

namespace http = boost::beast::http;
using BeastView = boost::beast::string_view;
using boost::beast::error_code;

// A client that only promises a large body is not given the memory for it yet.
constexpr size_t kReserveBytes = 64 * 1024;

std::string_view View(BeastView text) { return {text.data(), text.size()}; }

HttpMethod MethodOf(http::verb verb) {
  switch (verb) {
    case http::verb::get: return HttpMethod::kGet;
    case http::verb::head: return HttpMethod::kHead;
    case http::verb::post: return HttpMethod::kPost;
    case http::verb::delete_: return HttpMethod::kDelete;
    case http::verb::options: return HttpMethod::kOptions;
    default: return HttpMethod::kOther;
  }
}

class BeastParser final : public http::basic_parser<true> {
 public:
  BeastParser(HttpRequest* request, bool keep_headers)
      : request_(request), keep_headers_(keep_headers) {}

 private:
  void on_request_impl(http::verb method, BeastView method_name, BeastView target, int version,
                       error_code& ec) override {
    ec = {};
    request_->method = MethodOf(method);
    if (keep_headers_) request_->method_name.assign(method_name.data(), method_name.size());
    request_->target.assign(target.data(), target.size());
    request_->http_1_0 = version < 11;
  }

  void on_response_impl(int, BeastView, int, error_code& ec) override { ec = {}; }  // never called

  void on_field_impl(http::field field, BeastView name, BeastView value, error_code& ec) override {
    ec = {};
    if (in_body_) return;  // a trailer must not change what the head said
    if (keep_headers_) request_->headers.Add(View(name), View(value));
    switch (field) {
      case http::field::authorization: return Keep(value, &request_->authorization);
      case http::field::content_type: return Keep(value, &request_->content_type);
      case http::field::accept_encoding: return Keep(value, &request_->accept_encoding);
      case http::field::expect: return Keep(value, &request_->expect);
      case http::field::origin: return Keep(value, &request_->origin);
      case http::field::access_control_request_method:
        return Keep(value, &request_->preflight_method);
      case http::field::access_control_request_headers:
        return Keep(value, &request_->preflight_headers);
      case http::field::transfer_encoding: return CheckTransferEncoding(value, ec);
      case http::field::host: request_->has_host = true; return Keep(value, &request_->host);
      case http::field::date: request_->has_date = true; return;
      case http::field::unknown: break;
      default: return;
    }
    if (EqualsIgnoringCase(View(name), "x-amz-target")) return Keep(value, &request_->amz_target);
    if (EqualsIgnoringCase(View(name), "x-amz-date")) request_->has_date = true;
  }

  void on_header_impl(error_code& ec) override {
    ec = {};
    in_body_ = true;
    request_->keep_alive = keep_alive();
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& ec) override {
    ec = {};
    length_ = length ? static_cast<size_t>(*length) : 0;
    request_->body.reserve(std::min(length_, kReserveBytes));
  }

  std::size_t on_body_impl(BeastView bytes, error_code& ec) override {
    ec = {};
    std::string& body = request_->body;
    // Grows as a string does, but not beyond what was promised.
    const size_t needed = body.size() + bytes.size();
    if (needed > body.capacity() && needed <= length_) {
      body.reserve(std::min(length_, std::max(needed, 2 * body.capacity())));
    }
    body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, BeastView, error_code& ec) override { ec = {}; }

  std::size_t on_chunk_body_impl(std::uint64_t, BeastView bytes, error_code& ec) override {
    return on_body_impl(bytes, ec);
  }

  void on_finish_impl(error_code& ec) override { ec = {}; }

  // Beast takes a body whose last coding is not "chunked" for none, and what follows for the next
  // request; RFC 9112, 6.3, has that refused. No other coding is taken off here.
  static void CheckTransferEncoding(BeastView value, error_code& ec) {
    if (!EqualsIgnoringCase(View(value), "chunked")) ec = http::error::bad_transfer_encoding;
  }

  static void Keep(BeastView value, std::string* kept) {
    if (kept->empty()) kept->assign(value.data(), value.size());
  }

  HttpRequest* const request_;
  const bool keep_headers_;
  bool in_body_ = false;
  size_t length_ = 0;  // Content-Length; 0: none
};

RequestParser::Progress ProgressOf(const error_code& ec) {
  if (ec == http::error::need_more) return RequestParser::Progress::kNeedMore;
  if (ec == http::error::header_limit) return RequestParser::Progress::kHeadTooLarge;
  if (ec == http::error::body_limit) return RequestParser::Progress::kBodyTooLarge;
  return RequestParser::Progress::kMalformed;
}

}  // namespace

struct RequestParser::Rep {
  size_t head_limit;
  size_t body_limit;
  bool keep_headers;
  std::optional<BeastParser> parser;
  bool begun = false;
};

RequestParser::RequestParser(size_t head_limit, size_t body_limit, bool keep_headers)
    : rep_(new Rep{head_limit, body_limit, keep_headers, std::nullopt}) {}

RequestParser::~RequestParser() = default;

void RequestParser::Begin(HttpRequest* request) {
  request->Clear();
  rep_->begun = false;
  BeastParser& parser = rep_->parser.emplace(request, rep_->keep_headers);
  parser.header_limit(static_cast<std::uint32_t>(rep_->head_limit));
  parser.body_limit(rep_->body_limit);
  parser.eager(true);
}

RequestParser::Progress RequestParser::Feed(std::string_view bytes, size_t* taken) {
  *taken = 0;
  if (!rep_->begun) {
    // RFC 9112, 2.2: empty lines before a request line are to be ignored.
    while (*taken < bytes.size() && (bytes[*taken] == '\r' || bytes[*taken] == '\n')) ++*taken;
    bytes.remove_prefix(*taken);
    if (bytes.empty()) return Progress::kNeedMore;
    rep_->begun = true;
  }
  if (bytes.empty()) return Progress::kNeedMore;
  error_code ec;
  *taken += rep_->parser->put(boost::asio::buffer(bytes.data(), bytes.size()), ec);
  if (ec) return ProgressOf(ec);
  return rep_->parser->is_done() ? Progress::kDone : Progress::kNeedMore;
}

bool RequestParser::begun() const { return rep_->begun; }
bool RequestParser::head_done() const { return rep_->parser->is_header_done(); }

}  // namespace stator::server
