// What several requests and replies have in common. Field names are the API's own, in snake_case; a
// std::optional is a member that may be absent and whose absence means something.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/types/access.h"
#include "kv/codec/item.h"
#include "kv/codec/value.h"

namespace stator::api {

// Who asks, as far as it decides which tables there are. account: the 12 digits or the access key
// id that names the namespace. Empty members: the defaults (123456789012, us-east-1).
struct CallContext {
  std::string account{};
  std::string region{};
  // Host and port under which the caller reached the server: what DescribeEndpoints answers.
  std::string endpoint_host{};
  // Of Engine::Call: the caller does himself what the reply asks of him because of an injected
  // fault (CallReply), as the server does. Otherwise the call waits, and what would be lost is an
  // error.
  bool takes_faults = false;
  bool delayed = false;  // he has waited before this call, because CallReply::again said so
  // Who he is, where he is to be allowed only what policies allow him (docs/access.md): each call
  // is then decided on, and refused with kAccessDenied. His account is the namespace, whatever
  // `account` says. Null: no decisions are made, everything is allowed.
  std::shared_ptr<const iam::Principal> principal{};
  const iam::RequestOrigin* origin = nullptr;        // may be null; must outlive the call
  const iam::DecisionListener* decisions = nullptr;  // likewise
};

enum class ReturnConsumedCapacity { kNone, kTotal, kIndexes };
enum class ReturnItemCollectionMetrics { kNone, kSize };
enum class ReturnValues { kNone, kAllOld, kUpdatedOld, kAllNew, kUpdatedNew };
enum class ReturnValuesOnConditionCheckFailure { kNone, kAllOld };
enum class ConditionalOperator { kAnd, kOr };

// ExpressionAttributeNames ("#n" → "name") and ExpressionAttributeValues (":v" → value). Present
// but empty maps are errors of their own in AWS, hence optional.
using ExpressionNames = std::map<std::string, std::string, std::less<>>;
using ExpressionValues = std::map<std::string, Value, std::less<>>;

struct ExpressionAttributes {
  std::optional<ExpressionNames> names{};
  std::optional<ExpressionValues> values{};
  // The expressions were made from a PartiQL statement, whose own limits have been checked: they
  // may be longer than a request's, and a Query's filter may name keys.
  bool from_statement = false;
};

// The parameters from before expressions existed (AWS: "Legacy conditional parameters").
enum class ComparisonOperator {
  kEq,
  kNe,
  kIn,
  kLe,
  kLt,
  kGe,
  kGt,
  kBetween,
  kNotNull,
  kNull,
  kContains,
  kNotContains,
  kBeginsWith,
};
struct LegacyCondition {  // Condition: KeyConditions, QueryFilter, ScanFilter
  ComparisonOperator op = ComparisonOperator::kEq;
  std::vector<Value> values{};
};
struct ExpectedCondition {  // ExpectedAttributeValue
  std::optional<bool> exists{};
  std::optional<Value> value{};
  std::optional<ComparisonOperator> op{};
  std::optional<std::vector<Value>> values{};
};
enum class AttributeAction { kPut, kAdd, kDelete };
struct AttributeUpdate {  // AttributeValueUpdate
  AttributeAction action = AttributeAction::kPut;
  std::optional<Value> value{};
};
using LegacyConditions = std::map<std::string, LegacyCondition, std::less<>>;
using ExpectedConditions = std::map<std::string, ExpectedCondition, std::less<>>;
using AttributeUpdates = std::map<std::string, AttributeUpdate, std::less<>>;

// Capacity units of a request: read units for reads, write units for writes.
struct ConsumedCapacity {
  // Transactions show their units a second time, under the name of their kind.
  enum class Kind { kPlain, kRead, kWrite };
  Kind kind = Kind::kPlain;
  std::string table_name{};
  double units = 0;
  // Only for INDEXES:
  bool detailed = false;
  double table_units = 0;
  std::map<std::string, double> local_indexes{};
  std::map<std::string, double> global_indexes{};
};

struct ItemCollectionMetrics {
  std::string partition_key_name{};
  Value partition_key{};
  double size_estimate_low_gb = 0;
  double size_estimate_high_gb = 0;
};
// By the table's name as the request gave it.
using CollectionMetricsByTable =
    std::vector<std::pair<std::string, std::vector<ItemCollectionMetrics>>>;

}  // namespace stator::api
