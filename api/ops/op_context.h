// What an operation's handler works with: the store, and who asks. Made anew for each call.
#pragma once

#include <algorithm>
#include <cstdint>
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

namespace stator {
class StreamPolicies;
class TokenSeal;
}  // namespace stator

namespace stator::api {

class FaultRules;
class LagControl;
class ResourcePolicies;
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
  ResourcePolicies* resource_policies = nullptr;
  StreamPolicies* stream_policies = nullptr;
  TokenSeal* token_seal = nullptr;
  // Who asks, where his calls are decided on (api/ops/access_gate.h); null: everything is allowed.
  const iam::Principal* principal = nullptr;
  const iam::RequestOrigin* origin = nullptr;        // may be null, as may this:
  const iam::DecisionListener* decisions = nullptr;  // learns of every decision
  // Of a call that was decided on: the ids of the tables and indexes that it may use, since one
  // that took the place of another in between was not decided on. Null: any.
  const std::vector<uint32_t>* decided_ids = nullptr;
  const std::vector<Status>* denied_elements = nullptr;  // of BatchExecuteStatement, one each
  std::string_view operation;                            // its name, as in X-Amz-Target
  std::string account;                                   // 12 digits, as it stands in ARNs
  std::string region;
  std::string space;          // the catalog's namespace (kv/table/catalog.h)
  bool shared_space = false;  // `space` is that of all accounts and regions
  Wording wording;            // of the operation that was called
  std::string endpoint_host;  // what DescribeEndpoints answers; empty: the regional AWS-like name
};

// What was injected for that element of the request. OK: it is treated as it deserves.
inline Status FaultOf(const OpContext& context, size_t element) {
  return context.element_faults == nullptr ? OkStatus() : (*context.element_faults)[element];
}

// Why that statement of BatchExecuteStatement is not allowed. OK: it is.
inline Status DenialOf(const OpContext& context, size_t element) {
  return context.denied_elements == nullptr ? OkStatus() : (*context.denied_elements)[element];
}

// Whether what has that id, a table or an index, may be used by this call.
inline bool WasDecidedOn(const OpContext& context, uint32_t id) {
  return context.decided_ids == nullptr ||
         std::find(context.decided_ids->begin(), context.decided_ids->end(), id) !=
             context.decided_ids->end();
}

// The same of a table for an operation on it as a whole. In the caller's own account names and ARNs
// stand for a table, whichever it is; another account's must have been decided on.
bool MayUse(const OpContext& context, const Table& table);

bool LooksLikeArn(std::string_view name_or_arn);
// All regions here are of this one: "arn:aws:…".
inline constexpr std::string_view kArnPartition = "aws";

// "arn:aws:dynamodb:<region>:<account>:table/<name>", of the caller's account or of that given.
std::string TableArn(const OpContext& context, std::string_view table_name);
std::string TableArn(const OpContext& context, std::string_view account,
                     std::string_view table_name);
// Of a table that there is, in whichever account.
std::string TableArn(const OpContext& context, const TableSchema& schema);

// Whether the caller can mean resources of that account at all: his own, and where he is decided on
// those of all others, which their policies may open to him.
bool MayNameAccount(const OpContext& context, std::string_view account);
// The namespace of an account's tables in the caller's region, and the account of a namespace.
std::string SpaceOf(const OpContext& context, std::string_view account);
std::string AccountOf(const OpContext& context, std::string_view space);

// kAccessDenied for what the ARN names, in words of our own: AWS's name the user and the policy.
Status DeniedToAccount(const OpContext& context, std::string_view arn);

// A table as a request names it.
struct TableReference {
  std::string account;
  std::string space;
  std::string name;
};
// From a name or an ARN. kValidation for an ARN that is malformed; kAccessDenied for one of an
// account whose resources the caller cannot mean.
Result<TableReference> ResolveTable(const OpContext& context, std::string_view name_or_arn);
// A name that no table can have is malformed, not unknown. The structural check lets it through,
// because ARNs stand in the same member, and its least length is theirs. Longer names it refuses.
Status RefuseShortName(std::string_view name_or_arn);

// The table for reading or writing items: it exists and is ACTIVE or UPDATING, and is the one that
// was decided on. Otherwise kNotFound "Requested resource not found". Tells the context's meter of
// it.
Result<std::shared_ptr<Table>> FindUsableTable(const OpContext& context,
                                               std::string_view name_or_arn);

// The state that a read of the table or of one of its indexes shall see. Null: the newest.
std::shared_ptr<const Snapshot> ChooseState(const OpContext& context, const TableSchema& schema,
                                            const IndexSchema* index, bool consistent);

}  // namespace stator::api
