// What the server's TLS ports present and ask for: its certificate with the key, and whose client
// certificates it takes. Read from files at the start and again with Reload. Threads: any.
#pragma once

#include <memory>
#include <string>

#include "kv/base/clock.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "server/tls/tls_channel.h"

namespace stator::server {

struct TlsFiles {
  std::string certificate;  // PEM: the server's own first, then those that lead to its CA
  std::string key;          // PEM, without a passphrase, readable by its owner only
  std::string client_ca;    // PEM: CAs of client certificates. Empty: none are asked for
};

class TlsCertificates {
 public:
  // kValidation, with what is wrong with which file. Which certificate it is goes into the log.
  static Result<std::unique_ptr<TlsCertificates>> Load(TlsFiles files, const Clock* clock);
  ~TlsCertificates();

  // Reads the files again: for connections from now on, if all is well, and otherwise for none.
  Status Reload();

  // For a connection that was accepted. Null: no memory.
  std::unique_ptr<TlsChannel> NewChannel(int socket) const;

 private:
  TlsCertificates(TlsFiles files, const Clock* clock);

  const TlsFiles files_;
  const Clock* const clock_;
  mutable Mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_ GUARDED_BY(mutex_);
};

}  // namespace stator::server
