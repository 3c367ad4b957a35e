// The values of the condition keys that say which items and which attributes a request is about.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/expr/expression.h"
#include "api/ops/access_element.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/codec/value.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// dynamodb:LeadingKeys and its fellows: the values of each attribute of the partition key, as text:
// a string as it is, a number in its canonical form, bytes in Base64.
class PartitionKeyValues {
 public:
  // Of an item, or of its key. Without a schema, or where the item does not fit it: unknown.
  void AddItem(const TableSchema* schema, const ItemView& item);
  // In the schema's order.
  void Add(std::span<const Value> partition_key);
  // They may be any.
  void AddUnknown() { unknown_ = true; }
  void SetOn(const AccessCollector& collector, AccessElement* element) &&;

 private:
  void AddValue(size_t place, const ValueView& value);

  static constexpr size_t kMostAttributes = 4;  // of a global index
  std::array<std::vector<std::string>, kMostAttributes> values_;
  bool unknown_ = false;
};

// Whether any policy asks for any of these.
bool WantsPartitionKeys(const AccessCollector& collector, const AccessElement& element);

// dynamodb:Attributes: the names of the top-level attributes that a request reads, writes, filters
// by or returns.
class TouchedAttributes {
 public:
  void Add(std::string_view name) { names_.emplace_back(name); }
  void Add(const std::vector<std::string>& names);
  void AddItem(const ItemView& item);
  void AddKeys(const KeySchema& keys);
  // All that an item may have.
  void AddAll() { all_ = true; }

  // What an expression or an older parameter names. What does not compile may name anything.
  void AddCondition(const Result<expr::Condition>& condition);
  void AddProjection(const Result<expr::Projection>& projection);
  void AddUpdate(const Result<expr::Update>& update);

  void SetOn(const AccessCollector& collector, AccessElement* element) &&;

 private:
  std::vector<std::string> names_;
  bool all_ = false;
};

std::string_view SelectText(Select select);

// dynamodb:ReturnValues: what a write may answer. Where only a failed condition returns the item,
// it is ALL_OLD as well: both show the item as it was.
std::string_view ReturnValuesText(ReturnValues values, ReturnValuesOnConditionCheckFailure failure);
bool ReturnsWholeItem(ReturnValues values, ReturnValuesOnConditionCheckFailure failure);
std::string_view ReturnConsumedCapacityText(ReturnConsumedCapacity mode);

}  // namespace stator::api
