#include "server/cors.h"

#include <algorithm>

#include "server/text.h"

namespace stator::server {

CorsPolicy::CorsPolicy(std::string_view list) {
  ForEachElement(list, ',', [this](std::string_view origin) {
    if (origin == "*") any_ = true;
    if (!origin.empty()) origins_.emplace_back(origin);
  });
}

std::string_view CorsPolicy::AllowOrigin(std::string_view origin) const {
  if (origin.empty()) return {};
  if (any_) return "*";
  const auto found = std::find(origins_.begin(), origins_.end(), origin);
  return found == origins_.end() ? std::string_view() : std::string_view(*found);
}

}  // namespace stator::server
