// What is measured: an engine in this process, or an endpoint that speaks DynamoDB's protocol.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/types/item_ops.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"
#include "kv/partition/throttle.h"
#include "kv/partition/usage_history.h"

namespace stator::bench {

using Request = std::variant<api::GetItemRequest, api::PutItemRequest, api::UpdateItemRequest,
                             api::QueryRequest, api::ScanRequest>;

// How one request ended. Nothing is tried again.
struct Outcome {
  enum class Kind { kOk, kThrottled, kFailed };
  Kind kind = Kind::kOk;
  std::string reason;  // throttled: why, else the error's name; "": it went well
  std::string message;
  double read_units = 0;
  double write_units = 0;
};

// Partitions of the table and its global indexes, as the target tells them.
struct PartitionState {
  std::string index_name;  // "": the table
  uint32_t partition_id = 0;
  std::string first_key;  // hexadecimal
  // Up to five minutes, by seconds since 1970.
  std::vector<SecondOfUse> read;
  std::vector<SecondOfUse> write;
};
struct SplitState {
  double wall_seconds = 0;
  std::string reason;
  std::string index_name;
  std::vector<int64_t> gone;
  std::vector<int64_t> made;
};
struct PartitionSnapshot {
  std::vector<PartitionState> partitions;
  std::vector<SplitState> splits;
};

// The way of one worker to the target: a connection. Threads: one.
class Lane {
 public:
  virtual ~Lane() = default;
  virtual Outcome Execute(const Request& request) = 0;
};

// Threads: any, but for the lanes.
class Target {
 public:
  virtual ~Target() = default;
  // Returns when the table can be used.
  virtual Status CreateTable(const api::CreateTableRequest& request) = 0;
  virtual Status DeleteTable(const std::string& table_name) = 0;
  virtual Status SetCapacity(const std::string& table_name, CapacityMode mode) = 0;
  // None: the target does not tell.
  virtual std::optional<PartitionSnapshot> Partitions(const std::string& table_name) = 0;
  virtual std::unique_ptr<Lane> NewLane() = 0;
};

}  // namespace stator::bench
