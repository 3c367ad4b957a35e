#include "server/auth/identity_names.h"

#include <openssl/sha.h>

#include <algorithm>

namespace stator::server {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr size_t kUniqueChars = 17;  // behind the prefix of four

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWord(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool IsOneOf(char c, std::string_view chars) { return chars.find(c) != std::string_view::npos; }

}  // namespace

bool IsAccountNumber(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), IsDigit);
}

bool IsNameText(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return IsWord(c) || IsOneOf(c, "+=,.@-"); });
}

bool IsIdentityName(std::string_view name, size_t max_chars) {
  return !name.empty() && name.size() <= max_chars && IsNameText(name);
}

bool IsAccessKeyId(std::string_view text) {
  return text.size() >= 16 && text.size() <= 128 && std::all_of(text.begin(), text.end(), IsWord);
}

bool IsTagText(std::string_view text) {
  // Which characters beyond ASCII are letters is Unicode's long table; they are all let through.
  return std::all_of(text.begin(), text.end(), [](char c) {
    return IsWord(c) || IsOneOf(c, " .:/=+-@") || static_cast<unsigned char>(c) >= 0x80;
  });
}

size_t CountChars(std::string_view utf8) {
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string FoldCase(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return folded;
}

std::string UniqueId(std::string_view prefix, std::string_view account, std::string_view name) {
  std::string text;
  text.append(prefix).append("/").append(account).append("/").append(name);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string id(prefix);
  for (size_t i = 0; i < kUniqueChars; ++i) id.push_back(kBase32[digest[i] % kBase32.size()]);
  return id;
}

std::string IamArn(std::string_view account, std::string_view kind, std::string_view name) {
  std::string arn = "arn:aws:iam::";
  arn.append(account).append(":").append(kind).append("/").append(name);
  return arn;
}

std::optional<IamArnParts> ParseIamArn(std::string_view arn, std::string_view kind) {
  constexpr std::string_view kPrefix = "arn:aws:iam::";
  constexpr size_t kAccountChars = 12;
  if (!arn.starts_with(kPrefix)) return std::nullopt;
  arn.remove_prefix(kPrefix.size());
  const std::string_view account = arn.substr(0, kAccountChars);
  if (!IsAccountNumber(account)) return std::nullopt;
  arn.remove_prefix(kAccountChars);
  if (!arn.starts_with(":")) return std::nullopt;
  arn.remove_prefix(1);
  if (!arn.starts_with(kind)) return std::nullopt;
  arn.remove_prefix(kind.size());
  if (arn.size() < 2 || arn.front() != '/') return std::nullopt;
  return IamArnParts{account, arn.substr(1)};
}

}  // namespace stator::server
