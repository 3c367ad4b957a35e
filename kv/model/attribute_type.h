// The ten attribute types of DynamoDB. The numbers are on disk (kv/FORMAT.md) and never change.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stator {

enum class AttributeType : uint8_t {
  kString = 1,
  kNumber = 2,
  kBinary = 3,
  kBool = 4,
  kNull = 5,
  kMap = 6,
  kList = 7,
  kStringSet = 8,
  kNumberSet = 9,
  kBinarySet = 10,
};

// "S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS": the descriptor of the JSON form.
std::string_view TypeDescriptor(AttributeType type);
std::optional<AttributeType> TypeFromDescriptor(std::string_view descriptor);

}  // namespace stator
