#include "api/ops/tags.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/ops/resource_arn.h"
#include "api/ops/tag_rules.h"
#include "api/ops/write_shard_rules.h"

namespace stator::api {
namespace {

constexpr size_t kTagsPerPage = 10;

// Continues after a tag's key. AWS takes a token that it did not give for none at all.
constexpr std::string_view kTokenPrefix = "after:";

bool IsUsable(const TableSchema& schema) {
  return schema.status == ResourceStatus::kActive || schema.status == ResourceStatus::kUpdating;
}

// A table that is being created or deleted has no tags to reach.
Result<std::shared_ptr<Table>> FindResource(const OpContext& context, const std::string& arn) {
  STATOR_ASSIGN_OR_RETURN(const TableReference named, TableOfResourceArn(context, arn));
  std::shared_ptr<Table> table = context.database->catalog().Find(named.space, named.name);
  if (table == nullptr || !MayUse(context, *table) || !IsUsable(*table->schema())) {
    return NoSuchResource(arn);
  }
  return table;
}

// Changes the tags in one step.
Result<EmptyResponse> ChangeTags(const OpContext& context, const std::string& arn,
                                 const Catalog::Change& change) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table, FindResource(context, arn));
  const Status status =
      context.database->catalog().Update(table.get(), [&](TableSchema* schema) -> Status {
        if (!IsUsable(*schema)) return NoSuchResource(arn);
        const std::vector<Tag> before = schema->tags;
        STATOR_RETURN_IF_ERROR(change(schema));
        return CheckWriteShardsStay(before, schema->tags);
      });
  if (status.code() == Code::kNotFound) return NoSuchResource(arn);
  if (!status.ok()) return status;
  return EmptyResponse{};
}

Status MergeTags(const std::vector<Tag>& added, std::vector<Tag>* tags) {
  std::map<std::string, std::string> merged;
  for (const Tag& tag : *tags) merged[tag.key] = tag.value;
  for (const Tag& tag : added) merged[tag.key] = tag.value;
  STATOR_RETURN_IF_ERROR(CheckTagCount(merged.size()));
  tags->clear();
  for (const auto& [key, value] : merged) tags->push_back({key, value});
  return OkStatus();
}

std::string_view KeyBeforePage(const ListTagsOfResourceRequest& request) {
  if (!request.next_token) return {};
  const std::string_view token = *request.next_token;
  return token.starts_with(kTokenPrefix) ? token.substr(kTokenPrefix.size()) : std::string_view();
}

}  // namespace

Result<EmptyResponse> TagResource(const OpContext& context, const TagResourceRequest& request) {
  if (request.tags.empty()) {
    return ValidationError("Atleast one Tag needs to be provided as Input.");
  }
  STATOR_RETURN_IF_ERROR(CheckTags(request.tags));
  return ChangeTags(context, request.resource_arn,
                    [&](TableSchema* schema) { return MergeTags(request.tags, &schema->tags); });
}

Result<EmptyResponse> UntagResource(const OpContext& context, const UntagResourceRequest& request) {
  if (request.tag_keys.empty()) {
    return ValidationError("Atleast one Tag Key needs to be provided as Input.");
  }
  STATOR_RETURN_IF_ERROR(CheckTagKeys(request.tag_keys));
  return ChangeTags(context, request.resource_arn, [&](TableSchema* schema) {
    std::erase_if(schema->tags, [&](const Tag& tag) {
      return std::find(request.tag_keys.begin(), request.tag_keys.end(), tag.key) !=
             request.tag_keys.end();
    });
    return OkStatus();
  });
}

Result<ListTagsOfResourceResponse> ListTagsOfResource(const OpContext& context,
                                                      const ListTagsOfResourceRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindResource(context, request.resource_arn));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  const std::string_view before = KeyBeforePage(request);
  ListTagsOfResourceResponse reply;
  for (const Tag& tag : schema->tags) {
    if (tag.key <= before) continue;
    if (reply.tags.size() == kTagsPerPage) {
      reply.next_token = std::string(kTokenPrefix) + reply.tags.back().key;
      break;
    }
    reply.tags.push_back(tag);
  }
  return reply;
}

}  // namespace stator::api
