#include "api/ops/page_limit.h"

#include <string>

#include "api/ops/table_errors.h"

namespace stator::api {

Result<size_t> PageLimit(std::optional<int64_t> limit, int64_t largest) {
  if (!limit) return static_cast<size_t>(largest);
  if (*limit < 1) {
    return BrokenConstraint(std::to_string(*limit), "limit",
                            "have value greater than or equal to 1");
  }
  if (*limit > largest) {
    return BrokenConstraint(std::to_string(*limit), "limit",
                            "have value less than or equal to " + std::to_string(largest));
  }
  return static_cast<size_t>(*limit);
}

}  // namespace stator::api
