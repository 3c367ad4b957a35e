// One thread's share of the server: its io_context, its connections and the slow clock that times
// them out. Everything here and in the connections happens on the thread in Run, except Post.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "server/body_memory.h"
#include "server/cors.h"
#include "server/gzip.h"
#include "server/http_server.h"

namespace stator::server {

class Session;

// The socket types name their executor, which spares the type-erased default.
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

// What all connections of a server share. Constant while it runs.
struct ServerContext {
  HttpServerOptions options;
  RequestHandler* handler = nullptr;
  CorsPolicy cors;
  boost::asio::thread_pool* workers = nullptr;       // null: no worker threads
  boost::asio::thread_pool* admin_worker = nullptr;  // null: no routes of the server's own
  BodyMemory* body_memory = nullptr;
};

class EventLoop {
 public:
  EventLoop(const ServerContext* server, ServerCounters::Loop* counters);
  ~EventLoop();

  // Until BeginStop was called and the last connection is gone.
  void Run();

  // From any thread: has the function run on the loop's thread.
  template <typename Function>
  void Post(Function&& function) {
    boost::asio::post(context_, std::forward<Function>(function));
  }

  // Takes over an accepted connection, of a TLS port if secure; refused: only to tell it that there
  // are too many.
  void Serve(Socket socket, bool secure, bool refused);
  // No more requests are read; closes what is idle.
  void BeginStop();

  void Remove(Session* session);
  // Connections that are served here or on their way: CountArrival goes before the Post of Serve,
  // so that the acceptor sees at once what it handed out. Both from any thread.
  void CountArrival() { session_count_.fetch_add(1, std::memory_order_relaxed); }
  size_t session_count() const { return session_count_.load(std::memory_order_relaxed); }

  bool stopping() const { return stopping_; }
  const ServerContext& server() const { return *server_; }
  ServerCounters::Loop& counters() { return *counters_; }
  boost::asio::io_context& context() { return context_; }
  GzipCompressor& compressor() { return compressor_; }
  const std::string& date() const { return date_; }  // of the latest tick

  // The loop's clock in ticks of a quarter second: reading it costs nothing.
  int64_t now_ticks() const { return now_ticks_; }
  static int64_t TicksOfSeconds(int seconds) { return int64_t{seconds} * kTicksPerSecond; }

 private:
  static constexpr int kTicksPerSecond = 4;
  void Add(Session* session);
  void ScheduleTick();
  void Tick();
  void LeaveIfDone();

  const ServerContext* const server_;
  ServerCounters::Loop* const counters_;
  boost::asio::io_context context_{1};  // one thread runs it
  boost::asio::executor_work_guard<Executor> work_;
  Timer timer_;
  std::vector<Session*> sessions_;
  std::atomic<size_t> session_count_{0};
  GzipCompressor compressor_;
  std::string date_;
  int64_t date_seconds_ = 0;
  int64_t now_ticks_ = 0;
  bool ticking_ = false;
  bool stopping_ = false;
};

}  // namespace stator::server
