// The names that IAM gives and allows: account numbers, access key ids, ARNs, unique ids.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stator::server {

bool IsAccountNumber(std::string_view text);  // 12 digits
// [\w+=,.@-], at most max_chars: names of users (64), roles (64) and policies (128).
bool IsIdentityName(std::string_view name, size_t max_chars);
// \w{16,128} (IAM API, AccessKey).
bool IsAccessKeyId(std::string_view text);
// Key ids of sessions begin so, and no others.
inline constexpr std::string_view kTemporaryKeyPrefix = "ASIA";

// [\w+=,.@-]*, the characters of names.
bool IsNameText(std::string_view text);
// A tag's key or value as IAM allows it: letters, digits, spaces and _.:/=+-@. Text is UTF-8.
bool IsTagText(std::string_view text);
// Characters of UTF-8 text.
size_t CountChars(std::string_view utf8);
// ASCII letters in lower case, the rest as it is.
std::string FoldCase(std::string_view text);

// "AIDA…" and "AROA…", 21 characters. The same for the same name of the same account in every
// process, so that policies may name it; nothing else is in it.
std::string UniqueId(std::string_view prefix, std::string_view account, std::string_view name);

// arn:aws:iam::<account>:<kind>/<name>
std::string IamArn(std::string_view account, std::string_view kind, std::string_view name);

struct IamArnParts {
  std::string_view account;
  std::string_view name;
};
// The parts of such an ARN of that kind; none for anything else. Views into `arn`.
std::optional<IamArnParts> ParseIamArn(std::string_view arn, std::string_view kind);

}  // namespace stator::server
