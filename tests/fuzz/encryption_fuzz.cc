// Any bytes as the file STATOR, as a key file's text and as the first page of an encrypted file:
// what is accepted must come back.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kv/store/encryption_key.h"
#include "kv/store/file_prefix.h"
#include "kv/store/folder_keys.h"
#include "kv/store/folder_state.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckState(std::string_view text) {
  const auto state = stator::DecodeFolderState(text);
  if (!state.ok()) return;
  const auto again = stator::DecodeFolderState(stator::EncodeFolderState(*state));
  Require(again.ok() && *again == *state);
}

void CheckKey(std::string_view text) {
  const auto key = stator::ParseEncryptionKey(text);
  if (key.ok()) Require(key->size() == stator::kEncryptionKeyBytes);
}

void CheckPrefix(std::string_view bytes) {
  static const auto keys = stator::DeriveFolderKeys(std::string(32, 'k'), std::string(32, 's'));
  Require(keys.ok());
  std::string page(bytes);
  page.resize(stator::kFilePrefixBytes);
  const auto first = stator::DecodeFilePrefix(*keys, page);
  if (!first.ok()) return;
  const auto again = stator::EncodeFilePrefix(*keys, *first);
  // What lies behind the tag is not looked at.
  Require(again.ok() && again->substr(0, 72) == page.substr(0, 72));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  CheckState(bytes);
  CheckKey(bytes);
  CheckPrefix(bytes);
  return 0;
}
