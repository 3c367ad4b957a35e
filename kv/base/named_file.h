// Reads the files that whoever starts a process names: keys, certificates, lists of who may do
// what.
#pragma once

#include <cstddef>
#include <string>

#include "kv/base/status.h"

namespace stator {

// Whom its mode may let at a file.
enum class FileSecrecy {
  kNone,         // everybody
  kFromWriters,  // everybody to read it; nobody but its owner to write it
  kFromAll,      // nobody but its owner to do anything with it: it holds secrets
};

struct NamedFileRules {
  size_t most_bytes = 0;
  FileSecrecy secrecy = FileSecrecy::kNone;
  // Also a named pipe, as a shell makes for <(command): then this waits for its writer.
  bool or_pipe = false;
};

// The whole file. kValidation otherwise, with the reason alone, for behind the file's name: "it is
// not a regular file". The mode is that of what is read, whatever becomes of the name meanwhile. No
// byte of a file that is kept from all is in any message, or left in memory that was given back.
Result<std::string> ReadNamedFile(const std::string& path, const NamedFileRules& rules);

}  // namespace stator
