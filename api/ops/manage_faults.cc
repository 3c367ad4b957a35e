#include "api/ops/manage_faults.h"

#include "api/ops/fault_rules.h"
#include "api/ops/lag_control.h"

namespace stator::api {

Result<AddFaultResponse> AddFault(const OpContext& context, const FaultRule& rule) {
  return context.fault_rules->Add(rule);
}

Result<ListFaultsResponse> ListFaults(const OpContext& context, const ListFaultsRequest&) {
  return context.fault_rules->List();
}

Result<DeleteFaultsResponse> DeleteFaults(const OpContext& context,
                                          const DeleteFaultsRequest& request) {
  return context.fault_rules->Delete(request);
}

Result<EmptyResponse> SetLag(const OpContext& context, const SetLagRequest& request) {
  STATOR_RETURN_IF_ERROR(context.lag->Set(request));
  return EmptyResponse{};
}

Result<DescribeLagResponse> DescribeLag(const OpContext& context, const DescribeLagRequest&) {
  return context.lag->Describe();
}

Result<EmptyResponse> ClearLag(const OpContext& context, const DescribeLagRequest&) {
  context.lag->Clear();
  return EmptyResponse{};
}

}  // namespace stator::api
