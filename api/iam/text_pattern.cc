#include "api/iam/text_pattern.h"

#include <algorithm>
#include <cstring>

#include "api/iam/ascii_case.h"
#include "api/iam/quoted_text.h"
#include "api/iam/request_keys.h"

namespace stator::api::iam {

namespace {

constexpr size_t kArnParts = 6;

// Position of the character after the one at `at`, in UTF-8; at most four bytes on, whatever text
// that may be.
size_t NextCharacter(std::string_view text, size_t at) {
  const size_t end = std::min(text.size(), at + 4);
  do {
    ++at;
  } while (at < end && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return at;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return LowerCase(x) == LowerCase(y);
         });
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Where the variable that begins at `at` ("${") ends: at its "}", which may not stand in quotes.
size_t EndOfVariable(std::string_view text, size_t at) {
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '\'') quoted = !quoted;
    if (text[at] == '}' && !quoted) return at;
  }
  return std::string_view::npos;
}

std::vector<std::string> SplitAtStars(std::string_view text) {
  std::vector<std::string> runs;
  for (size_t star; (star = text.find('*')) != std::string_view::npos;) {
    runs.emplace_back(text.substr(0, star));
    text.remove_prefix(star + 1);
  }
  runs.emplace_back(text);
  return runs;
}

// As text.find(run), which can take text times run as well.
size_t FindRun(std::string_view text, std::string_view run, MatchWork* work) {
  if (run.empty()) return 0;
  size_t at = 0;
  while (run.size() <= text.size() - at && !work->exhausted()) {
    const char* const from = text.data() + at;
    const size_t places = text.size() - at - run.size() + 1;
    const void* const found = std::memchr(from, run.front(), places);
    const size_t skipped = found == nullptr ? places : static_cast<const char*>(found) - from;
    work->SpendOnBytes(skipped + run.size());
    if (found == nullptr) break;
    at += skipped;
    if (text.substr(at, run.size()) == run) return at;
    ++at;
  }
  return std::string_view::npos;
}

bool IsKeyText(std::string_view text) {
  return text.find_first_of("${}'\",*?") == std::string_view::npos &&
         text.find(':') != std::string_view::npos;
}

}  // namespace

// A piece with its variable replaced. Without a constructor, so that an array of them costs only
// what is used of it.
struct TextPattern::Stretch {
  const char* data;
  size_t size;
  bool literal;

  static Stretch Of(std::string_view text, bool literal) {
    return {text.data(), text.size(), literal};
  }
  std::string_view text() const { return {data, size}; }
};

struct TextPattern::Stretches {
  // An ARN's colons cut its stretches up further.
  std::array<Stretch, kMaxPieces + kArnParts> items;
  size_t size = 0;

  void Add(std::string_view text, bool literal) { items[size++] = Stretch::Of(text, literal); }
};

struct TextPattern::ArnStretches {
  Stretches parts;
  std::array<size_t, kArnParts + 1> begin{};  // of each part, in `parts`; and the end
};

Result<TextPattern> TextPattern::Compile(std::string_view text, Rules rules) {
  TextPattern pattern;
  pattern.ignore_case_ = rules.ignore_case;
  const size_t variable = rules.variables ? text.find("${") : std::string_view::npos;
  const size_t wildcard = rules.wildcards ? text.find_first_of("*?") : std::string_view::npos;
  if (variable != std::string_view::npos) {
    pattern.shape_ = Shape::kGeneral;
    STATOR_RETURN_IF_ERROR(pattern.Cut(text, rules));
    return pattern;
  }
  pattern.text_ = text;
  if (wildcard == std::string_view::npos) return pattern;
  if (wildcard + 1 == text.size() && text.back() == '*' && !rules.ignore_case) {
    pattern.shape_ = wildcard == 0 ? Shape::kEverything : Shape::kPrefix;
    pattern.text_.pop_back();
  } else if (text.find('?') == std::string_view::npos && !rules.ignore_case) {
    pattern.shape_ = Shape::kRuns;
    pattern.runs_ = SplitAtStars(text);
  } else {
    pattern.shape_ = Shape::kGeneral;
  }
  return pattern;
}

Status TextPattern::Cut(std::string_view text, Rules rules) {
  const size_t whole = text.size();
  while (!text.empty()) {
    const size_t start = std::min(text.find("${"), text.size());
    if (start > 0) {
      Piece& piece = pieces_.emplace_back();
      piece.text = text.substr(0, start);
      piece.literal = !rules.wildcards;
    }
    if (start == text.size()) break;
    const size_t end = EndOfVariable(text, start);
    if (end == std::string_view::npos) {
      return ValidationError("a policy variable is not closed by \"}\"");
    }
    const size_t place = whole - text.size() + start;
    STATOR_RETURN_IF_ERROR(AddVariable(text.substr(start + 2, end - start - 2)));
    if (pieces_.back().is_variable) first_variable_ = std::min(first_variable_, place);
    text.remove_prefix(end + 1);
  }
  if (pieces_.size() <= kMaxPieces) return OkStatus();
  return ValidationError("too many policy variables in one text");
}

Status TextPattern::AddVariable(std::string_view inside) {
  Piece piece;
  piece.literal = true;
  if (inside == "*" || inside == "?" || inside == "$") {
    piece.text = inside;
    pieces_.push_back(std::move(piece));
    return OkStatus();
  }
  const size_t comma = inside.find(',');
  const std::string_view name = Trimmed(inside.substr(0, comma));
  if (!IsKeyText(name)) {
    return ValidationError(Quoted("${" + std::string(inside) + "}") + " is not a policy variable");
  }
  piece.is_variable = true;
  piece.key = MakeKeyName(name);
  if (comma != std::string_view::npos) {
    std::string_view fallback = Trimmed(inside.substr(comma + 1));
    if (fallback.size() < 2 || fallback.front() != '\'' || fallback.back() != '\'' ||
        fallback.substr(1, fallback.size() - 2).find('\'') != std::string_view::npos) {
      return ValidationError("the default of " + Quoted("${" + std::string(inside) + "}") +
                             " must stand in single quotation marks");
    }
    piece.has_default = true;
    piece.text = fallback.substr(1, fallback.size() - 2);
  }
  pieces_.push_back(std::move(piece));
  return OkStatus();
}

bool TextPattern::Resolve(const RequestKeys& keys, Stretches* out) const {
  MatchWork& work = keys.work();
  if (pieces_.empty()) {
    work.SpendOnBytes(text_.size());
    out->Add(text_, shape_ == Shape::kExact);
    if (shape_ == Shape::kPrefix || shape_ == Shape::kEverything) out->Add("*", false);
    return true;
  }
  for (const Piece& piece : pieces_) {
    work.SpendOnBytes(piece.text.size());
    if (!piece.is_variable) {
      out->Add(piece.text, piece.literal);
      continue;
    }
    work.Spend(MatchWork::kStepsOfLookup);
    const FoundKey found = keys.Find(piece.key);
    // A key with several values has none that could stand here.
    if (found.size() == 1 && !found.endless) {
      work.SpendOnBytes(found[0].size());
      out->Add(found[0], true);
    } else if (piece.has_default) {
      out->Add(piece.text, true);
    } else {
      return false;
    }
  }
  return true;
}

bool TextPattern::MatchesSomething(const RequestKeys& keys) const {
  Stretches unused;
  return Resolve(keys, &unused);
}

bool TextPattern::Matches(std::string_view text, const RequestKeys& keys) const {
  MatchWork* const work = &keys.work();
  switch (shape_) {
    case Shape::kEverything: return true;
    case Shape::kExact:
      if (text.size() != text_.size()) return false;
      work->SpendOnBytes(text_.size());
      return ignore_case_ ? EqualsIgnoringCase(text, text_) : text == text_;
    case Shape::kPrefix: work->SpendOnBytes(text_.size()); return text.starts_with(text_);
    case Shape::kRuns: return MatchRuns(text, work);
    case Shape::kGeneral: break;
  }
  if (pieces_.empty()) {
    const Stretch whole = Stretch::Of(text_, false);
    return MatchStretches(&whole, &whole + 1, ignore_case_, text, work);
  }
  Stretches stretches;
  if (!Resolve(keys, &stretches)) return false;
  const Stretch* const first = stretches.items.data();
  return MatchStretches(first, first + stretches.size, ignore_case_, text, work);
}

// Each run as early as it comes leaves the most to those behind it.
bool TextPattern::MatchRuns(std::string_view text, MatchWork* work) const {
  const std::string& first = runs_.front();
  const std::string& last = runs_.back();
  work->SpendOnBytes(first.size() + last.size());
  if (text.size() < first.size() + last.size() || !text.starts_with(first) ||
      !text.ends_with(last)) {
    return false;
  }
  text = text.substr(first.size(), text.size() - first.size() - last.size());
  for (size_t i = 1; i + 1 < runs_.size(); ++i) {
    const size_t found = FindRun(text, runs_[i], work);
    if (found == std::string_view::npos) return false;
    text.remove_prefix(found + runs_[i].size());
  }
  return true;
}

// Two pointers: at a mismatch the last "*" takes one character more. Whatever an earlier "*" could
// take instead, the last one can take as well, so no other way has to be tried.
bool TextPattern::MatchStretches(const Stretch* first, const Stretch* last, bool ignore_case,
                                 std::string_view text, MatchWork* work) {
  struct Place {
    const Stretch* stretch;
    size_t offset;
  };
  StepMeter meter(work);
  const auto skip_ends = [&](Place* place) {
    while (place->stretch != last && place->offset == place->stretch->size) {
      *place = {place->stretch + 1, 0};
      meter.Step();  // there may be many that are empty
    }
  };
  Place at{first, 0}, behind_star{nullptr, 0};
  size_t t = 0, resume = 0;
  while (meter.Step()) {
    skip_ends(&at);
    const bool ended = at.stretch == last;
    const char c = ended ? '\0' : at.stretch->data[at.offset];
    const bool special = !ended && !at.stretch->literal;
    if (special && c == '*') {
      ++at.offset;
      behind_star = at;
      resume = t;
    } else if (t == text.size()) {
      return ended;
    } else if (special && c == '?') {
      ++at.offset;
      t = NextCharacter(text, t);
    } else if (!ended && (c == text[t] || (ignore_case && LowerCase(c) == LowerCase(text[t])))) {
      ++at.offset;
      ++t;
    } else if (behind_star.stretch != nullptr) {
      at = behind_star;
      t = resume = NextCharacter(text, resume);
    } else {
      return false;
    }
  }
  return false;
}

bool TextPattern::SplitArn(const Stretches& whole, ArnStretches* out) const {
  // Colons in a variable's value are not the ARN's, unless a variable brings the ARN itself.
  size_t own_colons = 0;
  for (const Piece& piece : pieces_) {
    if (!piece.is_variable) own_colons += std::count(piece.text.begin(), piece.text.end(), ':');
  }
  const bool cut_values = own_colons < kArnParts - 1;
  size_t part = 0;
  for (size_t i = 0; i < whole.size; ++i) {
    std::string_view text = whole.items[i].text();
    const bool literal = whole.items[i].literal;
    const bool cut = pieces_.empty() || cut_values || !pieces_[i].is_variable;
    while (cut && part + 1 < kArnParts) {
      const size_t colon = text.find(':');
      if (colon == std::string_view::npos) break;
      out->parts.Add(text.substr(0, colon), literal);
      text.remove_prefix(colon + 1);
      out->begin[++part] = out->parts.size;
    }
    out->parts.Add(text, literal);
  }
  out->begin[kArnParts] = out->parts.size;
  return part + 1 == kArnParts;
}

bool TextPattern::MatchesArn(std::string_view arn, const RequestKeys& keys) const {
  if (shape_ == Shape::kEverything) return true;
  MatchWork* const work = &keys.work();
  work->SpendOnBytes(arn.size());
  Stretches whole;
  ArnStretches pattern;
  if (!Resolve(keys, &whole) || !SplitArn(whole, &pattern)) return false;
  const Stretch* const items = pattern.parts.items.data();
  for (size_t part = 0; part < kArnParts; ++part) {
    const size_t colon = part + 1 == kArnParts ? arn.size() : arn.find(':');
    if (colon == std::string_view::npos) return false;
    if (!MatchStretches(items + pattern.begin[part], items + pattern.begin[part + 1], ignore_case_,
                        arn.substr(0, colon), work)) {
      return false;
    }
    arn.remove_prefix(std::min(colon + 1, arn.size()));
  }
  return true;
}

}  // namespace stator::api::iam
