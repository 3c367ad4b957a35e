// How the writes of a transaction meet other writers of the same items (docs/transactions.md).
#pragma once

#include <cstdint>

namespace stator {

enum class ConflictMode : uint8_t {
  // The keys are locked from the first phase to the end of the second: other writers wait.
  kWait,
  // The keys are marked as prepared and not locked: a write that meets a mark is refused with
  // kTransactionConflict, at once. The marks last until the commit is done.
  kFail,
};

}  // namespace stator
