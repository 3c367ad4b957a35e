// What an operation's handler works with: the store, and who asks. Made anew for each call.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/ops/call_meter.h"
#include "api/types/common.h"
#include "api/types/wording.h"
#include "kv/base/status.h"
#include "kv/table/database.h"
#include "streams/stream_reader.h"
#include "ttl/time_to_live.h"
#include "txn/coordinator.h"

namespace stator::api {

class FaultRules;
class LagControl;
struct FaultEffects;

struct OpContext {
  Database* database = nullptr;
  const StreamReader* streams = nullptr;
  ttl::TimeToLive* time_to_live = nullptr;
  txn::Coordinator* transactions = nullptr;
  CallMeter* meter = nullptr;  // null: the call is not measured
  // Faults and lag (docs/faults.md). Each may be null: there are none.
  FaultRules* fault_rules = nullptr;
  FaultEffects* fault_effects = nullptr;                // null: the call deals with all itself
  const std::vector<Status>* element_faults = nullptr;  // of this call, one per element
  LagControl* lag = nullptr;
  std::string_view operation;  // its name, as in X-Amz-Target
  std::string account;         // 12 digits, as it stands in ARNs
  std::string region;
  std::string space;          // the catalog's namespace (kv/table/catalog.h)
  Wording wording;            // of the operation that was called
  std::string endpoint_host;  // what DescribeEndpoints answers; empty: the regional AWS-like name
};

// What was injected for that element of the request. OK: it is treated as it deserves.
inline Status FaultOf(const OpContext& context, size_t element) {
  return context.element_faults == nullptr ? OkStatus() : (*context.element_faults)[element];
}

bool LooksLikeArn(std::string_view name_or_arn);

// "arn:aws:dynamodb:<region>:<account>:table/<name>"
std::string TableArn(const OpContext& context, std::string_view table_name);

// kAccessDenied for what the ARN names, in words of our own: AWS's name the user and the policy.
Status DeniedToAccount(const OpContext& context, std::string_view arn);

// A table's name from a name or an ARN. kValidation for an ARN that is malformed; kAccessDenied for
// one of another account.
Result<std::string> ResolveTableName(const OpContext& context, std::string_view name_or_arn);
// A name that no table can have is malformed, not unknown. The structural check lets it through,
// because ARNs stand in the same member, and its least length is theirs. Longer names it refuses.
Status RefuseShortName(std::string_view name_or_arn);

// The table for reading or writing items: it exists and is ACTIVE or UPDATING. Otherwise kNotFound
// "Requested resource not found". Tells the context's meter of it.
Result<std::shared_ptr<Table>> FindUsableTable(const OpContext& context,
                                               std::string_view name_or_arn);

// The state that a read of the table or of one of its indexes shall see. Null: the newest.
std::shared_ptr<const Snapshot> ChooseState(const OpContext& context, const TableSchema& schema,
                                            const IndexSchema* index, bool consistent);

}  // namespace stator::api
