#include "server/auth/identities_file.h"

#include <utility>

#include "kv/base/named_file.h"

namespace stator::server {
namespace {

// Far above any file that a person writes; a slip must not fill the memory.
constexpr size_t kMostBytes = 64U << 20;

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

}  // namespace

Result<std::shared_ptr<const Identities>> LoadIdentities(const std::string& path) {
  const auto named = [&path](const Status& status) {
    return ValidationError("the identities file " + path + ": " + status.message());
  };
  const auto text =
      ReadNamedFile(path, {.most_bytes = kMostBytes, .secrecy = FileSecrecy::kFromAll});
  if (!text.ok()) return named(text.status());
  const auto read_file = [folder = FolderOf(path)](const std::string& name) -> Result<std::string> {
    if (name.find('/') != std::string::npos || name.starts_with(".")) {
      return ValidationError("must be the name of a file in the same folder");
    }
    return ReadNamedFile(folder + name,
                         {.most_bytes = kMostBytes, .secrecy = FileSecrecy::kFromWriters});
  };
  auto identities = Identities::Parse(*text, read_file);
  if (!identities.ok()) return named(identities.status());
  return identities;
}

}  // namespace stator::server
