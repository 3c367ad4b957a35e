// Billing mode and the kinds of throughput in JSON.
#pragma once

#include <optional>
#include <string_view>

#include "api/json/json.h"
#include "api/types/table_ops.h"

namespace stator::api {

std::optional<BillingMode> BillingModeMember(const json::Node& object);
std::optional<TableClass> TableClassMember(const json::Node& object);
std::optional<ThroughputSpec> ProvisionedThroughputMember(const json::Node& object);
std::optional<PartialThroughput> OnDemandThroughputMember(const json::Node& object);
std::optional<PartialThroughput> WarmThroughputMember(const json::Node& object);

std::string_view BillingModeText(BillingMode mode);
std::string_view TableClassText(TableClass table_class);
std::string_view ResourceStatusText(ResourceStatus status);

// Each writes a member with its name.
void WriteProvisionedThroughput(const ProvisionedThroughput& throughput, json::Writer* writer);
// A ceiling of -1 is none and not shown; without any the whole member is left out.
void WriteOnDemandThroughput(const OnDemandThroughput& ceilings, json::Writer* writer);
void WriteWarmThroughput(const WarmThroughput& warm, ResourceStatus status, json::Writer* writer);

}  // namespace stator::api
