// What requests cost in capacity units (AWS: "DynamoDB read and write operations"; index charging
// as captured from the service). Pure arithmetic; nothing is throttled here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "api/ops/op_context.h"
#include "api/types/common.h"
#include "kv/model/table_schema.h"
#include "kv/partition/capacity_units.h"
#include "kv/table/item_writer.h"

namespace stator::api {

// The units of one arm, added up over a request.
class CapacityMeter {
 public:
  using Kind = ConsumedCapacity::Kind;
  CapacityMeter(ReturnConsumedCapacity mode, std::string table_name, Kind kind = Kind::kPlain)
      : mode_(mode), kind_(kind), table_name_(std::move(table_name)) {}

  void AddTable(double units) { table_units_ += units; }
  void AddIndex(const IndexSchema& index, double units);
  // A write: the base table's arm and those of the indexes that it changed.
  void AddWrite(const WriteOutcome& outcome) { AddArms(outcome, 1); }
  // The same in a transaction: the base table's arm is doubled, those of indexes are not
  // (captured).
  void AddTransactWrite(const WriteOutcome& outcome) { AddArms(outcome, 2); }
  // A read in a transaction of an item of so many bytes; 0: there is none.
  void AddTransactRead(size_t bytes) { AddTable(2 * ReadUnits(bytes, true)); }

  // What the reply shows; none for NONE.
  std::optional<ConsumedCapacity> Report() const;

 private:
  void AddArms(const WriteOutcome& outcome, double table_factor);

  ReturnConsumedCapacity mode_;
  Kind kind_;
  std::string table_name_;
  double table_units_ = 0;
  std::map<std::string, double> local_;
  std::map<std::string, double> global_;
};

}  // namespace stator::api
