#include "server/tls/tls_channel.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace stator::server {

std::unique_ptr<TlsChannel> TlsChannel::Make(ssl_ctx_st* context, int socket) {
  SSL* const ssl = SSL_new(context);
  if (ssl == nullptr) return nullptr;
  std::unique_ptr<TlsChannel> channel(new TlsChannel(ssl));
  if (SSL_set_fd(ssl, socket) != 1) return nullptr;
  SSL_set_accept_state(ssl);
  return channel;
}

TlsChannel::~TlsChannel() { SSL_free(ssl_); }

TlsChannel::Step TlsChannel::Handshake() {
  ERR_clear_error();  // the thread's queue, with what other connections left
  const Step step = StepOf(SSL_do_handshake(ssl_));
  established_ = step == Step::kDone;
  return step;
}

TlsChannel::Step TlsChannel::Read(char* into, size_t room, size_t* bytes) {
  *bytes = 0;
  // A call gives what one record holds. What has arrived beyond it is taken too.
  do {
    ERR_clear_error();
    size_t more = 0;
    const int result = SSL_read_ex(ssl_, into + *bytes, room - *bytes, &more);
    if (result <= 0) {
      const Step step = StepOf(result);
      return *bytes > 0 ? Step::kDone : step;  // it comes again
    }
    *bytes += more;
  } while (*bytes < room && SSL_has_pending(ssl_) == 1);
  return Step::kDone;
}

TlsChannel::Step TlsChannel::Write(const char* from, size_t size, size_t* bytes) {
  ERR_clear_error();
  *bytes = 0;
  return StepOf(SSL_write_ex(ssl_, from, size, bytes));
}

void TlsChannel::Finish() {
  if (!established_ || broken_) return;
  ERR_clear_error();
  SSL_shutdown(ssl_);
  broken_ = true;
}

TlsChannel::Step TlsChannel::StepOf(int result) {
  if (result > 0) return Step::kDone;
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ: return Step::kWaitsToRead;
    case SSL_ERROR_WANT_WRITE: return Step::kWaitsToWrite;
    case SSL_ERROR_ZERO_RETURN: failure_ = "closed by the client"; return Step::kEnded;
    default: break;
  }
  broken_ = true;
  const unsigned long error = ERR_peek_error();
  const int reason = ERR_GET_REASON(error);
  is_plain_http_ = ERR_GET_LIB(error) == ERR_LIB_SSL &&
                   (reason == SSL_R_HTTP_REQUEST || reason == SSL_R_HTTPS_PROXY_REQUEST);
  const char* const words = error != 0 ? ERR_reason_error_string(error) : nullptr;
  failure_ = words != nullptr ? words : "closed by the client";
  return Step::kEnded;
}

}  // namespace stator::server
