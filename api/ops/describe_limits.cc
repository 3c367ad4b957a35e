#include "api/ops/describe_limits.h"

namespace stator::api {

Result<DescribeLimitsResponse> DescribeLimits(const OpContext& /*context*/,
                                              const DescribeLimitsRequest& /*request*/) {
  return DescribeLimitsResponse{};
}

}  // namespace stator::api
