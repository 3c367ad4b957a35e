#include "api/partiql/lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/expr/ascii.h"

namespace stator::api::partiql {
namespace {

using expr::IsDigit;
using expr::IsLetter;
using expr::IsWordCharacter;

// Longer ones first, where one begins another.
constexpr std::array<std::pair<std::string_view, TokenKind>, 23> kPunctuation = {{
    {"<>", TokenKind::kNotEqual},       {"!=", TokenKind::kNotEqual},
    {"<=", TokenKind::kLessOrEqual},    {">=", TokenKind::kGreaterOrEqual},
    {"<<", TokenKind::kLeftBag},        {">>", TokenKind::kRightBag},
    {"=", TokenKind::kEqual},           {"<", TokenKind::kLess},
    {">", TokenKind::kGreater},         {"+", TokenKind::kPlus},
    {"-", TokenKind::kMinus},           {"*", TokenKind::kStar},
    {"(", TokenKind::kLeftParenthesis}, {")", TokenKind::kRightParenthesis},
    {"[", TokenKind::kLeftBracket},     {"]", TokenKind::kRightBracket},
    {"{", TokenKind::kLeftBrace},       {"}", TokenKind::kRightBrace},
    {",", TokenKind::kComma},           {".", TokenKind::kDot},
    {":", TokenKind::kColon},           {";", TokenKind::kSemicolon},
    {"?", TokenKind::kParameter},
}};

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool BeginsWord(char c) { return IsLetter(c) || c == '_' || c == '$'; }
bool ContinuesWord(char c) { return IsWordCharacter(c) || c == '$'; }

// Whether a byte of UTF-8 begins a character.
bool BeginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

bool MayGoOnAsPath(TokenKind kind) {
  return kind == TokenKind::kWord || kind == TokenKind::kQuotedName ||
         kind == TokenKind::kRightBracket;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> Run() {
    std::vector<Token> tokens;
    tokens.reserve(text_.size() / 4 + 2);
    do {
      SkipBlanks();
      tokens.push_back(Next(!tokens.empty() && MayGoOnAsPath(tokens.back().kind)));
    } while (tokens.back().kind != TokenKind::kEnd);
    return tokens;
  }

 private:
  // The character so far behind the position; 0 beyond the end.
  char At(size_t offset) const {
    return position_ + offset < text_.size() ? text_[position_ + offset] : '\0';
  }
  bool Starts(std::string_view what) const { return text_.substr(position_, what.size()) == what; }

  void SkipBlanks() {
    while (position_ < text_.size()) {
      if (IsSpace(text_[position_])) {
        ++position_;
      } else if (Starts("--")) {
        SkipBehind("\n");
      } else if (Starts("/*")) {
        position_ += 2;
        SkipBehind("*/");
      } else {
        return;
      }
    }
  }
  void SkipBehind(std::string_view end) {
    const size_t found = text_.find(end, position_);
    position_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  // behind_path: the token before may be a path that a point goes on with.
  Token Next(bool behind_path) {
    if (position_ == text_.size()) return Take(TokenKind::kEnd, 0);
    const char c = text_[position_];
    if (BeginsWord(c)) return Take(TokenKind::kWord, WordLength());
    if (IsDigit(c) || (c == '.' && IsDigit(At(1)) && !behind_path)) {
      return Take(TokenKind::kNumber, NumberLength());
    }
    if (c == '\'' || c == '"') return Quoted(c);
    for (const auto& [punctuation, kind] : kPunctuation) {
      if (Starts(punctuation)) return Take(kind, punctuation.size());
    }
    return Take(TokenKind::kUnknown, 1);
  }

  size_t WordLength() const {
    size_t length = 1;
    while (ContinuesWord(At(length))) ++length;
    return length;
  }

  size_t SkipDigits(size_t from) const {
    while (IsDigit(At(from))) ++from;
    return from;
  }

  // Digits, a fraction, which may have none (`1.`), and an exponent. An `e` without digits behind
  // it is not part.
  size_t NumberLength() const {
    size_t length = SkipDigits(0);
    if (At(length) == '.') length = SkipDigits(length + 1);
    if (At(length) != 'e' && At(length) != 'E') return length;
    const size_t sign = At(length + 1) == '+' || At(length + 1) == '-' ? 1 : 0;
    return IsDigit(At(length + 1 + sign)) ? SkipDigits(length + 1 + sign) : length;
  }

  Token Quoted(char quote) {
    size_t length = 1;
    while (position_ + length < text_.size()) {
      if (text_[position_ + length] != quote) {
        ++length;
      } else if (At(length + 1) == quote) {
        length += 2;
      } else {
        return Take(quote == '"' ? TokenKind::kQuotedName : TokenKind::kString, length + 1);
      }
    }
    return Take(TokenKind::kUnknown, length);  // the quote that ends it is missing
  }

  Token Take(TokenKind kind, size_t length) {
    CountCharacters();  // of the blanks before it
    const Token token{kind,
                      static_cast<uint32_t>(position_),
                      static_cast<uint32_t>(position_ + length),
                      line_,
                      column_,
                      static_cast<uint32_t>(CharactersIn(text_.substr(position_, length)))};
    position_ += length;
    CountCharacters();
    return token;
  }

  // Up to the position.
  void CountCharacters() {
    for (; counted_ < position_; ++counted_) {
      if (text_[counted_] == '\n') {
        ++line_;
        column_ = 1;
      } else if (BeginsCharacter(text_[counted_])) {
        ++column_;
      }
    }
  }

  const std::string_view text_;
  size_t position_ = 0;
  size_t counted_ = 0;
  uint32_t line_ = 1;
  uint32_t column_ = 1;
};

}  // namespace

size_t CharactersIn(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), BeginsCharacter));
}

std::string Place::ToErrorText() const {
  return " at " + std::to_string(line) + ":" + std::to_string(column) + ":" +
         std::to_string(length);
}

std::vector<Token> Tokenize(std::string_view text) { return Lexer(text).Run(); }

std::string Unquoted(std::string_view quoted) {
  const char quote = quoted.front();
  std::string text;
  text.reserve(quoted.size());
  for (size_t i = 1; i + 1 < quoted.size(); ++i) {
    text.push_back(quoted[i]);
    if (quoted[i] == quote) ++i;  // doubled
  }
  return text;
}

}  // namespace stator::api::partiql
