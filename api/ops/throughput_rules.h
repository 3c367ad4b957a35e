// AWS's rules for capacity units, on-demand ceilings and warm throughput, which creating and
// updating share. An empty index_name means the table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

struct ThroughputTarget {
  std::string_view index_name;  // empty: the table
  std::string_view region;      // for the texts of quotas
};

// Reads "for table" or "for index <name>"; AWS writes the index of a ceiling "for index : <name>".
std::string TargetText(std::string_view index_name);
std::string CeilingTargetText(std::string_view index_name);

// At least one unit of each. path: of the ProvisionedThroughput, for texts.
Status CheckUnits(const ThroughputSpec& units, std::string_view path);
// Not above what an account may have for one table (DescribeLimits): kLimitExceeded.
Status CheckUnitsQuota(const ThroughputSpec& units, const ThroughputTarget& target);

// Ceilings are positive, or -1 where may_clear, which takes one away.
Status CheckCeilings(const PartialThroughput& ceilings, const ThroughputTarget& target,
                     bool may_clear);
// The name of the first ceiling given, "MaxReadRequestUnits" or its twin; empty: none.
std::string_view FirstCeilingGiven(const PartialThroughput& ceilings);
// The ceilings in force once those given have replaced those before.
std::optional<OnDemandThroughput> MergeCeilings(const std::optional<OnDemandThroughput>& before,
                                                const PartialThroughput& given);

// What a table or index is warm for without having been asked: its provisioned units, or what a new
// on-demand table serves.
WarmThroughput NaturalWarmThroughput(BillingMode mode, const ProvisionedThroughput& units);
// Each figure the higher of the two: warm throughput never falls by itself.
WarmThroughput HigherWarmThroughput(const WarmThroughput& a, const WarmThroughput& b);
// What a creation asks for, absent figures filled in; refused below the natural one. None when
// nothing is asked.
Result<std::optional<WarmThroughput>> InitialWarmThroughput(
    const std::optional<PartialThroughput>& asked, BillingMode mode,
    const ProvisionedThroughput& units, const ThroughputTarget& target);
// What an update asks for; refused below the current one.
Result<WarmThroughput> RaisedWarmThroughput(const PartialThroughput& asked,
                                            const WarmThroughput& current,
                                            const ThroughputTarget& target);

}  // namespace stator::api
