// Which limit a request met. The names are those of the service's throttling reasons
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-diagnosing.html).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator {

// Read and write capacity are apart everywhere.
enum class CapacityKind : uint8_t { kRead = 0, kWrite = 1 };
inline constexpr size_t kCapacityKinds = 2;

// What is enforced. Units are counted in every mode.
enum class CapacityMode : uint8_t {
  kOff = 0,        // nothing
  kTable = 1,      // what the owner of a table or index set, and the account's quota
  kPartition = 2,  // also what one partition can do, and how fast an on-demand table grows
};

enum class ThrottleCause : uint8_t {
  kProvisionedThroughput = 0,  // the units that were provisioned are used up
  kKeyRangeThroughput = 1,     // one partition's share is
  kMaxOnDemandThroughput = 2,  // the owner's own ceiling
  kAccountLimit = 3,           // the quota of a table within the account
};
inline constexpr size_t kThrottleCauses = 4;

struct Throttle {
  CapacityKind kind = CapacityKind::kRead;
  ThrottleCause cause = ThrottleCause::kProvisionedThroughput;
  std::string table_name;
  std::string index_name;  // "": the table itself
  bool operator==(const Throttle&) const = default;
};

// "TableWriteKeyRangeThroughputExceeded" and its 15 fellows.
std::string ReasonOf(const Throttle& throttle);

// A status that carries the reason: kThrottled, or kOverCeiling for ceilings that its owner or the
// account has.
Status Throttled(const Throttle& throttle);
// The reason in such a status. None for every other one.
std::optional<Throttle> ThrottleOf(const Status& status);

}  // namespace stator
