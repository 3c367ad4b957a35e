// The capacity of reads: whether they are let in, and what they use. A read is let in while its
// partition has anything left; what it costs is known and charged when it is done.
#pragma once

#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/partition/table_insights.h"
#include "kv/table/table.h"

namespace stator::api {

class ReadCapacity {
 public:
  // All must outlive this object. index null: the table itself.
  ReadCapacity(const OpContext& context, const Table& table, const IndexSchema* index = nullptr,
               KeyAccess access = KeyAccess::kItem)
      : capacity_(&table.capacity()),
        index_(index),
        access_(access),
        moment_(context.database->capacity().MomentOf(*capacity_, CapacityKind::kRead)) {}

  // Whether Admit may refuse.
  bool limits() const { return moment_.mode != CapacityMode::kOff; }
  // `key`: of the item or entry, with its id. kThrottled or kOverCeiling.
  Status Admit(std::string_view key);
  void Charge(std::string_view key, double units);

 private:
  TableCapacity* const capacity_;
  const IndexSchema* const index_;
  const KeyAccess access_;
  const CapacityMoment moment_;
};

}  // namespace stator::api
