// What operations touch that are not served: they are decided on as if they were, by the names and
// ARNs in their bodies, so that only who may do them learns that they are not there.
#include <string>
#include <utility>

#include "api/ops/access_facts.h"

namespace stator::api {
namespace {

std::string_view TextOf(const json::Node& body, std::string_view member) {
  const auto node = body.Find(member);
  return node && node->is(json::Kind::kString) ? node->string() : std::string_view();
}

void AddTables(std::string_view action, const json::Node& body, AccessCollector* collector) {
  for (const std::string_view member : {"TableName", "SourceTableName", "TargetTableName"}) {
    const std::string_view name = TextOf(body, member);
    if (name.empty()) continue;
    const std::string index(TextOf(body, "IndexName"));
    collector->Add(index.empty() ? collector->OnTable(action, name)
                                 : collector->OnTableOrIndex(action, name, index));
  }
  // ImportTable's.
  const auto created = body.Find("TableCreationParameters");
  if (created && created->is(json::Kind::kObject)) AddTables(action, *created, collector);
}

void AddArns(std::string_view action, const json::Node& body, AccessCollector* collector) {
  for (const std::string_view member : {"ResourceArn", "TableArn", "SourceTableArn", "BackupArn",
                                        "ExportArn", "ImportArn", "BulkOperationArn"}) {
    const std::string_view arn = TextOf(body, member);
    if (!arn.empty()) collector->Add(collector->OnArn(action, arn));
  }
}

// "arn:aws:dynamodb::<account>:global-table/<name>": it is in no region.
void AddGlobalTable(std::string_view action, const json::Node& body, AccessCollector* collector) {
  const std::string_view name = TextOf(body, "GlobalTableName");
  if (name.empty()) return;
  AccessElement element = collector->OnAnything(action);
  element.resource = "arn:aws:dynamodb::" + collector->context().account + ":global-table/";
  element.resource.append(name);
  collector->Add(std::move(element));
}

}  // namespace

AccessFacts AccessOfUnserved(const OpContext& context, const json::Node& body) {
  const std::string action = "dynamodb:" + std::string(context.operation);
  AccessCollector collector(context);
  AddTables(action, body, &collector);
  AddArns(action, body, &collector);
  AddGlobalTable(action, body, &collector);
  if (collector.empty()) collector.Add(collector.OnAnything(action));
  return std::move(collector).Take();
}

}  // namespace stator::api
