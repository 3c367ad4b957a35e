#include "api/json/wire_error.h"

#include "api/json/item_json.h"
#include "api/json/json.h"
#include "api/types/cancellation.h"
#include "api/types/errors.h"

namespace stator::api::json {
namespace {

void WriteReasons(const std::vector<CancellationReason>& reasons, Writer* writer) {
  writer->Name("CancellationReasons");
  writer->BeginArray();
  for (const CancellationReason& reason : reasons) {
    writer->BeginObject();
    writer->Name("Code");
    writer->String(CancellationCodeName(reason.code));
    if (reason.item) {
      writer->Name("Item");
      WriteItem(reason.item->view(), writer);
    }
    if (!reason.message.empty()) {
      writer->Name("Message");
      writer->String(reason.message);
    }
    writer->EndObject();
  }
  writer->EndArray();
}

}  // namespace

std::string ErrorBody(const Status& status) {
  const WireError error = ToWireError(status.code());
  std::string body;
  Writer writer(&body);
  writer.BeginObject();
  writer.Name("__type");
  writer.String(error.type);
  if (status.code() == Code::kConditionFailed && !status.payload().empty()) {
    writer.Name("Item");
    WriteItem(ItemView(status.payload()), &writer);
  }
  if (status.code() == Code::kTransactionCanceled) {
    WriteReasons(CancellationReasons(status), &writer);
  }
  // Malformed JSON, for one, is refused without a text.
  if (!error.message_member.empty() && !status.message().empty()) {
    writer.Name(error.message_member);
    writer.String(status.message());
  }
  writer.EndObject();
  return body;
}

}  // namespace stator::api::json
