#include "server/auth/json_syntax.h"

#include "api/json/json.h"
#include "kv/codec/utf8.h"

namespace stator::server {
namespace {

// Walks over one value and stops at the first place that is wrong.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  bool WholeText() {
    SkipSpace();
    if (!Value(0)) return false;
    SkipSpace();
    return at_ == text_.size() || Fail("there is text behind the end of the document");
  }
  size_t at() const { return at_; }
  std::string_view problem() const { return problem_; }

 private:
  bool Fail(std::string_view problem) {
    problem_ = problem;
    return false;
  }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Take(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }
  void SkipSpace() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) < 4) ++at_;
  }

  bool Value(size_t depth) {
    if (depth > api::json::Document::kMaxDepth) return Fail("it is nested too deep");
    if (Take('{')) return Elements('}', depth);
    if (Take('[')) return Elements(']', depth);
    if (Peek() == '"') return String();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return true;
    }
    return Number();
  }

  // What stands between brackets, the first of which has been taken.
  bool Elements(char close, size_t depth) {
    SkipSpace();
    if (Take(close)) return true;
    while (true) {
      if (close == '}' && !Name()) return false;
      if (!Value(depth + 1)) return false;
      SkipSpace();
      if (Take(close)) return true;
      if (!Take(',')) {
        return Fail(close == '}' ? "a comma or } is missing" : "a comma or ] is missing");
      }
      SkipSpace();
    }
  }

  bool Name() {
    if (Peek() != '"') return Fail("a name in double quotes is missing");
    if (!String()) return false;
    SkipSpace();
    if (!Take(':')) return Fail("a colon is missing");
    SkipSpace();
    return true;
  }

  bool String() {
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') return Take('"');
      if (static_cast<unsigned char>(c) < ' ') return Fail("a string ends nowhere in its line");
      if (c == '\\') {
        ++at_;
        if (Peek() == '\0' || std::string_view("\"\\/bfnrtu").find(Peek()) == text_.npos) {
          return Fail("there is no such escape");
        }
      }
    }
    return Fail("a string ends nowhere");
  }

  bool Number() {
    const size_t begin = at_;
    while (at_ < text_.size() && std::string_view("+-.0123456789eE").find(text_[at_]) < 15) ++at_;
    if (at_ > begin) return true;
    return Fail(at_ == text_.size() ? "the text ends too early" : "this begins no value of JSON");
  }

  const std::string_view text_;
  size_t at_ = 0;
  std::string_view problem_;
};

}  // namespace

std::string JsonSyntaxError(std::string_view text) {
  Walker walker(text);
  if (walker.WholeText()) {
    return IsValidUtf8(text) ? "it is not JSON: a number or an escape is malformed"
                             : "it is not JSON: the text is not UTF-8";
  }
  size_t line = 1;
  size_t column = 1;
  for (const char c : text.substr(0, walker.at())) {
    column = c == '\n' ? 1 : column + 1;
    line += c == '\n' ? 1 : 0;
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " +
         std::string(walker.problem());
}

}  // namespace stator::server
