// What an UpdateTable request must satisfy before the table is looked at: mostly, that it changes
// one concern at a time. Order and words are AWS's, captured.
#pragma once

#include <optional>

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Status CheckUpdateRequest(const UpdateTableRequest& request);

// Whether any figure is given; a member without one counts as absent.
bool AsksForFigures(const std::optional<PartialThroughput>& throughput);

}  // namespace stator::api
