// The HTTP/1.1 server: sockets, connections and their limits. What a DynamoDB request means is the
// handler's affair.
//
// Threads: one event loop per thread, each connection bound to one loop for its life, so that a
// request is read, answered and written without a lock or a hand-over (measured on two cores: a
// quarter more requests per second, and a fifth less CPU for each, than one loop run by two
// threads). Requests that may block (RequestHandler::MayBlock) go to worker threads where there are
// any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "kv/base/clock.h"
#include "kv/base/limits.h"
#include "kv/base/status.h"
#include "server/admin_router.h"
#include "server/auth/access_report.h"
#include "server/auth/authenticator.h"
#include "server/auth/sts.h"
#include "server/request_handler.h"
#include "server/server_counters.h"
#include "server/tls/tls_certificates.h"

namespace stator::server {

struct HttpServerOptions {
  // The address to listen on. Empty: 127.0.0.1, and ::1 where the machine has it, because what
  // "localhost" means differs between clients.
  std::string host;
  bool plain = true;                     // listen for plain HTTP
  uint16_t port = 8000;                  // 0: any free port
  const TlsCertificates* tls = nullptr;  // listen for HTTPS too; must outlive the server
  uint16_t tls_port = 8443;              // 0: any free port
  int threads = 0;                       // event loops; 0: one per core
  int workers = 0;  // threads for requests that may block; 0: these run on the loops too
  size_t max_connections = 4096;  // one more is told 503 and closed
  // Longest wait for a whole request from its first byte on (and for that byte on a new
  // connection, and for its whole TLS handshake before), and longest standstill of a reply that the
  // client does not take.
  int read_timeout_seconds = 30;
  int idle_timeout_seconds = 300;  // between two requests of one connection
  size_t head_bytes = 32 * 1024;   // request line and headers; session tokens can have some KB
  size_t body_bytes = limits::kRequestBodyBytes;
  // Bodies of requests and replies of all connections together, each beyond its first 64 KB. What
  // does not fit is answered with 503, which SDKs try again.
  size_t body_memory_bytes = size_t{512} << 20;
  size_t gzip_min_bytes = 1024;  // smaller replies are never compressed
  std::string cors = "*";        // server/cors.h
  bool log_requests = false;
  const AdminRouter* admin = nullptr;  // null: no routes of the server's own; must outlive it
  // Verifies signatures, and says who asks; null: --auth=off. Must outlive it.
  const Authenticator* authenticator = nullptr;
  const Sts* sts = nullptr;  // null: its requests are nobody's; must outlive it
  AccessLog log_access = AccessLog::kOff;
  bool explain_access = false;         // replies name the statement that denied
  bool admin_remote = false;           // these routes are for peers on other machines too
  ServerCounters* counters = nullptr;  // null: the server's own; must outlive it
  const Clock* clock = SystemClock();  // must outlive the server, as must `random`
  RandomSource* random = SystemRandom();
};

class HttpServer {
 public:
  // Binds and listens, so connections queue up from here on. kUnavailable: the address cannot be
  // had. The handler must outlive the server.
  static Result<std::unique_ptr<HttpServer>> Listen(const HttpServerOptions& options,
                                                    RequestHandler* handler);
  ~HttpServer();  // not while Run is running

  // What is listened on: 0 and an empty text for what is not.
  uint16_t port() const;
  uint16_t tls_port() const;
  std::string url() const;      // "http://127.0.0.1:8000"
  std::string tls_url() const;  // "https://127.0.0.1:8443"

  // Serves until Stop, on this thread and on options.threads - 1 more. Call once.
  void Run();
  // Has Run finish the requests that are under way, close every connection and return. Any thread.
  void Stop();
  // Stops when the descriptor becomes readable; it must stay open until Run returned. Call before
  // Run.
  void StopWhenReadable(int descriptor);

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stator::server
