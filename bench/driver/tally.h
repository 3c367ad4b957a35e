// What was seen of a run's operations: by kind, and by second. Each worker has one of its own; they
// are added up in the end. Threads: none of its own.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "bench/driver/latency_counts.h"
#include "bench/driver/target.h"

namespace stator::bench {

struct OperationTally {
  int64_t failed = 0;
  LatencyCounts ok;
  LatencyCounts throttled;
};

struct SecondTally {
  int64_t throttled = 0;
  int64_t failed = 0;
  double read_units = 0;
  double write_units = 0;
  LatencyCounts ok;
};

class Tally {
 public:
  // second: from the beginning of the measured part.
  void Count(std::string_view operation, const Outcome& outcome, int64_t micros, int64_t second);
  void CountNotStarted() { ++not_started_; }
  void Add(const Tally& other);

  const std::map<std::string, OperationTally, std::less<>>& operations() const {
    return operations_;
  }
  const std::map<int64_t, SecondTally>& seconds() const { return seconds_; }
  // By reason, and by the error's name.
  const std::map<std::string, int64_t>& throttles() const { return throttles_; }
  const std::map<std::string, int64_t>& errors() const { return errors_; }
  // An example for each name.
  const std::map<std::string, std::string>& messages() const { return messages_; }
  double read_units() const { return read_units_; }
  double write_units() const { return write_units_; }
  int64_t not_started() const { return not_started_; }

  int64_t ok() const;  // of all operations
  int64_t throttled() const;

 private:
  std::map<std::string, OperationTally, std::less<>> operations_;
  std::map<int64_t, SecondTally> seconds_;
  std::map<std::string, int64_t> throttles_;
  std::map<std::string, int64_t> errors_;
  std::map<std::string, std::string> messages_;
  double read_units_ = 0;
  double write_units_ = 0;
  int64_t not_started_ = 0;
};

}  // namespace stator::bench
