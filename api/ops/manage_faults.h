// Adds, lists and removes injected faults, and sets how much reads lag (docs/faults.md).
#pragma once

#include "api/ops/op_context.h"
#include "api/types/fault_ops.h"
#include "api/types/lag_ops.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Errors of all of them: kValidation.
Result<AddFaultResponse> AddFault(const OpContext& context, const FaultRule& rule);
Result<ListFaultsResponse> ListFaults(const OpContext& context, const ListFaultsRequest& request);
Result<DeleteFaultsResponse> DeleteFaults(const OpContext& context,
                                          const DeleteFaultsRequest& request);
Result<EmptyResponse> SetLag(const OpContext& context, const SetLagRequest& request);
Result<DescribeLagResponse> DescribeLag(const OpContext& context,
                                        const DescribeLagRequest& request);
// Nothing lags any more.
Result<EmptyResponse> ClearLag(const OpContext& context, const DescribeLagRequest& request);

}  // namespace stator::api
