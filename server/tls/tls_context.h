// OpenSSL's settings of a TLS port, made from files.
#pragma once

#include <memory>

#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "server/tls/tls_certificates.h"

namespace stator::server {

// TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers only; http/1.1 by ALPN; sessions
// are resumed by tickets, which another context does not know; no renegotiation, no compression, no
// early data. Logs whose certificate it is and until when. Errors as TlsCertificates::Load.
Result<std::shared_ptr<ssl_ctx_st>> MakeTlsContext(const TlsFiles& files, const Clock* clock);

}  // namespace stator::server
