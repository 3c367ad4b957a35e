// The capacity of a batch: one meter per table, also where the request names a table twice, once by
// name and once by ARN.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "api/ops/capacity.h"

namespace stator::api {

class TableMeters {
 public:
  explicit TableMeters(ReturnConsumedCapacity mode) : mode_(mode) {}

  // Stays where it is while the meters live.
  CapacityMeter& Of(const TableSchema& schema) {
    for (auto& [id, meter] : meters_) {
      if (id == schema.id) return meter;
    }
    return meters_.emplace_back(schema.id, CapacityMeter(mode_, schema.name)).second;
  }

  // In the order in which the tables were met; none for NONE.
  std::optional<std::vector<ConsumedCapacity>> Report() const {
    if (mode_ == ReturnConsumedCapacity::kNone) return std::nullopt;
    std::vector<ConsumedCapacity> all;
    for (const auto& [id, meter] : meters_) {
      if (auto used = meter.Report()) all.push_back(std::move(*used));
    }
    return all;
  }

 private:
  const ReturnConsumedCapacity mode_;
  std::deque<std::pair<uint32_t, CapacityMeter>> meters_;
};

}  // namespace stator::api
