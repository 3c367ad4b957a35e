#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "api/json/base64.h"
#include "api/json/json.h"

namespace stator::api::json {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x8080808080808080;

// The high bit of every byte of `word` that JSON must escape: below 0x20, '"' or '\\'. Bytes above
// a true hit may be marked wrongly by the borrow, the lowest mark is always right; "no mark" is
// exact.
uint64_t MarkEscaped(uint64_t word) {
  const uint64_t quotes = word ^ (kOnes * '"');
  const uint64_t backslashes = word ^ (kOnes * '\\');
  const uint64_t control = (word - kOnes * 0x20) & ~word;
  return (control | ((quotes - kOnes) & ~quotes) | ((backslashes - kOnes) & ~backslashes)) &
         kHighBits;
}

bool MustEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// The length of the longest start of `text` that stands for itself.
size_t PlainRun(std::string_view text) {
  size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if (MarkEscaped(word) != 0) break;
  }
  while (i < text.size() && !MustEscape(text[i])) ++i;
  return i;
}

void AppendEscape(char c, std::string* out) {
  switch (c) {
    case '"': out->append("\\\""); return;
    case '\\': out->append("\\\\"); return;
    case '\b': out->append("\\b"); return;
    case '\f': out->append("\\f"); return;
    case '\n': out->append("\\n"); return;
    case '\r': out->append("\\r"); return;
    case '\t': out->append("\\t"); return;
    default: break;
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out->append("\\u00");
  out->push_back(kHex[byte >> 4]);
  out->push_back(kHex[byte & 15]);
}

void AppendQuoted(std::string_view text, std::string* out) {
  out->push_back('"');
  for (;;) {
    const size_t run = PlainRun(text);
    out->append(text.data(), run);
    if (run == text.size()) break;
    AppendEscape(text[run], out);
    text.remove_prefix(run + 1);
  }
  out->push_back('"');
}

}  // namespace

// Whatever stands before the place of a value tells whether a comma is due: only an opening
// bracket, the colon of a name, or nothing at all makes it the first. Inside a string none of these
// can be last, because the closing quote is.
void Writer::Separate() {
  if (out_->empty()) return;
  const char last = out_->back();
  if (last != '{' && last != '[' && last != ':') out_->push_back(',');
}

void Writer::Open(char bracket) {
  Separate();
  out_->push_back(bracket);
}

void Writer::Close(char bracket) { out_->push_back(bracket); }

void Writer::Name(std::string_view name) {
  Separate();
  AppendQuoted(name, out_);
  out_->push_back(':');
}

void Writer::String(std::string_view text) {
  Separate();
  AppendQuoted(text, out_);
}

void Writer::Integer(int64_t value) {
  Separate();
  char buffer[24];
  out_->append(buffer, std::to_chars(buffer, buffer + sizeof(buffer), value).ptr);
}

void Writer::Double(double value) {
  // JSON has no word for these; a reply never holds one.
  if (!std::isfinite(value)) return Null();
  Separate();
  char buffer[64];
  // Plain digits up to where 64-bit integers end; beyond, the exponent form is the shorter one.
  const bool plain = std::abs(value) < 1e18 && (value == 0 || std::abs(value) > 1e-6);
  const auto result =
      plain ? std::to_chars(buffer, buffer + sizeof(buffer), value, std::chars_format::fixed)
            : std::to_chars(buffer, buffer + sizeof(buffer), value);
  const std::string_view text(buffer, static_cast<size_t>(result.ptr - buffer));
  out_->append(text);
  if (text.find_first_of(".e") == std::string_view::npos) out_->append(".0");
}

void Writer::Bool(bool value) {
  Separate();
  out_->append(value ? "true" : "false");
}

void Writer::Null() {
  Separate();
  out_->append("null");
}

void Writer::Base64(std::string_view bytes) {
  Separate();
  out_->push_back('"');
  AppendBase64(bytes, out_);
  out_->push_back('"');
}

}  // namespace stator::api::json
