#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "api/json/base64.h"
#include "api/json/json.h"

namespace stator::api::json {
namespace {

bool MustEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Whether none of the eight bytes must be escaped: each of the three terms leaves a high bit set in
// some byte if and only if it finds what it looks for in some byte.
bool IsPlain8(const char* at) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  uint64_t word;
  std::memcpy(&word, at, 8);
  const uint64_t quotes = word ^ (kOnes * '"');
  const uint64_t backslashes = word ^ (kOnes * '\\');
  const uint64_t control = (word - kOnes * 0x20) & ~word;
  const uint64_t found =
      control | ((quotes - kOnes) & ~quotes) | ((backslashes - kOnes) & ~backslashes);
  return (found & (kOnes << 7)) == 0;
}

// Likewise of sixteen. The compiler's vectors: one register on x86-64 and on ARM64.
using Bytes16 = unsigned char __attribute__((vector_size(16)));

bool IsPlain16(const char* at) {
  Bytes16 bytes;
  std::memcpy(&bytes, at, sizeof(bytes));
  const auto found = (bytes < 0x20) | (bytes == '"') | (bytes == '\\');
  uint64_t halves[2];
  std::memcpy(halves, &found, sizeof(halves));
  return (halves[0] | halves[1]) == 0;
}

// The length of the longest start of `text` that stands for itself.
size_t PlainRun(std::string_view text) {
  const char* const at = text.data();
  size_t i = 0;
  while (i + 16 <= text.size() && IsPlain16(at + i)) i += 16;
  // The rest, and some of what has been seen once more, in one look.
  const size_t left = text.size() - i;
  if (text.size() >= 16 && left < 16 && IsPlain16(at + text.size() - 16)) return text.size();
  if (left >= 8 && left < 16 && IsPlain8(at + i) && IsPlain8(at + text.size() - 8)) {
    return text.size();
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
