// The policies that are attached to tables and streams, compiled: once for each revision, not for
// each request.
//
// Threads: any. A compiled policy does not change and lives as long as somebody holds it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>

#include "api/iam/policy.h"
#include "api/ops/op_context.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/model/resource_policy.h"
#include "kv/table/table.h"
#include "streams/stream_records.h"

namespace stator::api {

// Of a table, for the table itself and its indexes. A null policy: none is attached. An error: what
// is attached cannot be understood, and nobody can tell what it allows; so nothing is.
Result<std::shared_ptr<const iam::Policy>> ResourcePolicyOf(const OpContext& context,
                                                            const std::shared_ptr<Table>& table);
// Of a stream. It is not its table's.
Result<std::shared_ptr<const iam::Policy>> ResourcePolicyOf(const OpContext& context,
                                                            const StreamInfo& stream);

// One for all calls of an engine (OpContext::resource_policies). What it keeps of a table goes soon
// after the table.
class ResourcePolicies {
 public:
  using Compiled = Result<std::shared_ptr<const iam::Policy>>;
  Compiled OfTable(const std::shared_ptr<Table>& table) EXCLUDES(mu_);
  Compiled OfStream(const StreamInfo& stream) EXCLUDES(mu_);

  // How many are kept.
  size_t size() const EXCLUDES(mu_);
  // Of streams, which nothing tells the end of: when there are more, they are all forgotten.
  static constexpr size_t kMostStreams = 1'024;

 private:
  struct OfOneTable {
    std::weak_ptr<const Table> table;  // expired: the entry may go
    int64_t revision = 0;
    std::shared_ptr<const iam::Policy> policy;
  };
  struct OfOneStream {
    int64_t revision = 0;
    std::shared_ptr<const iam::Policy> policy;
  };
  void KeepOfTable(const std::shared_ptr<Table>& table, int64_t revision,
                   std::shared_ptr<const iam::Policy> policy) EXCLUDES(mu_);
  void KeepOfStream(uint64_t key, int64_t revision, std::shared_ptr<const iam::Policy> policy)
      EXCLUDES(mu_);

  mutable SharedMutex mu_;
  // By the table's id, which is never given twice.
  std::unordered_map<uint32_t, OfOneTable> tables_ GUARDED_BY(mu_);
  size_t sweep_at_ GUARDED_BY(mu_) = 64;  // entries of tables; then those that may go do
  // By the table's id and the stream's number.
  std::unordered_map<uint64_t, OfOneStream> streams_ GUARDED_BY(mu_);
};

}  // namespace stator::api
