// Capacity that flows in at a steady rate and may be saved up to a limit. A request is let in while
// anything is left, and then takes what it costs, so that a bucket may be overdrawn by one request
// and the next ones wait until that is paid back: what a read costs is known only once it is done
// (ATC'22, "Amazon DynamoDB: A Scalable, Predictably Performant, and Fully Managed NoSQL Database
// Service", section 4). Threads: none of its own; whoever owns it guards it.
#pragma once

#include <cstdint>

namespace stator {

class TokenBucket {
 public:
  // No limit.
  TokenBucket() = default;
  // Starts full. Rate in units a second, capacity in units; neither is negative.
  TokenBucket(double units_per_second, double capacity_units, int64_t now_micros)
      : limited_(true),
        rate_(units_per_second),
        capacity_(capacity_units),
        units_(capacity_units),
        filled_micros_(now_micros) {}

  // Another rate and capacity. What was saved stays, up to the new capacity; nothing is given.
  void Change(double units_per_second, double capacity_units, int64_t now_micros);

  bool limited() const { return limited_; }
  double units_per_second() const { return rate_; }
  bool Admits(int64_t now_micros);
  void Take(double units, int64_t now_micros);
  // What is left, below zero where it is overdrawn. 0 for a bucket without limit.
  double Left(int64_t now_micros);

 private:
  void Fill(int64_t now_micros);

  bool limited_ = false;
  double rate_ = 0;
  double capacity_ = 0;
  double units_ = 0;
  int64_t filled_micros_ = 0;
};

}  // namespace stator
