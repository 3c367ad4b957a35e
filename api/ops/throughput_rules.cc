#include "api/ops/throughput_rules.h"

#include <algorithm>

#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

// Initial throughput of a new on-demand table or index, in units a second (AWS: "On-demand capacity
// mode").
constexpr WarmThroughput kOnDemandInitial = {.read_units = 12'000, .write_units = 4'000};

// A guard of the service's own, far above every quota.
constexpr int64_t kHighestUnits = 1'000'000'000'000;

constexpr std::string_view kInitialThroughputPage =
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "on-demand-capacity-mode.html#on-demand-capacity-mode-initial";

struct Side {  // reading or writing, with the words for it
  std::string_view capacity_units;
  std::string_view capacity_path;
  std::string_view request_units;
  std::string_view warm_units;
  std::string_view quota;
  int64_t quota_units;
};

const Side kReading = {"ReadCapacityUnits",         "readCapacityUnits",
                       "MaxReadRequestUnits",       "ReadUnitsPerSecond",
                       "TableMaxReadCapacityUnits", DescribeLimitsResponse{}.table_max_read_units};
const Side kWriting = {
    "WriteCapacityUnits",         "writeCapacityUnits",
    "MaxWriteRequestUnits",       "WriteUnitsPerSecond",
    "TableMaxWriteCapacityUnits", DescribeLimitsResponse{}.table_max_write_units};

Status CheckUnits(const Side& side, int64_t units, std::string_view path) {
  if (units < 1) {
    return BrokenConstraint(std::to_string(units),
                            std::string(path) + "." + std::string(side.capacity_path),
                            "have value greater than or equal to 1");
  }
  if (units > kHighestUnits) {
    return ValidationError("Given value " + std::to_string(units) + " for " +
                           std::string(side.capacity_units) + " is out of bounds");
  }
  return OkStatus();
}

Status CheckUnitsQuota(const Side& side, int64_t units, const ThroughputTarget& target) {
  if (units <= side.quota_units) return OkStatus();
  const bool table = target.index_name.empty();
  std::string text = "The requested ";
  text.append(side.capacity_units);
  if (!table) text.append(" for index ").append(target.index_name);
  text.append(", ").append(std::to_string(units)).append(", is above the per ");
  text.append(table ? "table" : "index").append(" maximum for the account in ");
  text.append(target.region).append(". Per table maximum: ");
  text.append(std::to_string(side.quota_units));
  text.append(
      ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher "
      "limits.");
  return Status(Code::kLimitExceeded, std::move(text));
}

std::string OverQuotaText(std::string_view what, const Side& side, std::string_view region) {
  std::string text(what);
  text.append(" exceeds ").append(side.quota).append(" of the account in region ").append(region);
  return text;
}

Status CheckCeiling(const Side& side, std::optional<int64_t> ceiling,
                    const ThroughputTarget& target, bool may_clear) {
  if (!ceiling || (may_clear && *ceiling == -1)) return OkStatus();
  const std::string what = "Requested " + std::string(side.request_units) +
                           " for OnDemandThroughput " + CeilingTargetText(target.index_name);
  if (*ceiling < 1) return InvalidParameter(what + " is outside of valid range");
  if (*ceiling > side.quota_units) {
    return OverSubscriberLimit(OverQuotaText(what, side, target.region));
  }
  return OkStatus();
}

std::string WarmText(const Side& side, const ThroughputTarget& target) {
  return "Requested " + std::string(side.warm_units) + " for WarmThroughput " +
         TargetText(target.index_name);
}

Status CheckInitialWarm(const Side& side, int64_t asked, int64_t least, BillingMode mode,
                        const ThroughputTarget& target) {
  const std::string what = WarmText(side, target);
  if (asked < least) {
    return mode == BillingMode::kPayPerRequest
               ? InvalidParameter(what + " is lower than initial throughput for OnDemand. See: " +
                                  std::string(kInitialThroughputPage))
               : InvalidParameter(what + " is lower than " + std::string(side.capacity_units) +
                                  " of ProvisionedThroughput");
  }
  if (asked > side.quota_units) {
    return OverSubscriberLimit(OverQuotaText(what, side, target.region));
  }
  return OkStatus();
}

Status CheckRaisedWarm(const Side& side, int64_t asked, int64_t current,
                       const ThroughputTarget& target) {
  const std::string what = WarmText(side, target);
  if (asked < current) {
    return InvalidParameter(
        what + " is lower than current WarmThroughput, decreasing WarmThroughput is not supported");
  }
  if (asked > std::max(side.quota_units, current)) {
    return OverSubscriberLimit(OverQuotaText(what, side, target.region));
  }
  return OkStatus();
}

}  // namespace

std::string TargetText(std::string_view index_name) {
  return index_name.empty() ? "for table" : "for index " + std::string(index_name);
}

std::string CeilingTargetText(std::string_view index_name) {
  return index_name.empty() ? "for table" : "for index : " + std::string(index_name);
}

Status CheckUnits(const ThroughputSpec& units, std::string_view path) {
  STATOR_RETURN_IF_ERROR(CheckUnits(kReading, units.read_units, path));
  return CheckUnits(kWriting, units.write_units, path);
}

Status CheckUnitsQuota(const ThroughputSpec& units, const ThroughputTarget& target) {
  STATOR_RETURN_IF_ERROR(CheckUnitsQuota(kReading, units.read_units, target));
  return CheckUnitsQuota(kWriting, units.write_units, target);
}

Status CheckCeilings(const PartialThroughput& ceilings, const ThroughputTarget& target,
                     bool may_clear) {
  STATOR_RETURN_IF_ERROR(CheckCeiling(kReading, ceilings.read_units, target, may_clear));
  return CheckCeiling(kWriting, ceilings.write_units, target, may_clear);
}

std::string_view FirstCeilingGiven(const PartialThroughput& ceilings) {
  if (ceilings.read_units) return kReading.request_units;
  return ceilings.write_units ? kWriting.request_units : std::string_view();
}

std::optional<OnDemandThroughput> MergeCeilings(const std::optional<OnDemandThroughput>& before,
                                                const PartialThroughput& given) {
  OnDemandThroughput merged = before.value_or(OnDemandThroughput{});
  if (given.read_units) merged.max_read_units = *given.read_units;
  if (given.write_units) merged.max_write_units = *given.write_units;
  if (merged == OnDemandThroughput{}) return std::nullopt;
  return merged;
}

WarmThroughput NaturalWarmThroughput(BillingMode mode, const ProvisionedThroughput& units) {
  if (mode == BillingMode::kPayPerRequest) return kOnDemandInitial;
  return {.read_units = units.read_units, .write_units = units.write_units};
}

WarmThroughput HigherWarmThroughput(const WarmThroughput& a, const WarmThroughput& b) {
  return {.read_units = std::max(a.read_units, b.read_units),
          .write_units = std::max(a.write_units, b.write_units)};
}

Result<std::optional<WarmThroughput>> InitialWarmThroughput(
    const std::optional<PartialThroughput>& asked, BillingMode mode,
    const ProvisionedThroughput& units, const ThroughputTarget& target) {
  if (!asked || (!asked->read_units && !asked->write_units)) return std::optional<WarmThroughput>();
  const WarmThroughput least = NaturalWarmThroughput(mode, units);
  const WarmThroughput warm = {.read_units = asked->read_units.value_or(least.read_units),
                               .write_units = asked->write_units.value_or(least.write_units)};
  STATOR_RETURN_IF_ERROR(
      CheckInitialWarm(kReading, warm.read_units, least.read_units, mode, target));
  STATOR_RETURN_IF_ERROR(
      CheckInitialWarm(kWriting, warm.write_units, least.write_units, mode, target));
  return std::optional<WarmThroughput>(warm);
}

Result<WarmThroughput> RaisedWarmThroughput(const PartialThroughput& asked,
                                            const WarmThroughput& current,
                                            const ThroughputTarget& target) {
  const WarmThroughput warm = {.read_units = asked.read_units.value_or(current.read_units),
                               .write_units = asked.write_units.value_or(current.write_units)};
  STATOR_RETURN_IF_ERROR(CheckRaisedWarm(kReading, warm.read_units, current.read_units, target));
  STATOR_RETURN_IF_ERROR(CheckRaisedWarm(kWriting, warm.write_units, current.write_units, target));
  return warm;
}

}  // namespace stator::api
