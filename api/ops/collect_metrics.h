// Puts together what an engine's tables and calls have counted.
#pragma once

#include <span>
#include <string_view>

#include "api/ops/call_totals.h"
#include "api/types/metrics.h"
#include "kv/table/database.h"

namespace stator::api {

// `operations`: names by their places in the op table. Holds a table's lock only while its own
// figures are copied.
Metrics CollectMetrics(Database* database, const CallTotals& totals,
                       std::span<const std::string_view> operations, const MetricsRequest& request);

}  // namespace stator::api
