// The capacity of a page of a Query or Scan, which may go through several partitions: each is asked
// when the page comes to it, and charged for what the page read of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "api/ops/read_capacity.h"
#include "api/ops/read_plan.h"

namespace stator::api {

class PageCapacity {
 public:
  // Both must outlive this object.
  PageCapacity(const OpContext& context, const ReadPlan& plan);

  // Before the entry with that key is read (or where one would be, with id and hash at least).
  // kThrottled or kOverCeiling when its partition has nothing left.
  Status Enter(std::string_view key);
  void Read(size_t bytes) { bytes_ += bytes; }
  // Of an item that is read for an entry of a local index, which has its partition.
  void Fetch(double units) { fetched_units_ += units; }
  // After the last entry. A page that read nothing costs as much as one that read a little.
  void Finish();

  // Whether Enter may refuse once the page has begun.
  bool may_end_page() const { return partitions_.size() > 1 && capacity_.limits(); }

 private:
  bool IsInside(std::string_view key) const;

  const ReadPlan& plan_;
  const std::vector<PartitionRange>& partitions_;
  ReadCapacity capacity_;
  std::string place_;  // a key of the partition where the page is; "": nowhere yet
  size_t partition_ = 0;
  size_t bytes_ = 0;  // read by the page
  double fetched_units_ = 0;
  double charged_units_ = 0;
};

}  // namespace stator::api
