// The subcommand `stator rotate-key`: encrypts a data folder that no server has open with another
// key, for the first time, or no more (docs/encryption.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kv/base/status.h"

namespace stator::server {

struct RotateKeyCommand {
  bool help = false;
  std::string path;
  std::optional<std::string> key_file;      // none: the folder is in plain text
  std::optional<std::string> new_key_file;  // none: it shall be
};

// `arguments` without the program's name and the subcommand's. kValidation with a message for
// standard error.
Result<RotateKeyCommand> ParseRotateKey(const std::vector<std::string>& arguments);

// The process's exit code: 0, 1 for a failure, 2 for a command line that is not understood.
int RunRotateKey(const std::vector<std::string>& arguments);

}  // namespace stator::server
