// The identities file on disk. It holds secrets, so nobody but its owner may read or write it.
#pragma once

#include <memory>
#include <string>

#include "kv/base/status.h"
#include "server/auth/identities.h"

namespace stator::server {

// Reads and compiles the file. Files that it names, the keys of identity providers, lie next to it
// and may be read by all. kValidation says what is wrong and where, without a secret.
Result<std::shared_ptr<const Identities>> LoadIdentities(const std::string& path);

}  // namespace stator::server
