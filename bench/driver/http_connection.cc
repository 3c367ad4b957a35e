#include "bench/driver/http_connection.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/verb.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>

namespace stator::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr std::chrono::seconds kTimeout{30};
// A page of DynamoDB is 1 MB of items, in JSON some times that.
constexpr uint64_t kMostBytes = 64 << 20;

Status NoAnswer(const char* what, const ErrorCode& error) {
  return {Code::kUnavailable, std::string(what) + ": " + error.message()};
}

// The two kinds of stream, made for one connection.
struct Plain {
  using Stream = beast::tcp_stream;
  static constexpr bool kHandshake = false;
};

struct Tls {
  using Stream = beast::ssl_stream<beast::tcp_stream>;
  Tls() : context(asio::ssl::context::tls_client) {
    ErrorCode error;
    context.set_default_verify_paths(error);  // without them the handshake fails, and tells
    context.set_verify_mode(asio::ssl::verify_peer, error);
  }
  Status Prepare(Stream* stream, const Endpoint& endpoint) {
    ErrorCode error;
    stream->set_verify_callback(asio::ssl::host_name_verification(endpoint.host), error);
    if (error) return NoAnswer("TLS", error);
    if (SSL_set_tlsext_host_name(stream->native_handle(), endpoint.host.c_str()) == 1) return {};
    return {Code::kUnavailable, "TLS: no server name"};
  }
  asio::ssl::context context;
  static constexpr bool kHandshake = true;
};

template <typename Kind>
class Connection final : public HttpConnection {
 public:
  explicit Connection(const Endpoint& endpoint) : endpoint_(endpoint) {}

  Result<HttpAnswer> Send(const HttpMessage& message) override {
    const bool used_before = stream_ != nullptr;
    auto answer = TryOnce(message);
    // A server may close a connection that has been idle: the request was not looked at.
    if (!answer.ok() && used_before && closed_by_peer_) answer = TryOnce(message);
    return answer;
  }

 private:
  using Stream = typename Kind::Stream;

  Result<HttpAnswer> TryOnce(const HttpMessage& message) {
    closed_by_peer_ = false;
    if (stream_ == nullptr) {
      const Status status = Connect();
      if (!status.ok()) {
        stream_.reset();
        return status;
      }
    }
    auto answer = Exchange(message);
    if (!answer.ok()) stream_.reset();
    return answer;
  }

  // Runs what has been started, to its end or its time-out.
  void Finish() {
    io_.restart();
    io_.run();
  }
  beast::tcp_stream& socket() { return beast::get_lowest_layer(*stream_); }

  Status Connect() {
    ErrorCode error;
    Tcp::resolver resolver(io_);
    const auto addresses = resolver.resolve(endpoint_.host, endpoint_.port, error);
    if (error) return NoAnswer("resolve", error);
    buffer_.clear();
    MakeStream();
    socket().expires_after(kTimeout);
    socket().async_connect(addresses, [&error](const ErrorCode& e, const auto&) { error = e; });
    Finish();
    if (error) return NoAnswer("connect", error);
    socket().socket().set_option(Tcp::no_delay(true), error);
    if constexpr (Kind::kHandshake) {
      STATOR_RETURN_IF_ERROR(kind_.Prepare(stream_.get(), endpoint_));
      socket().expires_after(kTimeout);
      stream_->async_handshake(asio::ssl::stream_base::client,
                               [&error](const ErrorCode& e) { error = e; });
      Finish();
      if (error) return NoAnswer("TLS", error);
    }
    return OkStatus();
  }

  void MakeStream() {
    if constexpr (Kind::kHandshake) {
      stream_ = std::make_unique<Stream>(io_, kind_.context);
    } else {
      stream_ = std::make_unique<Stream>(io_);
    }
  }

  Result<HttpAnswer> Exchange(const HttpMessage& message) {
    http::request<http::string_body> request;
    request.method_string(message.method);
    request.target(message.path);
    request.version(11);
    request.set(http::field::host, endpoint_.authority);
    for (const auto& [name, value] : message.headers) request.set(name, value);
    request.body() = message.body;
    request.prepare_payload();

    ErrorCode error;
    const auto keep = [&error](const ErrorCode& e, size_t) { error = e; };
    socket().expires_after(kTimeout);
    http::async_write(*stream_, request, keep);
    Finish();
    if (error) return Broken("write", error);
    http::response_parser<http::string_body> parser;
    parser.body_limit(kMostBytes);
    http::async_read(*stream_, buffer_, parser, keep);
    Finish();
    if (error) return Broken("read", error);
    HttpAnswer answer{static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
    if (!parser.get().keep_alive()) stream_.reset();
    return answer;
  }

  Status Broken(const char* what, const ErrorCode& error) {
    closed_by_peer_ = error == http::error::end_of_stream || error == asio::error::eof ||
                      error == asio::error::connection_reset || error == asio::error::broken_pipe;
    return NoAnswer(what, error);
  }

  const Endpoint endpoint_;
  asio::io_context io_{1};
  Kind kind_;
  std::unique_ptr<Stream> stream_;
  beast::flat_buffer buffer_;
  bool closed_by_peer_ = false;
};

}  // namespace

Result<Endpoint> Endpoint::Parse(std::string_view url) {
  Endpoint endpoint;
  endpoint.tls = url.starts_with("https://");
  if (!endpoint.tls && !url.starts_with("http://")) {
    return ValidationError("an endpoint begins with http:// or https://");
  }
  url.remove_prefix(endpoint.tls ? 8 : 7);
  if (url.ends_with('/')) url.remove_suffix(1);
  endpoint.authority = std::string(url);
  const size_t bracket = url.rfind(']');
  const size_t colon = url.find(':', bracket == std::string_view::npos ? 0 : bracket);
  endpoint.host = std::string(url.substr(0, colon));
  endpoint.port = endpoint.tls ? "443" : "80";
  if (colon != std::string_view::npos) endpoint.port = std::string(url.substr(colon + 1));
  if (endpoint.host.starts_with('[')) {
    endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
  }
  const bool has_path = url.find_first_of("/?#@ ") != std::string_view::npos;
  if (endpoint.host.empty() || endpoint.port.empty() || has_path) {
    return ValidationError("an endpoint is a scheme, a host and a port, without a path");
  }
  return endpoint;
}

std::unique_ptr<HttpConnection> NewHttpConnection(const Endpoint& endpoint) {
  if (endpoint.tls) return std::make_unique<Connection<Tls>>(endpoint);
  return std::make_unique<Connection<Plain>>(endpoint);
}

}  // namespace stator::bench
