// Requests and replies about injected faults (docs/faults.md). No operations of DynamoDB's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stator::api {

enum class FaultKind {
  kThrottle,             // kThrottled or kOverCeiling, with a reason
  kInternalServerError,  // kInternal
  kServiceUnavailable,   // kUnavailable
  kLatency,
  kDropConnection,  // kUnavailable before, kUnknown after; the server closes the connection
  kConditionalCheckFailed,
  kTransactionConflict,
  kUnprocessed,  // elements of BatchWriteItem and BatchGetItem
};
inline constexpr size_t kFaultKinds = 8;

enum class FaultMoment { kBefore, kAfter };  // the operation is executed

// A request, or an element of a batch or transaction, is hit that has all that is given.
struct FaultRule {
  FaultKind fault = FaultKind::kThrottle;
  // Of kLatency and kDropConnection.
  FaultMoment moment = FaultMoment::kBefore;
  int64_t latency_millis = 0;  // of kLatency: 1 … kLongestLatencyMillis
  // Of kThrottle: one of the service's 16 reasons, and the index that it is about if it is about
  // one. Empty: the table's provisioned throughput, for reads or for writes.
  std::string reason{};
  std::string index_name{};

  std::vector<std::string> operations{};       // by name; empty: all
  std::optional<std::string> table_name{};     // in every account and region
  std::optional<std::string> partition_key{};  // a pattern: * is any text, ? one byte, \ quotes
  double probability = 1;                      // of a hit: over 0, at most 1
  std::optional<uint64_t> seed{};              // chance of the rule's own, which can be repeated
  std::optional<int64_t> count{};              // after so many hits there are no more
};
inline constexpr int64_t kLongestLatencyMillis = 60'000;
inline constexpr size_t kMostFaultRules = 1'000;

struct AddFaultResponse {
  uint64_t fault_id = 0;
};

struct FaultState {
  uint64_t fault_id = 0;
  FaultRule rule{};
  int64_t hits = 0;
};
struct ListFaultsRequest {};
struct ListFaultsResponse {
  std::vector<FaultState> faults{};  // in the order in which they were added
};

struct DeleteFaultsRequest {
  std::optional<uint64_t> fault_id{};  // none: all
};
struct DeleteFaultsResponse {
  int64_t deleted = 0;
};

}  // namespace stator::api
