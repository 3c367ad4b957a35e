// Any bytes as a token's record, as the key of its expiry and as the reasons of a cancellation:
// what is accepted must come back.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/json/wire_error.h"
#include "api/types/cancellation.h"
#include "txn/token_records.h"

namespace {

using stator::Code;
using stator::Status;

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto record = stator::txn::DecodeTokenRecord(bytes);
  if (record.ok()) Require(stator::txn::EncodeTokenRecord(*record) == bytes);

  const auto expiry = stator::txn::DecodeTokenExpiryKey(bytes);
  if (expiry.ok()) {
    const std::string again =
        stator::txn::TokenExpiryKey(expiry->expires_micros, expiry->token_key);
    Require(again.substr(1) == bytes.substr(1));
  }

  const std::string text(bytes);
  using stator::txn::TokenRecordKey;
  Require(TokenRecordKey(text, "", "") != TokenRecordKey("", text + "x", ""));
  Require(TokenRecordKey("s", text, "c") != TokenRecordKey("s", text + "c", ""));
  Require(TokenRecordKey("s", "t", text) != TokenRecordKey("s", "t", text + "x"));

  const Status canceled(Code::kTransactionCanceled, "", text);
  for (const auto& reason : stator::api::CancellationReasons(canceled)) {
    Require(!stator::api::CancellationCodeName(reason.code).empty());
  }
  Require(!stator::api::json::ErrorBody(canceled, "").empty());
  return 0;
}
