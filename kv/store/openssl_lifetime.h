// How long OpenSSL lives. It would free itself at exit(), while RocksDB's threads, which belong to
// the process and are joined later still, may be encrypting what they write, and what it keeps for
// each of them would be lost.
#pragma once

namespace stator {

// OpenSSL stays until the process is gone. To be called before anything else of OpenSSL, which it
// is unless the embedding program has used it before; then that program's choice stays. Threads:
// any.
void KeepOpenSslToTheEnd();

}  // namespace stator
