#include "server/event_loop.h"

#include <exception>
#include <memory>

#include "server/log.h"
#include "server/session.h"
#include "server/tls/tls_certificates.h"

namespace stator::server {

EventLoop::EventLoop(const ServerContext* server, ServerCounters::Loop* counters)
    : server_(server),
      counters_(counters),
      work_(boost::asio::make_work_guard(context_)),
      timer_(context_) {}

EventLoop::~EventLoop() = default;

void EventLoop::Run() {
  for (;;) {
    // The last door for exceptions of foreign code; a connection has its own before it.
    try {
      context_.run();
      return;
    } catch (const std::exception& error) {
      LogLine(server_->options.clock, LogLevel::kError, "exception").Add("what", error.what());
    }
  }
}

void EventLoop::Serve(Socket socket, bool secure, bool refused) {
  std::unique_ptr<TlsChannel> tls;
  if (secure) tls = server_->options.tls->NewChannel(socket.native_handle());
  if (stopping_ || (secure && tls == nullptr)) {  // closes the socket
    session_count_.fetch_sub(1, std::memory_order_relaxed);
    return;
  }
  if (secure) Count<uint64_t>(&counters_->accepted_tls, 1);
  const auto session = std::make_shared<Session>(Stream(std::move(socket), std::move(tls)), this);
  Add(session.get());
  refused ? session->Refuse() : session->Start();
}

void EventLoop::BeginStop() {
  stopping_ = true;
  const std::vector<Session*> sessions = sessions_;  // closing one removes it
  for (Session* session : sessions) session->FinishUp();
  LeaveIfDone();
}

void EventLoop::Add(Session* session) {
  Count<uint64_t>(&counters_->accepted, 1);
  Count<int64_t>(&counters_->connections, 1);
  session->set_slot(sessions_.size());
  sessions_.push_back(session);
  if (!ticking_) ScheduleTick();
}

void EventLoop::Remove(Session* session) {
  const size_t slot = session->slot();
  sessions_[slot] = sessions_.back();
  sessions_[slot]->set_slot(slot);
  sessions_.pop_back();
  Count<int64_t>(&counters_->connections, -1);
  session_count_.fetch_sub(1, std::memory_order_relaxed);
  LeaveIfDone();
}

void EventLoop::LeaveIfDone() {
  if (!stopping_ || !sessions_.empty()) return;
  work_.reset();
  timer_.cancel();
}

// Ticks only while there are connections: an idle server sleeps.
void EventLoop::ScheduleTick() {
  const int64_t seconds = server_->options.clock->WallSeconds();
  if (seconds != date_seconds_) {
    date_seconds_ = seconds;
    date_ = HttpDate(seconds);
  }
  ticking_ = true;
  timer_.expires_after(std::chrono::milliseconds(1000 / kTicksPerSecond));
  timer_.async_wait([this](const boost::system::error_code& ec) {
    ticking_ = false;
    if (!ec) Tick();
  });
}

void EventLoop::Tick() {
  ++now_ticks_;
  const std::vector<Session*> sessions = sessions_;
  for (Session* session : sessions) session->CheckDeadline();
  if (!sessions_.empty()) ScheduleTick();
}

}  // namespace stator::server
