// The TLS of one connection, on top of its socket, which must not block. No call waits: one that
// cannot go on says what the socket has to become first, and is called again with the same
// arguments then. OpenSSL reads and writes the socket itself; asio's own stream for TLS has no
// write that returns instead of waiting, and keeps some 70 KB of buffers for each connection.
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

struct ssl_st;
struct ssl_ctx_st;

namespace stator::server {

class TlsChannel {
 public:
  enum class Step {
    kDone,
    kWaitsToRead,   // until the socket is readable
    kWaitsToWrite,  // until it is writable
    kEnded,         // closed by the peer, or failed: failure() says how
  };

  // The server's side. Null: no memory.
  static std::unique_ptr<TlsChannel> Make(ssl_ctx_st* context, int socket);
  ~TlsChannel();
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  Step Handshake();
  // kDone: at least one byte, and as many as came with it.
  Step Read(char* into, size_t room, size_t* bytes);
  // kDone: at least one byte, at the most 16 KB. Called again, the bytes must be the same, or more;
  // they may lie elsewhere.
  Step Write(const char* from, size_t size, size_t* bytes);
  // Tells the peer that nothing more comes, if the connection is in a state to do so and the socket
  // takes it at once. Nothing is written after it.
  void Finish();

  // Of the handshake that ended: the client spoke HTTP without TLS.
  bool is_plain_http() const { return is_plain_http_; }
  // OpenSSL's words, or "closed by the client".
  const std::string& failure() const { return failure_; }

 private:
  explicit TlsChannel(ssl_st* ssl) : ssl_(ssl) {}
  Step StepOf(int result);

  ssl_st* const ssl_;
  bool established_ = false;
  bool broken_ = false;
  bool is_plain_http_ = false;
  std::string failure_;
};

}  // namespace stator::server
