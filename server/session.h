// One connection: reads requests, has them answered, writes the replies in order. At any moment it
// waits for exactly one thing (its State), so it needs no lock; all of it runs on its loop's
// thread. It owns itself: whatever it waits for holds a reference.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/types/common.h"
#include "server/auth/request_surroundings.h"
#include "server/event_loop.h"
#include "server/http_reply.h"
#include "server/http_request.h"
#include "server/request_parser.h"
#include "server/stream.h"

namespace stator::server {

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Stream stream, EventLoop* loop);
  ~Session();

  void Start();
  void Refuse();  // replies that there are too many connections, and closes

  void CheckDeadline();  // called with every tick of the loop
  void FinishUp();       // the server stops: close now if idle, else after the reply

  // Where the loop keeps this session in its list.
  size_t slot() const { return slot_; }
  void set_slot(size_t slot) { slot_ = slot; }

 private:
  enum class State { kGreeting, kReading, kAnswering, kWriting, kDraining, kClosed };
  using ErrorCode = boost::system::error_code;

  template <typename Step>
  void Guarded(Step step);
  void Begin();
  void Greet();
  void OnGreetingFailed();
  void Read();
  void OnRead(const ErrorCode& ec, size_t bytes);
  void Advance();
  bool ReadOn();
  bool Answer();
  bool AnswerCall();
  bool AnswerOn(boost::asio::thread_pool* workers, HttpReply (Session::*answer)() const);
  HttpReply CallHandler() const;
  HttpReply CallAdmin() const;
  bool PeerIsOnThisMachine() const;

  bool Deliver(HttpReply reply);
  bool DeliverLater(HttpReply reply);
  bool Send(HttpReply reply);
  void SendAndClose(HttpReply reply);
  void FillHead(const HttpReply& reply, bool gzip);
  bool WriteRest();
  void WriteLater();
  bool OnWritten();
  bool MeetExpectation();

  bool CountMemory();
  void FreeBodies();

  void Drain();
  void DrainMore();
  void Close();
  void SetDeadline(int seconds);
  void DescribeRequest();
  bool IsIdentified() const;
  void LogRequest() const;
  void CountRequest();
  void CountReply();
  void EndFlight();

  Stream stream_;
  EventLoop* const loop_;
  const HttpServerOptions& options_;
  State state_ = State::kReading;
  std::optional<Timer> delay_;  // of an injected fault, while it lasts
  bool refused_ = false;
  bool close_after_reply_ = false;
  bool timed_out_ = false;
  bool expectation_met_ = false;
  int64_t deadline_ticks_ = 0;  // of the loop's clock; 0: none
  size_t slot_ = 0;

  boost::beast::flat_buffer buffer_;  // bytes read and not yet taken by the parser
  RequestParser parser_;
  HttpRequest request_;
  api::CallContext context_;
  std::unique_ptr<RequestSurroundings> surroundings_;  // only where signatures are verified
  std::string_view operation_;           // a view into request_; empty: answered at once
  std::string_view reply_content_type_;  // for the handler's reply

  std::string request_id_;
  std::string head_;  // the reply under way, and how much of it is written
  std::string body_;
  size_t written_bytes_ = 0;
  size_t counted_bytes_ = 0;  // of the server's BodyMemory
  int status_ = 0;
  bool in_flight_ = false;      // counted as a request that is not answered yet
  int64_t started_micros_ = 0;  // only when requests are logged
};

}  // namespace stator::server
