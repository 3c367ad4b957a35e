// Any text as an identities file: it is read whole or refused with a message that is plain text;
// what is read can be asked for.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "kv/codec/utf8.h"
#include "server/auth/identities.h"
#include "server/auth/json_syntax.h"
#include "server/auth/placed_json.h"

namespace {

namespace server = stator::server;
using stator::Result;

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Require(!server::JsonSyntaxError(text).empty());
  // A file that is named is the text itself: a key set, or nonsense.
  const auto parsed = server::Identities::Parse(
      text, [&text](const std::string&) -> Result<std::string> { return text; });
  if (!parsed.ok()) {
    Require(!parsed.status().message().empty());
    Require(parsed.status().code() == stator::Code::kValidation);
    return 0;
  }
  Require((*parsed)->FindKey("ASIAAAAAAAAAAAAAAAAA") == nullptr);
  Require((*parsed)->FindRole("000000000000", "") == nullptr);
  return 0;
}
