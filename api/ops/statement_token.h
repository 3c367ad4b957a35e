// NextToken of ExecuteStatement: where the next page begins.
//
//   base64(version · fingerprint · query · key of the last item · seal)
//
// The fingerprint is that of the statement, its parameters and who asks, so that a token fits only
// the statement that it came from. The seal is a hash over the rest, which tells a damaged token
// from ours. It is no secret: a token opens nothing that its holder could not ask for anyway.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/ops/op_context.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/codec/value.h"

namespace stator::api {

struct StatementPosition {
  uint32_t query = 0;                 // which of the statement's queries; 0 for a scan
  std::optional<Item> start_after{};  // none: at its beginning
};

uint64_t FingerprintOf(const OpContext& context, std::string_view statement,
                       const std::vector<Value>& parameters);

std::string EncodeStatementToken(uint64_t fingerprint, const StatementPosition& position);
// kValidation "Invalid NextToken" for what EncodeStatementToken did not make, and "NextToken does
// not match request" for what it made for another statement.
Result<StatementPosition> DecodeStatementToken(std::string_view token, uint64_t fingerprint);

}  // namespace stator::api
