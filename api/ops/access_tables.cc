// What the operations on tables, tags, streams and the account touch. Resources are those of the
// Service Authorization Reference for DynamoDB.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/iam/principal.h"
#include "api/ops/access_facts.h"
#include "api/ops/shard_iterator.h"

namespace stator::api {
namespace {

AccessFacts One(const OpContext& context, std::string_view action, std::string_view name_or_arn) {
  AccessCollector collector(context);
  collector.Add(collector.OnTable(action, name_or_arn));
  return std::move(collector).Take();
}

AccessFacts OneOrIndex(const OpContext& context, std::string_view action,
                       std::string_view name_or_arn, const std::optional<std::string>& index_name) {
  AccessCollector collector(context);
  collector.Add(collector.OnTableOrIndex(action, name_or_arn, index_name));
  return std::move(collector).Take();
}

AccessFacts OneOfStream(const OpContext& context, std::string_view action, std::string_view arn) {
  AccessCollector collector(context);
  collector.Add(collector.OnStream(action, arn));
  return std::move(collector).Take();
}

AccessFacts OfAccount(const OpContext& context, std::string_view action) {
  AccessCollector collector(context);
  collector.Add(collector.OnAnything(action));
  return std::move(collector).Take();
}

void SetTagKeys(std::vector<std::string> keys, AccessElement* element) {
  element->keys.SetAll("aws:tagkeys", std::move(keys));
}

void SetTags(const std::vector<Tag>& tags, AccessCollector* collector, AccessElement* element) {
  collector->SetRequestTags(tags, element);
  std::vector<std::string> keys;
  for (const Tag& tag : tags) keys.push_back(tag.key);
  SetTagKeys(std::move(keys), element);
}

}  // namespace

// With tags it needs the permission to tag as well (AWS: Service Authorization Reference, "API
// operations", CreateTable), and with a policy that to attach one (AWS: CreateTable).
AccessFacts AccessOf(const OpContext& context, const CreateTableRequest& request) {
  AccessCollector collector(context);
  for (const std::string_view action : {"dynamodb:CreateTable", "dynamodb:TagResource"}) {
    const bool tags = request.tags && !request.tags->empty();
    if (action == "dynamodb:TagResource" && !tags) continue;
    AccessElement element = collector.OnTable(action, request.table_name);
    if (tags) SetTags(*request.tags, &collector, &element);
    collector.Add(std::move(element));
  }
  if (request.resource_policy) {
    collector.Add(collector.OnTable("dynamodb:PutResourcePolicy", request.table_name));
  }
  return std::move(collector).Take();
}

AccessFacts AccessOf(const OpContext& context, const DescribeTableRequest& request) {
  return One(context, "dynamodb:DescribeTable", request.table_name);
}
AccessFacts AccessOf(const OpContext& context, const UpdateTableRequest& request) {
  return One(context, "dynamodb:UpdateTable", request.table_name);
}
AccessFacts AccessOf(const OpContext& context, const DeleteTableRequest& request) {
  return One(context, "dynamodb:DeleteTable", request.table_name);
}
AccessFacts AccessOf(const OpContext& context, const ListTablesRequest&) {
  return OfAccount(context, "dynamodb:ListTables");
}

AccessFacts AccessOf(const OpContext& context, const TagResourceRequest& request) {
  AccessCollector collector(context);
  AccessElement element = collector.OnArn("dynamodb:TagResource", request.resource_arn);
  SetTags(request.tags, &collector, &element);
  collector.Add(std::move(element));
  return std::move(collector).Take();
}
AccessFacts AccessOf(const OpContext& context, const UntagResourceRequest& request) {
  AccessCollector collector(context);
  AccessElement element = collector.OnArn("dynamodb:UntagResource", request.resource_arn);
  SetTagKeys(request.tag_keys, &element);
  collector.Add(std::move(element));
  return std::move(collector).Take();
}
AccessFacts AccessOf(const OpContext& context, const ListTagsOfResourceRequest& request) {
  return AccessOfArn(context, "dynamodb:ListTagsOfResource", request.resource_arn);
}

AccessFacts AccessOf(const OpContext& context, const PutResourcePolicyRequest& request) {
  return AccessOfArn(context, "dynamodb:PutResourcePolicy", request.resource_arn);
}
AccessFacts AccessOf(const OpContext& context, const GetResourcePolicyRequest& request) {
  return AccessOfArn(context, "dynamodb:GetResourcePolicy", request.resource_arn);
}
// "The root principal in your AWS account can perform DeleteResourcePolicy requests, even if your
// resource-based policy explicitly denies the root principal's access" (AWS: DeleteResourcePolicy).
AccessFacts AccessOf(const OpContext& context, const DeleteResourcePolicyRequest& request) {
  AccessFacts facts = AccessOfArn(context, "dynamodb:DeleteResourcePolicy", request.resource_arn);
  AccessElement& element = facts.elements.front();
  const iam::Principal& principal = *context.principal;
  if (principal.type == iam::PrincipalType::kAccount && element.account == principal.account) {
    element.resource_policy = nullptr;
    facts.undecidable = OkStatus();
  }
  return facts;
}

AccessFacts AccessOf(const OpContext& context, const UpdateTimeToLiveRequest& request) {
  return One(context, "dynamodb:UpdateTimeToLive", request.table_name);
}
AccessFacts AccessOf(const OpContext& context, const DescribeTimeToLiveRequest& request) {
  return One(context, "dynamodb:DescribeTimeToLive", request.table_name);
}

AccessFacts AccessOf(const OpContext& context, const UpdateContributorInsightsRequest& request) {
  return OneOrIndex(context, "dynamodb:UpdateContributorInsights", request.table_name,
                    request.index_name);
}
AccessFacts AccessOf(const OpContext& context, const DescribeContributorInsightsRequest& request) {
  return OneOrIndex(context, "dynamodb:DescribeContributorInsights", request.table_name,
                    request.index_name);
}
AccessFacts AccessOf(const OpContext& context, const ListContributorInsightsRequest&) {
  return OfAccount(context, "dynamodb:ListContributorInsights");
}

AccessFacts AccessOf(const OpContext& context, const DescribeContinuousBackupsRequest& request) {
  return One(context, "dynamodb:DescribeContinuousBackups", request.table_name);
}
AccessFacts AccessOf(const OpContext& context, const UpdateContinuousBackupsRequest& request) {
  return One(context, "dynamodb:UpdateContinuousBackups", request.table_name);
}
AccessFacts AccessOf(const OpContext& context,
                     const DescribeKinesisStreamingDestinationRequest& request) {
  return One(context, "dynamodb:DescribeKinesisStreamingDestination", request.table_name);
}
// One request for several lists: the operation's name tells them apart.
AccessFacts AccessOf(const OpContext& context, const ListAbsentRequest&) {
  return OfAccount(context, "dynamodb:" + std::string(context.operation));
}
AccessFacts AccessOf(const OpContext& context, const DescribeLimitsRequest&) {
  return OfAccount(context, "dynamodb:DescribeLimits");
}
AccessFacts AccessOf(const OpContext& context, const DescribeEndpointsRequest&) {
  return OfAccount(context, "dynamodb:DescribeEndpoints");
}

AccessFacts AccessOf(const OpContext& context, const ListStreamsRequest&) {
  return OfAccount(context, "dynamodb:ListStreams");
}
AccessFacts AccessOf(const OpContext& context, const DescribeStreamRequest& request) {
  return OneOfStream(context, "dynamodb:DescribeStream", request.stream_arn);
}
AccessFacts AccessOf(const OpContext& context, const GetShardIteratorRequest& request) {
  return OneOfStream(context, "dynamodb:GetShardIterator", request.stream_arn);
}
// The iterator says which stream it is of, whoever it was given to.
AccessFacts AccessOf(const OpContext& context, const GetRecordsRequest& request) {
  return OneOfStream(context, "dynamodb:GetRecords", ArnOfShardIterator(request.shard_iterator));
}
// A subscription does for its owner what these do.
AccessFacts AccessOf(const OpContext& context, const SubscribeRequest& request) {
  AccessCollector collector(context);
  for (const std::string_view action :
       {"dynamodb:DescribeStream", "dynamodb:GetShardIterator", "dynamodb:GetRecords"}) {
    collector.Add(collector.OnStream(action, request.stream_arn));
  }
  return std::move(collector).Take();
}

AccessFacts AccessOfArn(const OpContext& context, std::string_view action, std::string_view arn) {
  AccessCollector collector(context);
  collector.Add(collector.OnArn(action, arn));
  return std::move(collector).Take();
}

}  // namespace stator::api
