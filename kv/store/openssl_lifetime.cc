#include "kv/store/openssl_lifetime.h"

#include <openssl/crypto.h>

namespace stator {

void KeepOpenSslToTheEnd() { OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr); }

}  // namespace stator
