// Switching Contributor Insights of a table or of a global index on and off: the transitions, and
// the job that ends a transient status.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kv/model/table_schema.h"
#include "kv/table/job_runner.h"
#include "kv/table/status_jobs.h"
#include "kv/table/table.h"

namespace stator {

// What is asked for. Mode: when switching on only.
struct InsightsWish {
  bool on = false;
  InsightsMode mode = InsightsMode::kAccessedAndThrottledKeys;
};

// Takes the setting to ENABLING or DISABLING; false when it is there already, or on its way. The
// time of switching on is kept by a change of mode, as the service keeps the names of the rules.
bool BeginSwitch(const InsightsWish& wish, int64_t now_micros, InsightsSetting* setting);
// Ends the transient status, if there is one.
void EndSwitch(int64_t now_micros, InsightsSetting* setting);

// Of the table (index_name empty) or of a global index of it. Null: no such index.
InsightsSetting* FindInsights(TableSchema* schema, std::string_view index_name);
const InsightsSetting* FindInsights(const TableSchema& schema, std::string_view index_name);

// Ends the transient status of the setting as `begun` has it, unless another switch comes first.
std::unique_ptr<BackgroundJob> NewEndSwitchJob(const JobContext& context,
                                               std::shared_ptr<Table> table, std::string index_name,
                                               const InsightsSetting& begun);

}  // namespace stator
