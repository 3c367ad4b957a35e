#include "kv/store/folder_state.h"

#include <bit>
#include <charconv>

#include "kv/base/hash.h"
#include "kv/base/hex.h"

namespace stator {
namespace {

constexpr std::string_view kTitle = "Stator data folder";
constexpr std::string_view kCipher = "AES-256-CTR";

// Takes one line, without its line feed, from the front of *text.
std::string_view ConsumeLine(std::string_view* text) {
  const size_t end = text->find('\n');
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  return line;
}

// The value of the next line, which must be "<name> <value>".
std::optional<std::string_view> ConsumeField(std::string_view* text, std::string_view name) {
  const std::string_view line = ConsumeLine(text);
  if (line.size() <= name.size() || !line.starts_with(name) || line[name.size()] != ' ') return {};
  return line.substr(name.size() + 1);
}

std::optional<uint32_t> ConsumeNumber(std::string_view* text, std::string_view name) {
  const std::optional<std::string_view> digits = ConsumeField(text, name);
  if (!digits) return {};
  uint32_t number = 0;
  const char* end = digits->data() + digits->size();
  const auto [stop, error] = std::from_chars(digits->data(), end, number);
  if (error != std::errc() || stop != end) return {};
  return number;
}

// Bytes in hexadecimal, in small letters.
std::optional<std::string> ConsumeBytes(std::string_view* text, std::string_view name,
                                        size_t size) {
  const std::optional<std::string_view> digits = ConsumeField(text, name);
  if (!digits || digits->size() != 2 * size) return {};
  std::string bytes;
  for (size_t i = 0; i < digits->size(); i += 2) {
    unsigned value = 0;
    const char* end = digits->data() + i + 2;
    const auto [stop, error] = std::from_chars(digits->data() + i, end, value, 16);
    if (error != std::errc() || stop != end) return {};
    bytes.push_back(static_cast<char>(value));
  }
  return bytes;
}

std::string ChecksumOf(std::string_view text) {
  std::string bytes;
  const uint64_t hash = HashBytes(text);
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(hash >> shift));
  return ToHex(bytes);
}

std::string_view StateName(const FolderState& state) {
  if (state.rotating) return "rotating";
  return state.ready ? "ready" : "creating";
}

bool ReadStateName(std::string_view name, FolderState* state) {
  state->rotating = name == "rotating";
  state->ready = state->rotating || name == "ready";
  return state->ready || name == "creating";
}

// The lines that only format 2 has. `whole` is the text from its beginning.
bool ConsumeEncryption(std::string_view whole, std::string_view* text, FolderState* state) {
  if (ConsumeField(text, "cipher") != kCipher) return false;
  const std::optional<std::string> salt = ConsumeBytes(text, "salt", kFolderSaltBytes);
  const std::optional<std::string> check = ConsumeBytes(text, "key-check", kKeyCheckBytes);
  if (!salt || !check) return false;
  state->encryption = FolderEncryption{*salt, *check};
  const std::string sum = ChecksumOf(whole.substr(0, whole.size() - text->size()));
  return ConsumeField(text, "checksum") == sum;
}

void AppendLine(std::string_view name, std::string_view value, std::string* text) {
  text->append(name).append(" ").append(value).append("\n");
}

Status Damaged() { return CorruptionError("the file STATOR is damaged"); }

}  // namespace

std::string EncodeFolderState(const FolderState& state) {
  std::string text(kTitle);
  text.push_back('\n');
  AppendLine("format", std::to_string(state.format()), &text);
  AppendLine("partitions", std::to_string(state.partitions), &text);
  AppendLine("state", StateName(state), &text);
  if (!state.encryption) return text;
  AppendLine("cipher", kCipher, &text);
  AppendLine("salt", ToHex(state.encryption->salt), &text);
  AppendLine("key-check", ToHex(state.encryption->key_check), &text);
  AppendLine("checksum", ChecksumOf(text), &text);
  return text;
}

Result<FolderState> DecodeFolderState(std::string_view text) {
  const std::string_view whole = text;
  if (ConsumeLine(&text) != kTitle) {
    return Status(Code::kFormat, "the file STATOR is not that of a data folder");
  }
  const std::optional<uint32_t> format = ConsumeNumber(&text, "format");
  if (!format || *format == 0) return Damaged();
  // The lines after this one belong to that format and may look like anything.
  if (*format > kEncryptedFolderFormat) {
    return Status(Code::kFormat, "the data folder has format " + std::to_string(*format) +
                                     ", and this program knows formats up to " +
                                     std::to_string(kEncryptedFolderFormat) +
                                     ". Nothing in it was changed.");
  }
  const std::optional<uint32_t> partitions = ConsumeNumber(&text, "partitions");
  const std::optional<std::string_view> name = ConsumeField(&text, "state");
  if (!partitions || !std::has_single_bit(*partitions) || *partitions > 256 || !name) {
    return Damaged();
  }
  FolderState state{*partitions};
  if (!ReadStateName(*name, &state)) return Damaged();
  if (*format == kEncryptedFolderFormat && !ConsumeEncryption(whole, &text, &state)) {
    return Damaged();
  }
  if (!text.empty()) return Damaged();
  return state;
}

}  // namespace stator
