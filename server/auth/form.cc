#include "server/auth/form.h"

#include <utility>

#include "kv/base/hex.h"
#include "kv/codec/utf8.h"
#include "server/auth/sts_errors.h"
#include "server/text.h"

namespace stator::server {
namespace {

// URL Standard, "application/x-www-form-urlencoded parsing"; strict where that is lenient.
std::optional<std::string> Decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexDigit(text[i + 1]);
    const int low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  if (!IsValidUtf8(decoded)) return std::nullopt;
  return decoded;
}

Status Malformed(std::string message) { return StsError(sts::kMalformedQuery, std::move(message)); }

}  // namespace

Result<Form> Form::Parse(std::string_view text) {
  if (text.size() > kMaxBytes) return Malformed("The query string is too long.");
  Form form;
  while (!text.empty()) {
    std::string_view value = CutAt('&', &text);
    if (value.empty()) continue;
    std::optional<std::string> name = Decode(CutAt('=', &value));
    std::optional<std::string> decoded = Decode(value);
    if (!name || !decoded) return Malformed("The query string contains a syntax error");
    if (name->starts_with("X-Amz-")) continue;
    if (!form.parameters_.try_emplace(std::move(*name), Parameter{std::move(*decoded)}).second) {
      return Malformed("The query string has a parameter twice");
    }
    if (form.parameters_.size() > kMaxParameters) {
      return Malformed("The query string has too many parameters");
    }
  }
  return form;
}

const std::string* Form::Take(std::string_view name) {
  const auto found = parameters_.find(name);
  if (found == parameters_.end()) return nullptr;
  found->second.used = true;
  return &found->second.value;
}

void Form::TakeEmpty(std::string_view name) {
  const auto found = parameters_.find(name);
  if (found != parameters_.end() && found->second.value.empty()) found->second.used = true;
}

const std::string* Form::FirstUnused() const {
  for (const auto& [name, parameter] : parameters_) {
    if (!parameter.used) return &name;
  }
  return nullptr;
}

}  // namespace stator::server
