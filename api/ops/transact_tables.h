// The tables that a transaction is about, each once, and what its reply reports of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/ops/capacity.h"
#include "api/ops/op_context.h"
#include "api/types/common.h"
#include "kv/base/status.h"
#include "kv/table/table.h"

namespace stator::api {

struct TransactTable {
  std::string name_given;  // by the first action
  std::shared_ptr<Table> table;
  std::shared_ptr<const TableSchema> schema;
};

class TransactTables {
 public:
  // The place of a table among all; found once. Errors as FindUsableTable.
  Result<size_t> Find(const OpContext& context, std::string_view name_or_arn);
  const TransactTable& operator[](size_t place) const { return tables_[place]; }
  size_t size() const { return tables_.size(); }

 private:
  std::vector<TransactTable> tables_;
};

// One meter per table.
class TransactMeters {
 public:
  TransactMeters(const TransactTables& tables, ReturnConsumedCapacity mode,
                 CapacityMeter::Kind kind);
  CapacityMeter& operator[](size_t place) { return meters_[place]; }
  // None when the request did not ask.
  std::optional<std::vector<ConsumedCapacity>> Report() const;

 private:
  const ReturnConsumedCapacity mode_;
  std::vector<CapacityMeter> meters_;
};

// What the structural check sees to for JSON: 1 to 100 actions.
Status CheckTransactionLength(size_t actions);

}  // namespace stator::api
