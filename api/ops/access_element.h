// What is decided on: the actions that one request does, each on one resource, with what is known
// of them. docs/access.md lists what each operation touches.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/iam/access_key.h"
#include "api/iam/condition_keys.h"
#include "api/iam/policy.h"
#include "api/ops/op_context.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator::api {

using iam::AccessKey;

struct AccessElement {
  std::string action{};                                  // "dynamodb:GetItem"
  std::string resource{};                                // an ARN, or "*"
  std::string account{};                                 // of the resource; empty: the caller's
  std::shared_ptr<const iam::Policy> resource_policy{};  // null: none
  std::shared_ptr<const TableSchema> schema{};           // null: no such table, or none is meant
  const IndexSchema* index = nullptr;                    // inside *schema
  iam::ConditionKeys keys{};
};

struct AccessFacts {
  std::vector<AccessElement> elements{};
  // Those of BatchExecuteStatement: the statement's number of each element. A denial is then that
  // statement's error, and not the request's.
  std::vector<size_t> statements{};
  size_t statement_count = 0;
  bool by_statement = false;
  // Of the tables and indexes that were looked at.
  std::vector<uint32_t> ids{};
  // Not OK: a resource's policy cannot be read, or what is asked is too much to look at. Then
  // nothing is allowed, and this is the reply.
  Status undecidable{};
};

// Collects a request's facts. What is asked of it that no policy mentions is left out: the values
// of keys cost more than the decision.
class AccessCollector {
 public:
  explicit AccessCollector(const OpContext& context);
  AccessCollector(const AccessCollector&) = delete;
  AccessCollector& operator=(const AccessCollector&) = delete;

  const OpContext& context() const { return context_; }

  // A policy that will be asked besides those of the caller and of the resource.
  void LookAlsoAt(const iam::Policy& policy);

  // An action on a table, or on one of its indexes. A name that cannot be resolved stands for
  // itself: the handler refuses it, if it gets to it.
  AccessElement OnTable(std::string_view action, std::string_view name_or_arn);
  AccessElement OnTableOrIndex(std::string_view action, std::string_view name_or_arn,
                               const std::optional<std::string>& index_name);
  AccessElement OnStream(std::string_view action, std::string_view stream_arn);
  // What names a table or a stream by its ARN, as tags do.
  AccessElement OnArn(std::string_view action, std::string_view arn);
  AccessElement OnAnything(std::string_view action);

  // Whether any policy that is looked at mentions the key.
  bool Wants(const AccessElement& element, AccessKey key) const;
  bool WantsAny(const AccessElement& element) const;
  // aws:RequestTag/…: tags that the request brings. More than a table may have are not looked at;
  // the request is refused for their number.
  void SetRequestTags(const std::vector<Tag>& tags, AccessElement* element);
  void Set(AccessKey key, std::string_view value, AccessElement* element) const;
  void SetAll(AccessKey key, std::vector<std::string> values, bool endless,
              AccessElement* element) const;

  void Add(AccessElement element) { facts_.elements.push_back(std::move(element)); }
  bool empty() const { return facts_.elements.empty(); }
  void AddOfStatement(size_t statement, AccessElement element);
  void MarkByStatement(size_t statements);
  AccessFacts Take() && { return std::move(facts_); }

 private:
  iam::KeyMentions WantedOf(const AccessElement& element) const;
  void LookAtTable(const TableReference& named, AccessElement* element);
  void TakePolicy(Result<std::shared_ptr<const iam::Policy>> policy, AccessElement* element);

  const OpContext& context_;
  iam::KeyMentions wanted_{};  // by the principal's policies
  AccessFacts facts_;
};

}  // namespace stator::api
