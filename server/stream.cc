#include "server/stream.h"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <cstring>

namespace stator::server {

namespace asio = boost::asio;

namespace {

constexpr size_t kRecordBytes = 16 * 1024;  // TLS has none that are larger

}  // namespace

Stream::Stream(Socket socket, std::unique_ptr<TlsChannel> tls)
    : socket_(std::move(socket)), tls_(std::move(tls)) {
  ErrorCode ignored;  // without these the connection is slower, not wrong
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
}

Stream::ErrorCode Stream::Outcome(TlsChannel::Step step) {
  switch (step) {
    case TlsChannel::Step::kDone: return {};
    case TlsChannel::Step::kWaitsToRead: waits_for_ = Socket::wait_read; break;
    case TlsChannel::Step::kWaitsToWrite: waits_for_ = Socket::wait_write; break;
    case TlsChannel::Step::kEnded: return asio::error::eof;
  }
  return asio::error::would_block;
}

Stream::Greeting Stream::Handshake() {
  const ErrorCode ec = Outcome(tls_->Handshake());
  if (!ec) return Greeting::kDone;
  if (ec == asio::error::would_block) return Greeting::kWaits;
  if (!tls_->is_plain_http()) return Greeting::kFailed;
  tls_.reset();
  waits_for_ = Socket::wait_write;
  return Greeting::kIsPlainHttp;
}

Stream::ErrorCode Stream::Read(asio::mutable_buffer into, size_t* bytes) {
  return Outcome(tls_->Read(static_cast<char*>(into.data()), into.size(), bytes));
}

// Head and body go into one record where they fit, for they are one packet then.
size_t Stream::WriteRecord(const Pieces& pieces, ErrorCode& ec) {
  const auto* const head = static_cast<const char*>(pieces[0].data());
  const auto* const body = static_cast<const char*>(pieces[1].data());
  size_t bytes = 0;
  if (pieces[0].size() == 0) {
    ec = Outcome(tls_->Write(body, pieces[1].size(), &bytes));
    return bytes;
  }
  std::array<char, kRecordBytes> record;
  const size_t of_head = std::min(pieces[0].size(), record.size());
  const size_t of_body = std::min(pieces[1].size(), record.size() - of_head);
  std::memcpy(record.data(), head, of_head);
  if (of_body > 0) std::memcpy(record.data() + of_head, body, of_body);
  ec = Outcome(tls_->Write(record.data(), of_head + of_body, &bytes));
  return bytes;
}

void Stream::Cancel() {
  ErrorCode ignored;
  socket_.cancel(ignored);
}

void Stream::FinishSending(ErrorCode& ec) {
  if (tls_ != nullptr) tls_->Finish();
  socket_.shutdown(Socket::shutdown_send, ec);
}

void Stream::Close() {
  if (tls_ != nullptr) tls_->Finish();
  ErrorCode ignored;
  socket_.close(ignored);
}

}  // namespace stator::server
