#include "api/iam/exact_texts.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "api/iam/ascii_case.h"

namespace stator::api::iam {

namespace {

// By size first, which tells most texts apart without reading them. `folded` is lower-case where
// case is ignored.
int Compare(std::string_view folded, std::string_view text, bool ignore_case) {
  if (folded.size() != text.size()) return folded.size() < text.size() ? -1 : 1;
  if (!ignore_case) return folded.compare(text);
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = LowerCase(text[i]);
    if (folded[i] != c) return folded[i] < c ? -1 : 1;
  }
  return 0;
}

}  // namespace

ExactTexts::ExactTexts(std::vector<std::string> texts, bool ignore_case)
    : ignore_case_(ignore_case), texts_(std::move(texts)) {
  if (ignore_case) {
    for (std::string& text : texts_) text = LowerCase(text);
  }
  // Folded already, so that they compare as they are.
  std::sort(texts_.begin(), texts_.end(),
            [](const std::string& a, const std::string& b) { return Compare(a, b, false) < 0; });
}

bool ExactTexts::Contains(std::string_view text, MatchWork* work) const {
  if (texts_.empty()) return false;
  // Only texts of the same size are read; none is longer than the longest.
  const size_t read = text.size() > texts_.back().size() ? 0 : text.size();
  work->Spend(std::bit_width(texts_.size()) *
              (1 + read / (ignore_case_ ? 1 : MatchWork::kBytesInStep)));
  const auto at = std::lower_bound(texts_.begin(), texts_.end(), text,
                                   [this](const std::string& each, std::string_view wanted) {
                                     return Compare(each, wanted, ignore_case_) < 0;
                                   });
  return at != texts_.end() && Compare(*at, text, ignore_case_) == 0;
}

}  // namespace stator::api::iam
