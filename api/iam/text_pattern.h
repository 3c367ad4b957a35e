// A text of a policy that a request's text is held against: with "*" and "?", and with policy
// variables where they may stand (IAM User Guide, "Policy elements: Variables and tags"). Cut up
// once; matching allocates nothing. It can take pattern times text steps, which RequestKeys::work
// counts: where that is exhausted, nothing matches.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "api/iam/key_name.h"
#include "api/iam/match_work.h"
#include "kv/base/status.h"

namespace stator::api::iam {

class RequestKeys;

class TextPattern {
 public:
  struct Rules {
    bool wildcards = false;    // "*" any text, "?" any one character
    bool variables = false;    // ${aws:username}, ${aws:username, 'nobody'}, ${*}, ${?}, ${$}
    bool ignore_case = false;  // of ASCII letters
  };
  // kValidation for a variable that is not well written.
  static Result<TextPattern> Compile(std::string_view text, Rules rules);

  // False where a variable has no value, or several.
  bool Matches(std::string_view text, const RequestKeys& keys) const;
  // As two ARNs: each of the six parts by itself, so that no wildcard reaches over a colon.
  bool MatchesArn(std::string_view arn, const RequestKeys& keys) const;
  // The only text that it matches, if it has neither wildcards nor variables. Null: it has.
  const std::string* exact() const { return shape_ == Shape::kExact ? &text_ : nullptr; }
  // Whether it is nothing but "*".
  bool matches_everything() const { return shape_ == Shape::kEverything; }
  // Whether there is any text that it matches: whether its variables have values.
  bool MatchesSomething(const RequestKeys& keys) const;
  // Where the first variable stands in the text that it was compiled from; npos: there is none.
  size_t first_variable() const { return first_variable_; }
  // Calls visit(const KeyName&) for the key of each variable.
  template <typename Visit>
  void VisitKeys(Visit&& visit) const {
    for (const Piece& piece : pieces_) {
      if (piece.is_variable) visit(piece.key);
    }
  }

 private:
  // All but kGeneral, which has "?" or variables, are most of what policies hold, and quick.
  enum class Shape { kExact, kPrefix, kEverything, kRuns, kGeneral };
  struct Piece {
    std::string text{};    // of a variable: its default
    bool literal = false;  // "*" and "?" in `text` are themselves
    bool is_variable = false;
    bool has_default = false;
    KeyName key{};
  };
  static constexpr size_t kMaxPieces = 64;
  struct Stretch;
  struct Stretches;
  struct ArnStretches;

  Status Cut(std::string_view text, Rules rules);
  Status AddVariable(std::string_view inside);
  bool Resolve(const RequestKeys& keys, Stretches* out) const;
  bool MatchRuns(std::string_view text, MatchWork* work) const;
  bool SplitArn(const Stretches& whole, ArnStretches* out) const;
  static bool MatchStretches(const Stretch* first, const Stretch* last, bool ignore_case,
                             std::string_view text, MatchWork* work);

  Shape shape_ = Shape::kExact;
  bool ignore_case_ = false;
  size_t first_variable_ = std::string_view::npos;
  std::string text_{};  // kExact, kRuns, kGeneral: all; kPrefix: what stands before the "*"
  std::vector<std::string> runs_{};  // kRuns: what stands before, between and behind the "*"
  std::vector<Piece> pieces_{};      // kGeneral; empty: text_ is the only one
};

}  // namespace stator::api::iam
