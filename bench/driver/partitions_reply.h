// Reads the reply of GET /_stator/partitions.
#pragma once

#include <optional>
#include <string_view>

#include "bench/driver/target.h"

namespace stator::bench {

// None: it is no such reply.
std::optional<PartitionSnapshot> ReadPartitions(std::string_view body);

}  // namespace stator::bench
