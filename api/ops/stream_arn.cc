#include "api/ops/stream_arn.h"

namespace stator::api {
namespace {

constexpr std::string_view kArnPrefix = "arn:aws:dynamodb:";
constexpr std::string_view kTable = "table/";
constexpr std::string_view kStream = "/stream/";

Status NoSuchStream(std::string_view arn) {
  return Status(Code::kNotFound,
                "Requested resource not found: Stream: " + std::string(arn) + " not found");
}

// Takes what stands before the separator, and the separator, from the front of *text.
bool ConsumeUntil(std::string_view separator, std::string_view* text, std::string_view* before) {
  const size_t at = text->find(separator);
  if (at == std::string_view::npos) return false;
  *before = text->substr(0, at);
  text->remove_prefix(at + separator.size());
  return true;
}

}  // namespace

std::string StreamArn(const OpContext& context, const StreamInfo& stream) {
  return TableArn(context, AccountOf(context, stream.space), stream.table_name)
      .append(kStream)
      .append(stream.label);
}

std::string StreamArn(const OpContext& context, const StreamName& stream) {
  return TableArn(context, stream.table.account, stream.table.name)
      .append(kStream)
      .append(stream.label);
}

Result<StreamName> ParseStreamArn(const OpContext& context, std::string_view arn) {
  std::string_view rest = arn;
  std::string_view region, account, table;
  if (!rest.starts_with(kArnPrefix)) return ValidationError("Invalid StreamArn");
  rest.remove_prefix(kArnPrefix.size());
  if (!ConsumeUntil(":", &rest, &region) || !ConsumeUntil(":", &rest, &account) ||
      !rest.starts_with(kTable)) {
    return ValidationError("Invalid StreamArn");
  }
  rest.remove_prefix(kTable.size());
  if (!ConsumeUntil(kStream, &rest, &table)) return ValidationError("Invalid StreamArn");
  if (region != context.region || !MayNameAccount(context, account)) return NoSuchStream(arn);
  return StreamName{{std::string(account), SpaceOf(context, account), std::string(table)},
                    std::string(rest)};
}

Result<StreamInfo> FindStream(const OpContext& context, std::string_view arn) {
  STATOR_ASSIGN_OR_RETURN(const StreamName name, ParseStreamArn(context, arn));
  Result<StreamInfo> stream = context.streams->Find(name.table.space, name.table.name, name.label);
  if (stream.status().code() == Code::kNotFound) return NoSuchStream(arn);
  return stream;
}

}  // namespace stator::api
