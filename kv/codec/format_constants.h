// Numbers that several files of this folder share (kv/FORMAT.md).
#pragma once

#include <cstddef>

namespace stator {

inline constexpr char kItemVersion = 1;
inline constexpr char kSchemaVersion = 1;

// What a list or map counts towards an item's size besides its members' names and values. Source:
// the AWS page "DynamoDB item sizes and formats".
inline constexpr size_t kContainerSizeBytes = 3;
inline constexpr size_t kMemberSizeBytes = 1;

}  // namespace stator
