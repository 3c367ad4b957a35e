#include "server/tls/tls_certificates.h"

#include <utility>

#include "server/tls/tls_context.h"

namespace stator::server {

TlsCertificates::TlsCertificates(TlsFiles files, const Clock* clock)
    : files_(std::move(files)), clock_(clock) {}

TlsCertificates::~TlsCertificates() = default;

Result<std::unique_ptr<TlsCertificates>> TlsCertificates::Load(TlsFiles files, const Clock* clock) {
  std::unique_ptr<TlsCertificates> certificates(new TlsCertificates(std::move(files), clock));
  STATOR_RETURN_IF_ERROR(certificates->Reload());
  return certificates;
}

Status TlsCertificates::Reload() {
  auto context = MakeTlsContext(files_, clock_);
  if (!context.ok()) return context.status();
  // The old one goes with its last connection.
  const MutexLock lock(&mutex_);
  context_ = std::move(*context);
  return OkStatus();
}

std::unique_ptr<TlsChannel> TlsCertificates::NewChannel(int socket) const {
  std::shared_ptr<ssl_ctx_st> context;
  {
    const MutexLock lock(&mutex_);
    context = context_;
  }
  return TlsChannel::Make(context.get(), socket);
}

}  // namespace stator::server
