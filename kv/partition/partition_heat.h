// Whether one partition has been near its limit for so long that it should be split, and where.
// The service splits for heat at a point chosen from the keys seen, after a time that it does not
// publish; here that is a minute at four fifths of the limit. A single hot item is never split off
// by itself, and an item collection is left whole when its keys come in rising or falling order
// (https://aws.amazon.com/blogs/database/part-3-scaling-dynamodb-how-partitions-hot-keys-and-split-
// for-heat-impact-performance/). Threads: none of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stator {

class PartitionHeat {
 public:
  static constexpr double kHotShare = 0.8;
  static constexpr int64_t kSustainedSeconds = 60;

  // limit: units a second.
  explicit PartitionHeat(double limit) : limit_(limit) {}

  // `key`: an item's or entry's, without its id.
  void Count(std::string_view key, double units, int64_t now_micros);
  bool IsHot(int64_t now_micros);
  // Where a new partition should begin: the beginning of a key. None when no place would divide the
  // load. keep_collections: not between keys of one partition key.
  std::optional<std::string> SplitPoint(bool keep_collections) const;

 private:
  void EndSeconds(int64_t now_micros);
  bool TakesSample(double units);

  const double limit_;
  int64_t second_ = 0;
  double second_units_ = 0;
  int64_t hot_seconds_ = 0;  // how many in a row, up to the last whole one
  // The last keys seen, one of several units each, in a ring.
  std::vector<std::string> samples_;
  size_t next_sample_ = 0;
  uint64_t dice_ = 0x9E3779B97F4A7C15;
};

}  // namespace stator
