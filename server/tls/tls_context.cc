#include "server/tls/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/base/named_file.h"
#include "server/log.h"

namespace stator::server {
namespace {

// Of TLS 1.2. Those of 1.3 are all good, and OpenSSL's choice.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
// How long a ticket is good for. Its key lives as long as the context.
constexpr long kTicketSeconds = 2 * 60 * 60;
constexpr std::array<unsigned char, 9> kHttp = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
constexpr std::string_view kSessionContext = "stator";

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* thing) const {
    kFree(thing);
  }
};
using Bio = std::unique_ptr<BIO, Freer<&BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freer<&X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<&EVP_PKEY_free>>;

// The first error says what went wrong, later ones where it was noticed.
std::string FirstError() {
  const char* const words = ERR_reason_error_string(ERR_peek_error());
  return words != nullptr ? words : "no memory";
}

Status Wrong(const std::string& file, std::string_view what) {
  return ValidationError(std::string(file).append(": ").append(what));
}

Result<std::string> ReadPem(const std::string& file, FileSecrecy secrecy) {
  constexpr size_t kMostBytes = 4 << 20;
  auto text = ReadNamedFile(file, {.most_bytes = kMostBytes, .secrecy = secrecy});
  if (!text.ok()) return Wrong(file, text.status().message());
  return text;
}

// What has no more blocks of PEM ends in this error.
bool IsEndOfPem() {
  const unsigned long error = ERR_peek_last_error();
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

Bio Reader(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Result<std::vector<Certificate>> ReadCertificates(const std::string& file) {
  STATOR_ASSIGN_OR_RETURN(const std::string text, ReadPem(file, FileSecrecy::kNone));
  ERR_clear_error();
  const Bio reader = Reader(text);
  std::vector<Certificate> certificates;
  while (Certificate next{PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr)}) {
    certificates.push_back(std::move(next));
  }
  if (!IsEndOfPem()) return Wrong(file, "not a PEM certificate: " + FirstError());
  if (certificates.empty()) return Wrong(file, "no PEM certificate in it");
  ERR_clear_error();
  return certificates;
}

extern "C" int RefusePassphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

Result<Key> ReadKey(const std::string& file) {
  STATOR_ASSIGN_OR_RETURN(std::string text, ReadPem(file, FileSecrecy::kFromAll));
  ERR_clear_error();
  bool encrypted = false;
  const Bio reader = Reader(text);
  Key key(PEM_read_bio_PrivateKey(reader.get(), nullptr, &RefusePassphrase, &encrypted));
  OPENSSL_cleanse(text.data(), text.size());
  if (key != nullptr) return key;
  if (encrypted) {
    return Wrong(file,
                 "the key has a passphrase; openssl pkey -in FILE -out NEW writes it without one");
  }
  return Wrong(file, "no PEM key in it that OpenSSL can read");
}

std::string TimeText(const ASN1_TIME* time) {
  std::tm parts = {};
  char text[32] = "";
  if (ASN1_TIME_to_tm(time, &parts) == 1) {
    std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  }
  return text;
}

std::string SubjectText(const X509* certificate) {
  const Bio writer(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(writer.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  const long size = BIO_get_mem_data(writer.get(), &text);
  return {text, static_cast<size_t>(size)};
}

Status UseCertificate(const TlsFiles& files, const Clock* clock, SSL_CTX* context) {
  STATOR_ASSIGN_OR_RETURN(std::vector<Certificate> chain, ReadCertificates(files.certificate));
  STATOR_ASSIGN_OR_RETURN(const Key key, ReadKey(files.key));
  const Certificate& own = chain.front();
  if (SSL_CTX_use_certificate(context, own.get()) != 1) {
    return Wrong(files.certificate, FirstError());
  }
  for (size_t i = 1; i < chain.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1) {
      return Wrong(files.certificate, FirstError());
    }
  }
  if (X509_check_private_key(own.get(), key.get()) != 1) {
    return Wrong(files.key, "the key does not belong to the certificate in " + files.certificate);
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1) return Wrong(files.key, FirstError());
  const bool expired = X509_cmp_current_time(X509_get0_notAfter(own.get())) < 0;
  LogLine(clock, expired ? LogLevel::kError : LogLevel::kInfo,
          expired ? "certificate expired" : "certificate")
      .Add("subject", SubjectText(own.get()))
      .Add("not_after", TimeText(X509_get0_notAfter(own.get())));
  return OkStatus();
}

Status AskForClients(const std::string& file, SSL_CTX* context) {
  STATOR_ASSIGN_OR_RETURN(const std::vector<Certificate> authorities, ReadCertificates(file));
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  for (const Certificate& authority : authorities) {
    if (X509_STORE_add_cert(store, authority.get()) != 1 ||
        SSL_CTX_add_client_CA(context, authority.get()) != 1) {
      return Wrong(file, FirstError());
    }
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return OkStatus();
}

extern "C" int ChooseHttp(SSL*, const unsigned char** chosen, unsigned char* size,
                          const unsigned char* offered, unsigned int offered_size, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, size, kHttp.data(), kHttp.size(), offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

bool SetRules(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);  // a record by one system call instead of two
  // A ticket is all that is remembered of a session, and the client remembers it.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_timeout(context, kTicketSeconds);
  SSL_CTX_set_alpn_select_cb(context, &ChooseHttp, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, kCiphers) == 1 &&
         SSL_CTX_set_session_id_context(
             context, reinterpret_cast<const unsigned char*>(kSessionContext.data()),
             kSessionContext.size()) == 1;
}

}  // namespace

Result<std::shared_ptr<ssl_ctx_st>> MakeTlsContext(const TlsFiles& files, const Clock* clock) {
  ERR_clear_error();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), Freer<&SSL_CTX_free>());
  if (context == nullptr || !SetRules(context.get())) {
    return Status(Code::kUnavailable, "TLS: " + FirstError());
  }
  if (!files.client_ca.empty()) {
    STATOR_RETURN_IF_ERROR(AskForClients(files.client_ca, context.get()));
  }
  // Last, because what it logs is true only if all is well.
  STATOR_RETURN_IF_ERROR(UseCertificate(files, clock, context.get()));
  return context;
}

}  // namespace stator::server
