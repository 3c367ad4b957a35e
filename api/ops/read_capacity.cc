#include "api/ops/read_capacity.h"

#include <optional>

namespace stator::api {

Status ReadCapacity::Admit(std::string_view key) {
  if (!limits()) return OkStatus();
  const std::optional<Throttle> throttle = capacity_->Check(moment_, {index_, key, 0, access_});
  return throttle ? Throttled(*throttle) : OkStatus();
}

void ReadCapacity::Charge(std::string_view key, double units) {
  capacity_->Charge(moment_, {index_, key, units, access_});
}

}  // namespace stator::api
