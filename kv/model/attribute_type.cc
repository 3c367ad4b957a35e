#include "kv/model/attribute_type.h"

#include <array>

namespace stator {
namespace {

// By the type's number; there is no type 0.
constexpr std::array<std::string_view, 11> kDescriptors = {"",  "S", "N",  "B",  "BOOL", "NULL",
                                                           "M", "L", "SS", "NS", "BS"};

}  // namespace

std::string_view TypeDescriptor(AttributeType type) {
  const auto index = static_cast<size_t>(type);
  return index < kDescriptors.size() ? kDescriptors[index] : std::string_view();
}

std::optional<AttributeType> TypeFromDescriptor(std::string_view descriptor) {
  for (size_t i = 1; i < kDescriptors.size(); ++i) {
    if (kDescriptors[i] == descriptor) return static_cast<AttributeType>(i);
  }
  return std::nullopt;
}

}  // namespace stator
