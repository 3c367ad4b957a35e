#include "bench/driver/tally.h"

namespace stator::bench {

void Tally::Count(std::string_view operation, const Outcome& outcome, int64_t micros,
                  int64_t second) {
  auto it = operations_.find(operation);
  if (it == operations_.end()) it = operations_.try_emplace(std::string(operation)).first;
  SecondTally& in_second = seconds_[second];
  switch (outcome.kind) {
    case Outcome::Kind::kOk:
      it->second.ok.Count(micros);
      in_second.ok.Count(micros);
      break;
    case Outcome::Kind::kThrottled:
      it->second.throttled.Count(micros);
      ++in_second.throttled;
      ++throttles_[outcome.reason];
      break;
    case Outcome::Kind::kFailed:
      ++it->second.failed;
      ++in_second.failed;
      ++errors_[outcome.reason];
      messages_.try_emplace(outcome.reason, outcome.message);
      break;
  }
  in_second.read_units += outcome.read_units;
  in_second.write_units += outcome.write_units;
  read_units_ += outcome.read_units;
  write_units_ += outcome.write_units;
}

void Tally::Add(const Tally& other) {
  for (const auto& [name, operation] : other.operations_) {
    OperationTally& sum = operations_[name];
    sum.failed += operation.failed;
    sum.ok.Add(operation.ok);
    sum.throttled.Add(operation.throttled);
  }
  for (const auto& [number, second] : other.seconds_) {
    SecondTally& sum = seconds_[number];
    sum.throttled += second.throttled;
    sum.failed += second.failed;
    sum.read_units += second.read_units;
    sum.write_units += second.write_units;
    sum.ok.Add(second.ok);
  }
  for (const auto& [reason, count] : other.throttles_) throttles_[reason] += count;
  for (const auto& [name, count] : other.errors_) errors_[name] += count;
  messages_.insert(other.messages_.begin(), other.messages_.end());
  read_units_ += other.read_units_;
  write_units_ += other.write_units_;
  not_started_ += other.not_started_;
}

int64_t Tally::ok() const {
  int64_t sum = 0;
  for (const auto& [name, operation] : operations_) sum += operation.ok.count();
  return sum;
}

int64_t Tally::throttled() const {
  int64_t sum = 0;
  for (const auto& [name, operation] : operations_) sum += operation.throttled.count();
  return sum;
}

}  // namespace stator::bench
