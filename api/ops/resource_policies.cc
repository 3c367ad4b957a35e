#include "api/ops/resource_policies.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/ops/resource_policy_rules.h"

namespace stator::api {
namespace {

constexpr size_t kSmallestSweep = 64;

ResourcePolicies::Compiled Compile(const ResourcePolicy& policy, const std::string& name) {
  ResourcePolicies::Compiled compiled =
      iam::Policy::Parse(policy.document, iam::PolicyUse::kResource, name);
  if (compiled.ok()) return compiled;
  // It was understood when it was attached.
  return InternalError("the policy of " + name + " cannot be read: " + compiled.status().message());
}

uint64_t KeyOf(const StreamId& stream) {
  return uint64_t{stream.table_id} << 32 | uint64_t{stream.number};
}

}  // namespace

Result<std::shared_ptr<const iam::Policy>> ResourcePolicyOf(const OpContext& context,
                                                            const std::shared_ptr<Table>& table) {
  return context.resource_policies->OfTable(table);
}

Result<std::shared_ptr<const iam::Policy>> ResourcePolicyOf(const OpContext& context,
                                                            const StreamInfo& stream) {
  return context.resource_policies->OfStream(stream);
}

ResourcePolicies::Compiled ResourcePolicies::OfTable(const std::shared_ptr<Table>& table) {
  const std::shared_ptr<const TableSchema> schema = table->schema();
  if (!schema->policy.attached()) return std::shared_ptr<const iam::Policy>();
  {
    ReaderLock lock(&mu_);
    const auto it = tables_.find(schema->id);
    if (it != tables_.end() && it->second.revision == schema->policy.revision) {
      return it->second.policy;
    }
  }
  STATOR_ASSIGN_OR_RETURN(std::shared_ptr<const iam::Policy> policy,
                          Compile(schema->policy, PolicyName(schema->name, "")));
  KeepOfTable(table, schema->policy.revision, policy);
  return policy;
}

ResourcePolicies::Compiled ResourcePolicies::OfStream(const StreamInfo& stream) {
  if (!stream.policy.attached()) return std::shared_ptr<const iam::Policy>();
  const uint64_t key = KeyOf(stream.id);
  {
    ReaderLock lock(&mu_);
    const auto it = streams_.find(key);
    if (it != streams_.end() && it->second.revision == stream.policy.revision) {
      return it->second.policy;
    }
  }
  STATOR_ASSIGN_OR_RETURN(std::shared_ptr<const iam::Policy> policy,
                          Compile(stream.policy, PolicyName(stream.table_name, stream.label)));
  KeepOfStream(key, stream.policy.revision, policy);
  return policy;
}

void ResourcePolicies::KeepOfTable(const std::shared_ptr<Table>& table, int64_t revision,
                                   std::shared_ptr<const iam::Policy> policy) {
  WriterLock lock(&mu_);
  if (tables_.size() >= sweep_at_) {
    std::erase_if(tables_, [](const auto& entry) { return entry.second.table.expired(); });
    sweep_at_ = std::max(kSmallestSweep, 2 * tables_.size());
  }
  OfOneTable& kept = tables_[table->id()];
  // A call that began before the policy was changed may come last.
  if (kept.revision < revision) kept = {table, revision, std::move(policy)};
}

void ResourcePolicies::KeepOfStream(uint64_t key, int64_t revision,
                                    std::shared_ptr<const iam::Policy> policy) {
  WriterLock lock(&mu_);
  if (streams_.size() >= kMostStreams) streams_.clear();
  OfOneStream& kept = streams_[key];
  if (kept.revision < revision) kept = {revision, std::move(policy)};
}

size_t ResourcePolicies::size() const {
  ReaderLock lock(&mu_);
  return tables_.size() + streams_.size();
}

}  // namespace stator::api
