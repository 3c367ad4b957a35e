#include "server/http_server.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "server/event_loop.h"
#include "server/log.h"

namespace stator::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr const char* kIpv4Loopback = "127.0.0.1";
constexpr const char* kIpv6Loopback = "::1";
// Connections over the limit that are told so at a time; beyond these they are only closed. A
// quarter of the limit within these bounds, since they take descriptors too.
constexpr size_t kFewestRefusedAtOnce = 16;
constexpr size_t kMostRefusedAtOnce = 128;
// After a failed accept (no descriptors left, mostly) the next try waits this long.
constexpr std::chrono::milliseconds kAcceptPause{100};

int ThreadCount(int asked) {
  if (asked > 0) return asked;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

ErrorCode Bind(const asio::ip::address& address, uint16_t port, Acceptor* acceptor) {
  const tcp::endpoint endpoint(address, port);
  ErrorCode ec;
  acceptor->open(endpoint.protocol(), ec);
  if (!ec) acceptor->set_option(Acceptor::reuse_address(true), ec);
  // An IPv6 address means itself only; the IPv4 side is bound on its own.
  if (!ec && address.is_v6() && !address.is_unspecified()) {
    acceptor->set_option(asio::ip::v6_only(true), ec);
  }
  if (!ec) acceptor->bind(endpoint, ec);
  if (!ec) acceptor->listen(asio::socket_base::max_listen_connections, ec);
  return ec;
}

Status CannotListen(std::string_view host, uint16_t port, const ErrorCode& ec) {
  return Status(Code::kUnavailable, std::string("cannot listen on ")
                                        .append(host)
                                        .append(" port ")
                                        .append(std::to_string(port))
                                        .append(": ")
                                        .append(std::strerror(ec.value())));
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(const HttpServerOptions& options, RequestHandler* handler);
  ~Impl();

  Status Listen();
  uint16_t port() const { return port_; }
  uint16_t tls_port() const { return tls_port_; }
  std::string Url(std::string_view scheme, uint16_t port) const;
  void Run();
  void Stop();
  void StopWhenReadable(int descriptor);

 private:
  EventLoop& main_loop() { return *loops_.front(); }
  // An address that is listened on. Each has a pause of its own: setting a timer anew ends the wait
  // that it had, so two listeners that share one wake each other without end.
  struct Listener {
    Listener(asio::io_context& context, bool is_secure)
        : acceptor(context), pause(context), secure(is_secure) {}
    Acceptor acceptor;
    Timer pause;
    const bool secure;  // of the TLS port
  };
  Result<uint16_t> ListenOn(uint16_t asked, bool secure);
  void Accept(Listener* listener);
  void OnAccepted(EventLoop* loop, Socket socket, bool secure);
  EventLoop* LeastBusyLoop();
  size_t Connections() const;
  void CloseListeners();

  ServerContext context_;
  BodyMemory body_memory_;
  ServerCounters counters_;  // where the options name none
  std::optional<asio::thread_pool> workers_;
  std::optional<asio::thread_pool> admin_worker_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::vector<std::unique_ptr<Listener>> listeners_;  // live on the main loop
  std::optional<asio::posix::basic_stream_descriptor<Executor>> stop_descriptor_;
  uint16_t port_ = 0;
  uint16_t tls_port_ = 0;
};

HttpServer::Impl::Impl(const HttpServerOptions& options, RequestHandler* handler)
    : context_{options, handler, CorsPolicy(options.cors), nullptr, nullptr, nullptr},
      body_memory_(options.body_memory_bytes) {
  context_.body_memory = &body_memory_;
  if (options.workers > 0) {
    workers_.emplace(static_cast<size_t>(options.workers));
    context_.workers = &*workers_;
  }
  if (options.admin != nullptr) {
    // Moving the clock waits for what becomes due by it, which must hold up no connection.
    admin_worker_.emplace(1);
    context_.admin_worker = &*admin_worker_;
  }
  ServerCounters* const counters = options.counters != nullptr ? options.counters : &counters_;
  for (int i = 0; i < ThreadCount(options.threads); ++i) {
    loops_.push_back(
        std::make_unique<EventLoop>(&context_, &counters->OfLoop(static_cast<size_t>(i))));
  }
}

HttpServer::Impl::~Impl() {
  if (stop_descriptor_) stop_descriptor_->release();  // the caller's
}

Status HttpServer::Impl::Listen() {
  const HttpServerOptions& options = context_.options;
  if (options.plain) {
    STATOR_ASSIGN_OR_RETURN(port_, ListenOn(options.port, /*secure=*/false));
  }
  if (options.tls != nullptr) {
    STATOR_ASSIGN_OR_RETURN(tls_port_, ListenOn(options.tls_port, /*secure=*/true));
  }
  return OkStatus();
}

// The port, which is another one than `asked` when that is 0.
Result<uint16_t> HttpServer::Impl::ListenOn(uint16_t asked, bool secure) {
  const HttpServerOptions& options = context_.options;
  const std::string host = options.host.empty() ? kIpv4Loopback : options.host;
  ErrorCode ec;
  const auto address = asio::ip::make_address(host, ec);
  if (ec) return ValidationError("not an IP address: " + host);
  listeners_.push_back(std::make_unique<Listener>(main_loop().context(), secure));
  Acceptor& first = listeners_.back()->acceptor;
  if (ec = Bind(address, asked, &first); ec) return CannotListen(host, asked, ec);
  const uint16_t port = first.local_endpoint(ec).port();
  if (!options.host.empty()) return port;
  auto second = std::make_unique<Listener>(main_loop().context(), secure);
  ec = Bind(asio::ip::make_address(kIpv6Loopback), port, &second->acceptor);
  // Machines without IPv6 refuse it, which is no fault; another program's port is one.
  if (ec == asio::error::address_in_use && asked != 0) {
    return CannotListen(kIpv6Loopback, port, ec);
  }
  if (!ec) listeners_.push_back(std::move(second));
  return port;
}

std::string HttpServer::Impl::Url(std::string_view scheme, uint16_t port) const {
  if (port == 0) return "";
  const std::string& host = context_.options.host;
  const std::string shown = host.empty() ? kIpv4Loopback : host;
  const bool ipv6 = shown.find(':') != std::string::npos;
  return std::string(scheme) + (ipv6 ? "[" + shown + "]:" : shown + ":") + std::to_string(port);
}

void HttpServer::Impl::Run() {
  for (const auto& listener : listeners_) Accept(listener.get());
  std::vector<std::thread> threads;
  for (size_t i = 1; i < loops_.size(); ++i) {
    threads.emplace_back([loop = loops_[i].get()] { loop->Run(); });
  }
  main_loop().Run();
  for (std::thread& thread : threads) thread.join();
  if (workers_) workers_->join();
  if (admin_worker_) admin_worker_->join();
}

void HttpServer::Impl::Stop() {
  main_loop().Post([this] {
    CloseListeners();
    context_.handler->OnStop();
    // Behind the connections that were accepted before, which are posted too.
    for (const auto& loop : loops_) loop->Post([loop = loop.get()] { loop->BeginStop(); });
  });
}

void HttpServer::Impl::StopWhenReadable(int descriptor) {
  stop_descriptor_.emplace(main_loop().context(), descriptor);
  stop_descriptor_->async_wait(asio::posix::descriptor_base::wait_read,
                               [this](const ErrorCode& ec) {
                                 if (!ec) Stop();
                               });
}

void HttpServer::Impl::CloseListeners() {
  ErrorCode ignored;
  for (const auto& listener : listeners_) {
    listener->acceptor.close(ignored);
    listener->pause.cancel();
  }
  if (stop_descriptor_) stop_descriptor_->cancel(ignored);
}

void HttpServer::Impl::Accept(Listener* listener) {
  EventLoop* const loop = LeastBusyLoop();
  listener->acceptor.async_accept(loop->context(),
                                  [this, listener, loop](const ErrorCode& ec, Socket socket) {
                                    if (!listener->acceptor.is_open()) return;
                                    if (!ec) {
                                      OnAccepted(loop, std::move(socket), listener->secure);
                                      return Accept(listener);
                                    }
                                    listener->pause.expires_after(kAcceptPause);
                                    listener->pause.async_wait([this, listener](const ErrorCode&) {
                                      if (listener->acceptor.is_open()) Accept(listener);
                                    });
                                  });
}

void HttpServer::Impl::OnAccepted(EventLoop* loop, Socket socket, bool secure) {
  const size_t connections = Connections();
  const size_t most = context_.options.max_connections;
  const size_t more = std::clamp(most / 4, kFewestRefusedAtOnce, kMostRefusedAtOnce);
  if (connections >= most + more) return;  // closes it
  const bool refused = connections >= most;
  loop->CountArrival();
  loop->Post([loop, secure, refused, socket = std::move(socket)]() mutable {
    loop->Serve(std::move(socket), secure, refused);
  });
}

EventLoop* HttpServer::Impl::LeastBusyLoop() {
  const auto least = std::min_element(
      loops_.begin(), loops_.end(),
      [](const auto& a, const auto& b) { return a->session_count() < b->session_count(); });
  return least->get();
}

size_t HttpServer::Impl::Connections() const {
  size_t count = 0;
  for (const auto& loop : loops_) count += loop->session_count();
  return count;
}

Result<std::unique_ptr<HttpServer>> HttpServer::Listen(const HttpServerOptions& options,
                                                       RequestHandler* handler) {
  auto impl = std::make_unique<Impl>(options, handler);
  STATOR_RETURN_IF_ERROR(impl->Listen());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

uint16_t HttpServer::port() const { return impl_->port(); }
uint16_t HttpServer::tls_port() const { return impl_->tls_port(); }
std::string HttpServer::url() const { return impl_->Url("http://", impl_->port()); }
std::string HttpServer::tls_url() const { return impl_->Url("https://", impl_->tls_port()); }
void HttpServer::Run() { impl_->Run(); }
void HttpServer::Stop() { impl_->Stop(); }
void HttpServer::StopWhenReadable(int descriptor) { impl_->StopWhenReadable(descriptor); }

}  // namespace stator::server
