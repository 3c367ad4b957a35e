#include "api/ops/pattern_overlap.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace stator::api {
namespace {

bool MeetAt(char a, char b) { return a == b || a == '?' || b == '?'; }

}  // namespace

// reached[j]: some text is matched by the first i characters of `a` and by the first j of `b`.
bool PatternsOverlap(std::string_view a, std::string_view b) {
  std::vector<char> reached(b.size() + 1);
  std::vector<char> next(b.size() + 1);
  reached[0] = 1;
  for (size_t i = 0; i <= a.size(); ++i) {
    next.assign(b.size() + 1, 0);
    for (size_t j = 0; j <= b.size(); ++j) {
      if (!reached[j]) continue;
      const bool star_a = i < a.size() && a[i] == '*';
      const bool star_b = j < b.size() && b[j] == '*';
      // A star takes nothing more, or whatever stands in the other pattern.
      if (j < b.size() && (star_a || star_b)) reached[j + 1] = 1;
      if (i < a.size() && (star_a || star_b)) next[j] = 1;
      if (i < a.size() && j < b.size() && !star_a && !star_b && MeetAt(a[i], b[j])) {
        next[j + 1] = 1;
      }
    }
    if (i < a.size()) std::swap(reached, next);
  }
  return reached[b.size()] != 0;
}

}  // namespace stator::api
