#include "bench/driver/partitions_reply.h"

#include <string>
#include <vector>

#include "api/json/json.h"

namespace stator::bench {
namespace {

using api::json::Document;
using api::json::Kind;
using api::json::Node;

std::string TextOf(const Node& object, std::string_view name) {
  const auto member = object.Find(name);
  return member && member->is(Kind::kString) ? std::string(member->string()) : "";
}
double NumberOf(const Node& object, std::string_view name) {
  const auto member = object.Find(name);
  return member && member->is(Kind::kNumber) ? member->number() : 0;
}
int64_t IntegerOf(const Node& object, std::string_view name) {
  const auto member = object.Find(name);
  return member && member->is(Kind::kNumber) ? member->integer().value_or(0) : 0;
}

template <typename Visit>
void ForEach(const Node& object, std::string_view name, const Visit& visit) {
  const auto member = object.Find(name);
  if (!member || !member->is(Kind::kArray)) return;
  for (auto it = member->begin(); it.Valid(); it.Next()) visit(it.value());
}

std::vector<SecondOfUse> SecondsOf(const Node& partition, std::string_view kind) {
  std::vector<SecondOfUse> seconds;
  const auto use = partition.Find(kind);
  if (!use || !use->is(Kind::kObject)) return seconds;
  ForEach(*use, "Seconds", [&](const Node& second) {
    seconds.push_back({IntegerOf(second, "Second"), NumberOf(second, "Units"),
                       static_cast<uint32_t>(IntegerOf(second, "Throttled"))});
  });
  return seconds;
}

std::vector<int64_t> IdsOf(const Node& split, std::string_view name) {
  std::vector<int64_t> ids;
  ForEach(split, name, [&](const Node& id) { ids.push_back(id.integer().value_or(0)); });
  return ids;
}

}  // namespace

std::optional<PartitionSnapshot> ReadPartitions(std::string_view body) {
  Document document;
  const auto root = document.Parse(body);
  if (!root.ok() || !root->is(Kind::kObject) || !root->Find("Resources")) return std::nullopt;
  PartitionSnapshot snapshot;
  ForEach(*root, "Resources", [&](const Node& resource) {
    const std::string index_name = TextOf(resource, "IndexName");
    ForEach(resource, "Partitions", [&](const Node& partition) {
      snapshot.partitions.push_back({index_name,
                                     static_cast<uint32_t>(IntegerOf(partition, "PartitionId")),
                                     TextOf(partition, "FirstKey"), SecondsOf(partition, "Read"),
                                     SecondsOf(partition, "Write")});
    });
  });
  ForEach(*root, "Splits", [&](const Node& split) {
    snapshot.splits.push_back({NumberOf(split, "Time"), TextOf(split, "Reason"),
                               TextOf(split, "IndexName"), IdsOf(split, "PartitionIds"),
                               IdsOf(split, "NewPartitionIds")});
  });
  return snapshot;
}

}  // namespace stator::bench
