// What the store's crash tests write, and what must be true of it at any time.
//
// Each of some writers commits its numbers 1, 2, 3 …, one at a time. Number n is one batch: a
// record n in each of three families, and the deletion of record n - kKept. So at any moment a
// writer has the same kKept last numbers in all three families, without a gap.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/store/store.h"

namespace stator::testing {

inline constexpr int kStoreWriters = 4;
inline constexpr uint64_t kKept = 50;

// How the folder is opened: "sync", "os", or "encrypted", which is sync too.
StoreOptions CrashOptions(const std::string& folder, std::string_view kind);

// Commits number n of that writer and returns its sequence.
Result<uint64_t> CommitRecord(Store* store, int writer, uint64_t n);

// The writer's last number, 0 when there is none. kCorruption, with the reason, when the records
// are not as described above.
Result<uint64_t> CheckRecords(const Store& store, int writer);

}  // namespace stator::testing
