// Seals tokens that callers get and bring back, so that nobody can make one himself: with a secret
// of the data folder, so that they outlive the process (kv/FORMAT.md, "Data folder").
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/store/store.h"

namespace stator {

// Threads: any.
class TokenSeal {
 public:
  static constexpr size_t kSecretBytes = 32;

  // The store must outlive it.
  explicit TokenSeal(Store* store) : store_(store) {}
  // With a secret of the caller's, which is not kept.
  explicit TokenSeal(std::string secret) : secret_(std::move(secret)) {}

  // The first 8 bytes, big-endian, of HMAC-SHA256 of the text. The first call reads the secret, or
  // makes it and puts it on disk. Errors of the store; kInternal without chance to make it of.
  Result<uint64_t> Of(std::string_view text) EXCLUDES(mu_);

 private:
  Result<std::string> Secret() EXCLUDES(mu_);
  Result<std::string> ReadOrMake() const;

  Store* const store_ = nullptr;
  Mutex mu_;
  std::string secret_ GUARDED_BY(mu_);  // empty: not read yet
};

// In the catalog family.
std::string TokenSecretRecordKey();

}  // namespace stator
