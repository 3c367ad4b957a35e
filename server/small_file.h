// Reads the files that the command line names: certificates, keys, lists of who may do what.
#pragma once

#include <string>

#include "kv/base/status.h"

namespace stator::server {

// The whole file. kValidation with its name and the reason if it cannot be read, is not a regular
// file or has more than 4 MB.
Result<std::string> ReadSmallFile(const std::string& path);

// The same for a file with secrets: refused also if anybody but its owner may read or write it.
Result<std::string> ReadSecretFile(const std::string& path);

}  // namespace stator::server
