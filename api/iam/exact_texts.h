// Texts of a condition without wildcards and variables: a policy may list thousands of them, and a
// request may have thousands of values, so they are looked up and not tried one by one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/iam/match_work.h"

namespace stator::api::iam {

class ExactTexts {
 public:
  // ignore_case: of ASCII letters.
  ExactTexts() = default;
  ExactTexts(std::vector<std::string> texts, bool ignore_case);

  bool empty() const { return texts_.empty(); }
  bool Contains(std::string_view text, MatchWork* work) const;

 private:
  bool ignore_case_ = false;
  std::vector<std::string> texts_{};  // in the order of Compare
};

}  // namespace stator::api::iam
