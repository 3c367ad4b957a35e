// Requests and replies about reads that lag (docs/faults.md). No operations of DynamoDB's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stator::api {

// Which state a read that is not consistent sees.
enum class LagMode {
  // By chance that of one of three replicas: one has everything, one is half the lag behind, one
  // the whole.
  kReplicas,
  // Always that of the last.
  kOldest,
};

struct Lag {
  int64_t read_millis = 0;   // of reads that are not consistent; 0: they see everything
  int64_t index_millis = 0;  // of reads of global indexes, always the whole; 0: as read_millis
  LagMode mode = LagMode::kReplicas;  // of read_millis
  bool operator==(const Lag&) const = default;
};

struct SetLagRequest {
  std::optional<std::string> table_name{};  // none: all tables without a lag of their own
  std::optional<Lag> lag{};                 // none, with a table: as all others
};

struct DescribeLagRequest {};
struct DescribeLagResponse {
  Lag lag{};
  std::vector<std::pair<std::string, Lag>> tables{};  // those with a lag of their own, by name
};

}  // namespace stator::api
