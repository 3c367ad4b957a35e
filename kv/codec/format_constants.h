// Numbers that several files of this folder share (kv/FORMAT.md).
#pragma once

#include <cstddef>

namespace stator {

inline constexpr char kItemVersion = 1;
inline constexpr char kSchemaVersion = 1;
// Of a table whose partition keys are spread over write shards: a reader that does not know of them
// would not find its items, and has to refuse it.
inline constexpr char kShardedSchemaVersion = 2;

// What a list or map counts towards an item's size besides its members' names and values. Source:
// the AWS page "DynamoDB item sizes and formats".
inline constexpr size_t kContainerSizeBytes = 3;
inline constexpr size_t kMemberSizeBytes = 1;

}  // namespace stator
