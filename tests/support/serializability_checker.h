// Proves that a history of transactions is strictly serializable, or shows why it is not.
//
// Every transaction has a number of its own, which is the version that its writes give their items,
// and reads every item that it writes. So which transaction a read saw and in which order the
// versions of an item came are known, not guessed, and the graph of what must come before what is
// complete (A. Adya, "Weak Consistency", 1999):
//   write → read    of the version that was written
//   write → write   of the version that was written over
//   read → write    over the version that was read
//   real time       a transaction that ended before another began
// The history is strictly serializable if and only if the graph has no cycle; an order without one
// is the serial execution that explains it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace stator::testing {

struct HistoryEntry {
  uint64_t number = 0;  // > 0 and unique
  // Ticks of one counter that all threads share: it took effect between the two.
  uint64_t begin = 0;
  uint64_t end = 0;
  std::map<std::string, uint64_t> reads;  // by key: the version that was seen; 0: no item
  std::set<std::string> writes;           // keys, each of them read as well
};

// Empty when the history is strictly serializable; else what contradicts it. Only what took effect
// belongs into a history: a version that none of it wrote is a contradiction too.
std::string FindViolation(const std::vector<HistoryEntry>& history);

}  // namespace stator::testing
