// The bytes of one connection: its socket, plain or with TLS on top. Without TLS each call is the
// socket's own behind one comparison. Handlers are called by the loop, never from within the call
// that takes them, and must keep the stream. Threads: the loop's.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "server/event_loop.h"
#include "server/tls/tls_channel.h"

namespace stator::server {

class Stream {
 public:
  using ErrorCode = boost::system::error_code;
  using Pieces = std::array<boost::asio::const_buffer, 2>;

  // tls: null for plain. It works on this socket.
  Stream(Socket socket, std::unique_ptr<TlsChannel> tls);

  bool is_secure() const { return tls_ != nullptr; }
  const Socket& socket() const { return socket_; }

  enum class Greeting { kDone, kWaits, kIsPlainHttp, kFailed };
  // With TLS, before anything else. kWaits: again after WaitReady. kIsPlainHttp: the stream is
  // plain now, and what the client sent is gone. kFailed: only DropSome and the closing calls are
  // left.
  Greeting Handshake();
  const std::string& handshake_failure() const { return tls_->failure(); }

  // handler(ec, bytes), with some bytes when there are any.
  template <typename Handler>
  void ReadSome(boost::asio::mutable_buffer into, Handler handler) {
    if (tls_ == nullptr) return socket_.async_read_some(into, std::move(handler));
    ReadRecord(into, std::move(handler), /*in_handler=*/false);
  }

  // What is taken at once; would_block when nothing is. Then the same bytes again after WaitReady.
  size_t WriteSome(const Pieces& pieces, ErrorCode& ec) {
    return tls_ == nullptr ? socket_.write_some(pieces, ec) : WriteRecord(pieces, ec);
  }

  // handler(ec), when what would have blocked (WriteSome, Handshake) may go on.
  template <typename Handler>
  void WaitReady(Handler handler) {
    socket_.async_wait(waits_for_, std::move(handler));
  }

  // Reads bytes to throw them away, TLS or not; handler(ec, bytes).
  template <typename Handler>
  void DropSome(boost::asio::mutable_buffer into, Handler handler) {
    socket_.async_read_some(into, std::move(handler));
  }

  void Cancel();  // what waits ends with an error
  // No more is written; the peer is told. The rest of what it sends is for DropSome.
  void FinishSending(ErrorCode& ec);
  void Close();  // ends what waits

 private:
  template <typename Handler>
  void ReadRecord(boost::asio::mutable_buffer into, Handler handler, bool in_handler) {
    size_t bytes = 0;
    const ErrorCode ec = Read(into, &bytes);
    if (ec == boost::asio::error::would_block) {
      return WaitReady([this, into, handler = std::move(handler)](const ErrorCode& error) mutable {
        error ? handler(error, 0) : ReadRecord(into, std::move(handler), /*in_handler=*/true);
      });
    }
    if (in_handler) return handler(ec, bytes);
    boost::asio::post(socket_.get_executor(),
                      [ec, bytes, handler = std::move(handler)] { handler(ec, bytes); });
  }
  ErrorCode Read(boost::asio::mutable_buffer into, size_t* bytes);
  size_t WriteRecord(const Pieces& pieces, ErrorCode& ec);
  ErrorCode Outcome(TlsChannel::Step step);

  Socket socket_;
  std::unique_ptr<TlsChannel> tls_;
  Socket::wait_type waits_for_ = Socket::wait_write;
};

}  // namespace stator::server
