#include "bench/driver/run_options.h"

#include <array>

namespace stator::bench {
namespace {

constexpr std::array<std::string_view, 3> kCapacityNames = {"off", "table", "partition"};

}  // namespace

std::string_view CapacityName(CapacityMode mode) {
  return kCapacityNames[static_cast<size_t>(mode)];
}

std::optional<CapacityMode> CapacityFromName(std::string_view name) {
  for (size_t i = 0; i < kCapacityNames.size(); ++i) {
    if (kCapacityNames[i] == name) return static_cast<CapacityMode>(i);
  }
  return std::nullopt;
}

}  // namespace stator::bench
