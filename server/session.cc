#include "server/session.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <exception>
#include <utility>

#include "server/auth/admin_access.h"
#include "server/http_errors.h"
#include "server/log.h"
#include "server/peer_address.h"
#include "server/request_id.h"
#include "server/request_log.h"
#include "server/router.h"
#include "server/text.h"

namespace stator::server {
namespace {

namespace asio = boost::asio;

// One read: enough for nearly every request at once. While a body comes in, reads are larger.
constexpr size_t kReadBytes = 4 * 1024;
constexpr size_t kBodyReadBytes = 64 * 1024;
// Buffers that grew beyond this are given back before the connection waits for its next request.
constexpr size_t kKeptBytes = 16 * 1024;
// Bodies up to this size are not counted; a connection may keep that much while it is idle.
constexpr size_t kUncountedBytes = 64 * 1024;
// Pipelined requests that one connection may have served before others get their turn.
constexpr int kServedInARow = 32;
// How long a closing connection goes on reading, so that the client sees the reply before a reset.
constexpr int kDrainSeconds = 2;
// What a request gets that is half read when the server stops.
constexpr int kStopSeconds = 5;

size_t Countable(const std::string& body) {
  return body.capacity() > kUncountedBytes ? body.capacity() : 0;
}

std::string_view Bytes(const boost::beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

}  // namespace

Session::Session(Stream stream, EventLoop* loop)
    : stream_(std::move(stream)),
      loop_(loop),
      options_(loop->server().options),
      buffer_(options_.head_bytes + kBodyReadBytes),
      parser_(options_.head_bytes, options_.body_bytes, options_.authenticator != nullptr) {
  parser_.Begin(&request_);
}

Session::~Session() { loop_->server().body_memory->Give(counted_bytes_); }

// The door for exceptions of foreign code: the connection ends, the server goes on.
template <typename Step>
void Session::Guarded(Step step) {
  try {
    step();
  } catch (const std::exception& error) {
    LogLine(options_.clock, LogLevel::kError, "exception").Add("what", error.what());
    Close();
  }
}

void Session::Start() {
  SetDeadline(options_.read_timeout_seconds);
  Guarded([this] { stream_.is_secure() ? Greet() : Begin(); });
}

void Session::Refuse() {
  refused_ = true;
  Start();
}

void Session::Begin() {
  if (refused_) return SendAndClose(TooManyConnections());
  SetDeadline(options_.read_timeout_seconds);
  Read();
}

// The handshake of TLS. The deadline is that of Start, whatever comes meanwhile.
void Session::Greet() {
  state_ = State::kGreeting;
  switch (stream_.Handshake()) {
    case Stream::Greeting::kDone: return Begin();
    case Stream::Greeting::kFailed: return OnGreetingFailed();
    case Stream::Greeting::kIsPlainHttp:
      return SendAndClose(MalformedHttpRequest(400, "This port takes HTTPS only."));
    case Stream::Greeting::kWaits: break;
  }
  stream_.WaitReady([self = shared_from_this()](const ErrorCode& ec) {
    self->Guarded([&] {
      if (self->state_ == State::kClosed) return;
      ec ? self->OnGreetingFailed() : self->Greet();
    });
  });
}

// The client is told why by an alert, which it gets to see if the connection is not reset.
void Session::OnGreetingFailed() {
  Count<uint64_t>(&loop_->counters().handshakes_failed, 1);
  if (options_.log_requests) {
    LogLine(options_.clock, LogLevel::kInfo, "handshake failed")
        .Add("why", stream_.handshake_failure());
  }
  Drain();
}

void Session::SetDeadline(int seconds) {
  deadline_ticks_ = loop_->now_ticks() + EventLoop::TicksOfSeconds(seconds) + 1;
}

void Session::CheckDeadline() {
  if (deadline_ticks_ == 0 || loop_->now_ticks() < deadline_ticks_) return;
  if (state_ == State::kReading && parser_.begun()) {
    timed_out_ = true;
    stream_.Cancel();  // OnRead replies
  } else {
    Close();
  }
}

void Session::FinishUp() {
  if (delay_) delay_->cancel();
  if (state_ == State::kGreeting) return Close();
  if (state_ != State::kReading) return;  // closes after its reply, or is closing
  if (!parser_.begun()) return Close();
  deadline_ticks_ =
      std::min(deadline_ticks_, loop_->now_ticks() + EventLoop::TicksOfSeconds(kStopSeconds));
}

void Session::Read() {
  state_ = State::kReading;
  const bool in_body = parser_.begun() && parser_.head_done();
  stream_.ReadSome(buffer_.prepare(in_body ? kBodyReadBytes : kReadBytes),
                   [self = shared_from_this()](const ErrorCode& ec, size_t bytes) {
                     self->Guarded([&] { self->OnRead(ec, bytes); });
                   });
}

void Session::OnRead(const ErrorCode& ec, size_t bytes) {
  if (state_ == State::kClosed) return;
  if (timed_out_) return SendAndClose(RequestTimeout());
  if (ec) return Close();
  buffer_.commit(bytes);
  Advance();
}

// Serves what the buffer holds, then waits for more.
void Session::Advance() {
  for (int served = 0;; ++served) {
    if (served == kServedInARow) {
      loop_->Post([self = shared_from_this()] {
        self->Guarded([&] { self->state_ == State::kClosed ? void() : self->Advance(); });
      });
      return;
    }
    if (!ReadOn() || !Answer()) return;
  }
}

// Feeds the parser. True when a request is complete; otherwise the session waits for something.
bool Session::ReadOn() {
  const bool begun = parser_.begun();
  size_t taken = 0;
  const RequestParser::Progress progress = parser_.Feed(Bytes(buffer_), &taken);
  buffer_.consume(taken);
  if (!begun && parser_.begun()) SetDeadline(options_.read_timeout_seconds);
  if (!CountMemory()) {
    FreeBodies();
    SendAndClose(TooMuchBodyMemory());
    return false;
  }
  switch (progress) {
    case RequestParser::Progress::kDone: return true;
    case RequestParser::Progress::kMalformed:
      SendAndClose(MalformedHttpRequest(400, "The request is not well-formed HTTP/1.1."));
      return false;
    case RequestParser::Progress::kHeadTooLarge:
      SendAndClose(MalformedHttpRequest(431, "The request's headers are too large."));
      return false;
    case RequestParser::Progress::kBodyTooLarge:
      SendAndClose(RequestEntityTooLarge());
      return false;
    case RequestParser::Progress::kNeedMore: break;
  }
  // Beast limits the head, but neither the extensions nor the trailer of a chunked body.
  if (buffer_.size() >= options_.head_bytes) {
    SendAndClose(MalformedHttpRequest(400, "A line of the request is too long."));
    return false;
  }
  if (MeetExpectation()) Read();
  return false;
}

// True to go on reading. Sends the interim reply that some clients wait for before a body.
bool Session::MeetExpectation() {
  if (expectation_met_ || request_.expect.empty() || !parser_.head_done()) return true;
  expectation_met_ = true;
  if (!EqualsIgnoringCase(request_.expect, "100-continue")) {
    SendAndClose(MalformedHttpRequest(417, "Only the expectation 100-continue is understood."));
    return false;
  }
  if (request_.http_1_0) return true;  // RFC 9110, 10.1.1
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  ErrorCode ec;
  // The reply before this one is written, so these few bytes fit into the socket's buffer.
  if (stream_.WriteSome({asio::buffer(kContinue)}, ec) == kContinue.size()) return true;
  Close();
  return false;
}

// Answers the complete request. True when the reply is written and the next request can be read.
bool Session::Answer() {
  if (options_.log_requests) started_micros_ = options_.clock->MonotonicMicros();
  CountRequest();
  if (options_.authenticator != nullptr) DescribeRequest();
  Routed routed = RouteRequest(request_, *loop_->server().handler, &context_,
                               options_.authenticator, options_.sts);
  if (!routed.to_handler && !routed.to_admin) return Send(std::move(routed.reply));
  operation_ = routed.operation;
  reply_content_type_ = routed.reply_content_type;
  if (!IsIdentified()) return Send(InternalFailure());
  const ServerContext& server = loop_->server();
  if (routed.to_admin) {
    if (server.admin_worker == nullptr) return Send(NotTheProtocol());
    return AnswerOn(server.admin_worker, &Session::CallAdmin);
  }
  context_.takes_faults = true;
  context_.delayed = false;
  return AnswerCall();
}

bool Session::AnswerCall() {
  const ServerContext& server = loop_->server();
  if (server.workers != nullptr && server.handler->MayBlock(operation_)) {
    return AnswerOn(server.workers, &Session::CallHandler);
  }
  return Deliver(CallHandler());
}

bool Session::AnswerOn(asio::thread_pool* workers, HttpReply (Session::*answer)() const) {
  state_ = State::kAnswering;
  deadline_ticks_ = 0;
  asio::post(*workers, [self = shared_from_this(), answer]() mutable {
    // The loop leaves the session alone in this state, so the worker may read the request.
    HttpReply reply = (*self.*answer)();
    EventLoop* const loop = self->loop_;
    loop->Post([self = std::move(self), reply = std::move(reply)]() mutable {
      self->Guarded([&] {
        if (self->Deliver(std::move(reply))) self->Advance();
      });
    });
  });
  return false;
}

HttpReply Session::CallHandler() const {
  try {
    api::CallReply reply = loop_->server().handler->Handle(context_, operation_, request_.body);
    return {.status = reply.http_status,
            .content_type = reply_content_type_,
            .body = std::move(reply.body),
            .delay_micros = reply.delay_micros,
            .again = reply.again,
            .drop_connection = reply.drop_connection};
  } catch (const std::exception& error) {
    LogLine(options_.clock, LogLevel::kError, "exception")
        .Add("op", operation_)
        .Add("what", error.what());
    return {.status = 500, .content_type = reply_content_type_, .body = InternalFailure().body};
  }
}

HttpReply Session::CallAdmin() const {
  try {
    AdminRouter::Permit permit;
    if (options_.authenticator != nullptr) {
      permit = [this](std::string_view action) {
        return MayAdminister(context_, action, options_.authenticator->clock());
      };
    }
    return options_.admin->Answer(request_, operation_,
                                  options_.admin_remote || PeerIsOnThisMachine(), permit);
  } catch (const std::exception& error) {
    LogLine(options_.clock, LogLevel::kError, "exception")
        .Add("op", operation_)
        .Add("what", error.what());
    return InternalFailure();
  }
}

// Tells the engine, through the context, what policies may ask about the request.
void Session::DescribeRequest() {
  if (!surroundings_) {
    surroundings_ = std::make_unique<RequestSurroundings>(options_.log_access,
                                                          options_.explain_access, options_.clock);
    ErrorCode ec;
    const auto peer = stream_.socket().remote_endpoint(ec);
    surroundings_->SetPeer(ec ? std::string() : peer.address().to_string(), stream_.is_secure());
  }
  surroundings_->Describe(request_, &context_);
}

// A second look at what the router has seen to: without a principal the engine would decide
// nothing.
bool Session::IsIdentified() const {
  return options_.authenticator == nullptr || context_.principal != nullptr;
}

bool Session::PeerIsOnThisMachine() const {
  ErrorCode ec;
  const auto peer = stream_.socket().remote_endpoint(ec);
  return !ec && IsOnThisMachine(peer.address());
}

void Session::SendAndClose(HttpReply reply) {
  close_after_reply_ = true;
  if (options_.log_requests) started_micros_ = options_.clock->MonotonicMicros();
  Send(std::move(reply));
}

// Sends the reply, if and when an injected fault lets it. Its result is Send's.
bool Session::Deliver(HttpReply reply) {
  if (reply.delay_micros > 0 && !loop_->stopping()) return DeliverLater(std::move(reply));
  if (reply.again) {
    context_.delayed = true;
    return AnswerCall();
  }
  if (!reply.drop_connection) return Send(std::move(reply));
  Close();
  return false;
}

bool Session::DeliverLater(HttpReply reply) {
  state_ = State::kAnswering;
  deadline_ticks_ = 0;
  body_ = std::move(reply.body);  // where it is counted
  if (!CountMemory()) {
    FreeBodies();
    SendAndClose(TooMuchBodyMemory());
    return false;
  }
  delay_.emplace(loop_->context(), std::chrono::microseconds(reply.delay_micros));
  delay_->async_wait([self = shared_from_this(), reply](const ErrorCode&) mutable {
    self->Guarded([&] {  // also when the server stops, and the wait with it
      self->delay_.reset();
      reply.body = std::move(self->body_);
      reply.delay_micros = 0;
      if (self->Deliver(std::move(reply))) self->Advance();
    });
  });
  return false;
}

// Writes the reply, or what of it the socket takes at once. True when it is written and the
// connection stays open.
bool Session::Send(HttpReply reply) {
  state_ = State::kWriting;
  close_after_reply_ = close_after_reply_ || !request_.keep_alive || loop_->stopping();
  body_ = std::move(reply.body);
  if (!CountMemory()) {
    FreeBodies();
    close_after_reply_ = true;
    reply = TooMuchBodyMemory();
    body_ = std::move(reply.body);
  }
  const bool gzip = reply.compress && body_.size() >= options_.gzip_min_bytes &&
                    AcceptsGzip(request_.accept_encoding) && loop_->compressor().Compress(&body_);
  NewRequestId(options_.random, &request_id_);
  FillHead(reply, gzip);
  status_ = reply.status;
  written_bytes_ = 0;
  if (request_.method == HttpMethod::kHead) body_.clear();
  return WriteRest() && OnWritten();
}

void Session::FillHead(const HttpReply& reply, bool gzip) {
  head_.clear();
  AppendReplyHead({.status = reply.status,
                   .date = loop_->date(),
                   .content_type = reply.content_type,
                   .content_length = body_.size(),
                   .keep_alive = !close_after_reply_,
                   .gzip = gzip,
                   .crc32 = Crc32(body_),
                   .request_id = request_id_,
                   .allow_origin = reply.cors ? loop_->server().cors.AllowOrigin(request_.origin)
                                              : std::string_view(),
                   .preflight = reply.preflight,
                   .preflight_method = request_.preflight_method,
                   .preflight_headers = request_.preflight_headers,
                   .explanation = surroundings_ ? std::string_view(surroundings_->explanation())
                                                : std::string_view()},
                  &head_);
}

// True when all is written. Head and body leave in one system call; only what the socket does not
// take at once costs a wait.
bool Session::WriteRest() {
  const size_t total = head_.size() + body_.size();
  while (written_bytes_ < total) {
    const size_t in_head = std::min(written_bytes_, head_.size());
    const size_t in_body = written_bytes_ - in_head;
    const std::array<asio::const_buffer, 2> rest = {
        asio::buffer(head_.data() + in_head, head_.size() - in_head),
        asio::buffer(body_.data() + in_body, body_.size() - in_body)};
    ErrorCode ec;
    written_bytes_ += stream_.WriteSome(rest, ec);
    if (ec == asio::error::would_block || ec == asio::error::try_again) {
      WriteLater();
      return false;
    }
    if (ec) {
      Close();
      return false;
    }
  }
  return true;
}

void Session::WriteLater() {
  SetDeadline(options_.read_timeout_seconds);
  stream_.WaitReady([self = shared_from_this()](const ErrorCode& ec) {
    self->Guarded([&] {
      if (self->state_ == State::kClosed) return;
      if (ec) return self->Close();
      if (self->WriteRest() && self->OnWritten()) self->Advance();
    });
  });
}

// True when the next request can be read.
bool Session::OnWritten() {
  if (options_.log_requests) LogRequest();
  CountReply();
  if (body_.capacity() > kKeptBytes) std::string().swap(body_);
  operation_ = {};
  if (close_after_reply_) {
    FreeBodies();
    Drain();
    return false;
  }
  parser_.Begin(&request_);
  if (surroundings_) surroundings_->Forget();
  CountMemory();
  expectation_met_ = false;
  timed_out_ = false;
  state_ = State::kReading;
  if (buffer_.size() == 0 && buffer_.capacity() > kKeptBytes) buffer_.shrink_to_fit();
  SetDeadline(options_.idle_timeout_seconds);
  return true;
}

// Tells the server how much memory the bodies take. False when it allows no more than before.
bool Session::CountMemory() {
  const size_t bytes = Countable(request_.body) + Countable(body_);
  BodyMemory* const memory = loop_->server().body_memory;
  if (bytes > counted_bytes_ && !memory->Take(bytes - counted_bytes_)) return false;
  if (bytes < counted_bytes_) memory->Give(counted_bytes_ - bytes);
  counted_bytes_ = bytes;
  return true;
}

void Session::FreeBodies() {
  std::string().swap(request_.body);
  std::string().swap(body_);
  CountMemory();
}

// Closing a socket with unread bytes resets the connection, and the client may lose the reply. So
// first only the sending side is closed, and the rest of what comes is read and dropped.
void Session::Drain() {
  state_ = State::kDraining;
  SetDeadline(kDrainSeconds);
  ErrorCode ec;
  stream_.FinishSending(ec);
  if (ec) return Close();
  DrainMore();
}

void Session::DrainMore() {
  buffer_.clear();
  stream_.DropSome(buffer_.prepare(kReadBytes),
                   [self = shared_from_this()](const ErrorCode& ec, size_t) {
                     self->Guarded([&] {
                       if (self->state_ == State::kClosed) return;
                       ec ? self->Close() : self->DrainMore();
                     });
                   });
}

void Session::Close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  EndFlight();
  stream_.Close();  // ends what is pending
  loop_->Remove(this);
}

void Session::CountRequest() {
  ServerCounters::Loop& counters = loop_->counters();
  in_flight_ = true;
  Count<int64_t>(&counters.in_flight, 1);
  Count<uint64_t>(&counters.body_bytes_in, request_.body.size());
}

void Session::EndFlight() {
  if (std::exchange(in_flight_, false)) Count<int64_t>(&loop_->counters().in_flight, -1);
}

void Session::CountReply() {
  ServerCounters::Loop& counters = loop_->counters();
  EndFlight();
  Count<uint64_t>(&counters.bytes_out, written_bytes_);
  const auto status_class = static_cast<size_t>(status_ / 100) % ServerCounters::kReplyClasses;
  Count<uint64_t>(&counters.replies[status_class], 1);
}

void Session::LogRequest() const {
  LogRequestLine({.request_id = request_id_,
                  .operation = operation_,
                  .body = request_.body,
                  .status = status_,
                  .micros = options_.clock->MonotonicMicros() - started_micros_,
                  .bytes_in = request_.body.size(),
                  .bytes_out = body_.size()},
                 options_.clock);
}

}  // namespace stator::server
