#include "api/json/wire_error.h"

#include "api/json/item_json.h"
#include "api/json/json.h"
#include "api/types/cancellation.h"
#include "api/types/errors.h"
#include "kv/partition/throttle.h"

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

// The members are "ThrottlingReasons" in ProvisionedThroughputExceededException and
// "throttlingReasons" in ThrottlingException, as the service's model has them.
void WriteThrottle(const Throttle& throttle, Code code, std::string_view table_arns,
                   Writer* writer) {
  std::string resource = std::string(table_arns) + throttle.table_name;
  if (!throttle.index_name.empty()) resource += "/index/" + throttle.index_name;
  writer->Name(code == Code::kOverCeiling ? "throttlingReasons" : "ThrottlingReasons");
  writer->BeginArray();
  writer->BeginObject();
  writer->Name("reason");
  writer->String(ReasonOf(throttle));
  writer->Name("resource");
  writer->String(resource);
  writer->EndObject();
  writer->EndArray();
}

}  // namespace

std::string ErrorBody(const Status& status, std::string_view table_arns) {
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
  if (const auto throttle = ThrottleOf(status)) {
    WriteThrottle(*throttle, status.code(), table_arns, &writer);
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
