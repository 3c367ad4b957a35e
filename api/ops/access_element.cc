#include "api/ops/access_element.h"

#include "api/iam/principal.h"
#include "api/ops/resource_arn.h"
#include "api/ops/resource_policies.h"
#include "api/ops/stream_arn.h"
#include "api/ops/tag_rules.h"

namespace stator::api {
namespace {

template <typename Visit>
void VisitPoliciesOf(const iam::Principal& principal, Visit&& visit) {
  for (const auto& policy : principal.identity_policies) visit(*policy);
  for (const auto& policy : principal.session_policies) visit(*policy);
  if (principal.boundary != nullptr) visit(*principal.boundary);
}

// The account of an ARN of which nothing else is known; empty where there is none.
std::string AccountIn(std::string_view arn) {
  for (int i = 0; i < 4; ++i) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return std::string(arn.substr(0, arn.find(':')));
}

void AddTags(std::string_view prefix, const std::vector<Tag>& tags, iam::ConditionKeys* keys) {
  for (const Tag& tag : tags) keys->Add(std::string(prefix).append(tag.key), tag.value);
}

}  // namespace

AccessCollector::AccessCollector(const OpContext& context) : context_(context) {
  VisitPoliciesOf(*context.principal, [this](const iam::Policy& policy) { LookAlsoAt(policy); });
}

void AccessCollector::LookAlsoAt(const iam::Policy& policy) { wanted_.Add(policy.mentions()); }

void AccessCollector::LookAtTable(const TableReference& named, AccessElement* element) {
  const std::shared_ptr<Table> table = context_.database->catalog().Find(named.space, named.name);
  if (table == nullptr) return;
  element->schema = table->schema();
  TakePolicy(ResourcePolicyOf(context_, table), element);
  if (!element->schema->tags.empty() && WantedOf(*element).resource_tags) {
    AddTags(iam::kResourceTagPrefix, element->schema->tags, &element->keys);
  }
  facts_.ids.push_back(element->schema->id);
}

void AccessCollector::TakePolicy(Result<std::shared_ptr<const iam::Policy>> policy,
                                 AccessElement* element) {
  if (policy.ok()) {
    element->resource_policy = *std::move(policy);
  } else {
    facts_.undecidable = policy.status();
  }
}

AccessElement AccessCollector::OnTable(std::string_view action, std::string_view name_or_arn) {
  AccessElement element;
  element.action = action;
  const Result<TableReference> named = ResolveTable(context_, name_or_arn);
  if (!named.ok()) {
    element.resource = name_or_arn;
    element.account = AccountIn(name_or_arn);
    return element;
  }
  element.account = named->account;
  element.resource = TableArn(context_, named->account, named->name);
  LookAtTable(*named, &element);
  return element;
}

AccessElement AccessCollector::OnTableOrIndex(std::string_view action, std::string_view name_or_arn,
                                              const std::optional<std::string>& index_name) {
  AccessElement element = OnTable(action, name_or_arn);
  if (!index_name) return element;
  element.resource.append("/index/").append(*index_name);
  if (element.schema == nullptr) return element;
  element.index = element.schema->FindIndex(*index_name);
  if (element.index != nullptr) facts_.ids.push_back(element.index->id);
  return element;
}

AccessElement AccessCollector::OnStream(std::string_view action, std::string_view stream_arn) {
  AccessElement element;
  element.action = action;
  const Result<StreamName> name = ParseStreamArn(context_, stream_arn);
  if (!name.ok()) {
    element.resource = stream_arn.empty() ? "*" : stream_arn;
    element.account = AccountIn(stream_arn);
    return element;
  }
  element.account = name->table.account;
  element.resource = StreamArn(context_, *name);
  const Result<StreamInfo> stream =
      context_.streams->Find(name->table.space, name->table.name, name->label);
  if (stream.ok()) TakePolicy(ResourcePolicyOf(context_, *stream), &element);
  return element;
}

// By the function that the operation itself reads the ARN with, so that both mean the same.
AccessElement AccessCollector::OnArn(std::string_view action, std::string_view arn) {
  if (!LooksLikeArn(arn)) return OnAnything(action);
  const Result<ResourceName> name = ParseResourceArn(context_, arn);
  const std::string resource = name.ok() ? ResourceArn(context_, *name) : std::string(arn);
  const bool of_stream = name.ok() && !name->stream_label.empty();
  return of_stream ? OnStream(action, resource) : OnTable(action, resource);
}

AccessElement AccessCollector::OnAnything(std::string_view action) {
  AccessElement element;
  element.action = action;
  element.resource = "*";
  return element;
}

iam::KeyMentions AccessCollector::WantedOf(const AccessElement& element) const {
  iam::KeyMentions wanted = wanted_;
  if (element.resource_policy != nullptr) wanted.Add(element.resource_policy->mentions());
  return wanted;
}

bool AccessCollector::Wants(const AccessElement& element, AccessKey key) const {
  return WantedOf(element).Has(key);
}

bool AccessCollector::WantsAny(const AccessElement& element) const {
  return WantedOf(element).own != 0;
}

void AccessCollector::SetRequestTags(const std::vector<Tag>& tags, AccessElement* element) {
  if (Status too_many = CheckTagCount(tags.size()); !too_many.ok()) {
    facts_.undecidable = std::move(too_many);
    return;
  }
  if (!WantedOf(*element).request_tags) return;
  AddTags(iam::kRequestTagPrefix, tags, &element->keys);
}

void AccessCollector::Set(AccessKey key, std::string_view value, AccessElement* element) const {
  if (!Wants(*element, key)) return;
  element->keys.SetAll(key, {std::string(value)});
}

void AccessCollector::SetAll(AccessKey key, std::vector<std::string> values, bool endless,
                             AccessElement* element) const {
  if (!Wants(*element, key)) return;
  element->keys.SetAll(key, std::move(values), endless);
}

void AccessCollector::AddOfStatement(size_t statement, AccessElement element) {
  facts_.elements.push_back(std::move(element));
  facts_.statements.push_back(statement);
}

void AccessCollector::MarkByStatement(size_t statements) {
  facts_.by_statement = true;
  facts_.statement_count = statements;
}

}  // namespace stator::api
