#include "api/ops/resource_policy_rules.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api/iam/evaluate.h"
#include "api/json/json.h"
#include "api/ops/access_element.h"
#include "api/ops/pattern_overlap.h"
#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

// Source: the AWS page "DynamoDB API operations supported by resource-based policies", with the
// actions that have no operation of their name: those of PartiQL, of transactions, of replication
// and of AWS Backup (Service Authorization Reference). In lower case, as they are compared.
constexpr std::string_view kTableActions[] = {
    "associatetablereplica",
    "batchgetitem",
    "batchwriteitem",
    "conditioncheckitem",
    "createbackup",
    "createglobaltablewitness",
    "createtablereplica",
    "deleteglobaltablewitness",
    "deleteitem",
    "deleteresourcepolicy",
    "deletetable",
    "deletetablereplica",
    "describecontinuousbackups",
    "describecontributorinsights",
    "describekinesisstreamingdestination",
    "describetable",
    "describetablereplicaautoscaling",
    "describetimetolive",
    "disablekinesisstreamingdestination",
    "enablekinesisstreamingdestination",
    "exporttabletopointintime",
    "getitem",
    "getresourcepolicy",
    "listtagsofresource",
    "partiqldelete",
    "partiqlinsert",
    "partiqlselect",
    "partiqlupdate",
    "putitem",
    "putresourcepolicy",
    "query",
    "readdataforreplication",
    "replicatesettings",
    "restoretablefromawsbackup",
    "restoretabletopointintime",
    "scan",
    "searchvectors",
    "startawsbackupjob",
    "tagresource",
    "untagresource",
    "updatecontinuousbackups",
    "updatecontributorinsights",
    "updateitem",
    "updatekinesisstreamingdestination",
    "updatetable",
    "updatetablereplicaautoscaling",
    "updatetimetolive",
    "writedataforreplication",
};
constexpr std::string_view kStreamActions[] = {
    "deleteresourcepolicy", "describestream",   "getrecords",
    "getresourcepolicy",    "getsharditerator", "putresourcepolicy",
};
constexpr std::string_view kService = "dynamodb:";

Status InvalidPolicy(std::string_view detail) {
  return InvalidParameter("Invalid policy document: " + std::string(detail));
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// "*" stands for all actions of all services.
bool IsActionOf(std::span<const std::string_view> actions, std::string_view pattern) {
  const std::string lower = LowerCase(pattern);
  return std::any_of(actions.begin(), actions.end(), [&](std::string_view action) {
    return PatternsOverlap(lower, std::string(kService).append(action));
  });
}

// A variable ("${aws:username}") stands for any text.
std::string WithoutVariables(std::string_view pattern) {
  std::string plain;
  while (true) {
    const size_t begin = pattern.find("${");
    const size_t end = begin == std::string_view::npos ? begin : pattern.find('}', begin);
    if (end == std::string_view::npos) return plain.append(pattern);
    plain.append(pattern.substr(0, begin)).append("*");
    pattern.remove_prefix(end + 1);
  }
}

bool IsAbout(const std::vector<std::string>& arns, std::string_view pattern) {
  const std::string plain = WithoutVariables(pattern);
  return std::any_of(arns.begin(), arns.end(),
                     [&](const std::string& arn) { return PatternsOverlap(plain, arn); });
}

// A text or a list of them, as the language has it everywhere.
std::vector<std::string_view> TextsOf(const json::Node& statement, std::string_view element) {
  std::vector<std::string_view> texts;
  const auto value = statement.Find(element);
  if (!value) return texts;
  if (value->is(json::Kind::kString)) texts.push_back(value->string());
  if (!value->is(json::Kind::kArray)) return texts;
  for (auto it = value->begin(); it.Valid(); it.Next()) {
    if (it.value().is(json::Kind::kString)) texts.push_back(it.value().string());
  }
  return texts;
}

// Collects what is wrong over all statements, each once.
class WrongNames {
 public:
  void Add(std::string_view name) {
    const std::string quoted = "\"" + std::string(name) + "\"";
    if (std::find(names_.begin(), names_.end(), quoted) == names_.end()) names_.push_back(quoted);
  }
  Status AsStatus(std::string_view what) const {
    if (names_.empty()) return OkStatus();
    std::string text = "The following " + std::string(what) + " are invalid: ";
    for (size_t i = 0; i < names_.size(); ++i) text.append(i == 0 ? "" : ", ").append(names_[i]);
    return InvalidPolicy(text);
  }

 private:
  std::vector<std::string> names_;
};

std::vector<json::Node> StatementsOf(const json::Node& policy) {
  std::vector<json::Node> statements;
  const auto value = policy.is(json::Kind::kObject) ? policy.Find("Statement") : std::nullopt;
  if (!value) return statements;
  if (value->is(json::Kind::kObject)) statements.push_back(*value);
  if (!value->is(json::Kind::kArray)) return statements;
  for (auto it = value->begin(); it.Valid(); it.Next()) {
    if (it.value().is(json::Kind::kObject)) statements.push_back(it.value());
  }
  return statements;
}

std::vector<std::string> ArnsOf(const OpContext& context, const ResourceName& resource) {
  const std::string arn = ResourceArn(context, resource);
  if (!resource.stream_label.empty()) return {arn};
  return {arn, arn + "/index/*"};
}

std::span<const std::string_view> ActionsOf(const ResourceName& resource) {
  if (!resource.stream_label.empty()) return kStreamActions;
  return kTableActions;
}

Status CheckNames(const OpContext& context, const ResourceName& resource,
                  const json::Node& policy) {
  const std::span<const std::string_view> actions = ActionsOf(resource);
  const std::vector<std::string> arns = ArnsOf(context, resource);
  WrongNames wrong_actions;
  WrongNames wrong_resources;
  for (const json::Node& statement : StatementsOf(policy)) {
    for (const std::string_view element : {"Action", "NotAction"}) {
      for (const std::string_view name : TextsOf(statement, element)) {
        if (!IsActionOf(actions, name)) wrong_actions.Add(name);
      }
    }
    for (const std::string_view name : TextsOf(statement, "Resource")) {
      if (!IsAbout(arns, name)) wrong_resources.Add(name);
    }
  }
  STATOR_RETURN_IF_ERROR(wrong_actions.AsStatus("action names"));
  return wrong_resources.AsStatus("resources");
}

}  // namespace

std::string PolicyName(std::string_view table_name, std::string_view stream_label) {
  std::string name = "table/" + std::string(table_name);
  if (!stream_label.empty()) name.append("/stream/").append(stream_label);
  return name;
}

Result<std::shared_ptr<const iam::Policy>> CheckResourcePolicy(const OpContext& context,
                                                               const ResourceName& resource,
                                                               std::string_view document) {
  if (document.size() > kResourcePolicyBytes) {
    return InvalidPolicy("The policy is larger than the limit of 20 KB");
  }
  auto policy = iam::Policy::Parse(document, iam::PolicyUse::kResource,
                                   PolicyName(resource.table.name, resource.stream_label));
  if (!policy.ok()) return InvalidPolicy(policy.status().message());
  json::Document parsed;
  STATOR_ASSIGN_OR_RETURN(const json::Node root, parsed.Parse(document));
  STATOR_RETURN_IF_ERROR(CheckNames(context, resource, root));
  return policy;
}

Status CheckKeepsAccess(const OpContext& context, const ResourceName& resource,
                        const iam::Policy& policy) {
  if (context.principal == nullptr) return OkStatus();
  AccessCollector collector(context);
  collector.LookAlsoAt(policy);
  const AccessElement element =
      collector.OnArn("dynamodb:PutResourcePolicy", ResourceArn(context, resource));
  iam::AccessRequest request;
  request.principal = context.principal;
  request.action = element.action;
  request.resource = element.resource;
  request.resource_account = element.account;
  request.region = context.region;
  request.origin = context.origin;
  request.now_seconds = context.database->clock().WallSeconds();
  request.keys = &element.keys;
  request.resource_policy = &policy;
  if (iam::Evaluate(request).allowed) return OkStatus();
  return InvalidPolicy(
      "The policy would not allow you to change it again. Set ConfirmRemoveSelfResourceAccess if "
      "that is what you want");
}

}  // namespace stator::api
