#include "api/io/settings_io.h"

#include <string_view>

#include "api/io/member.h"

namespace stator::api {
namespace {

StreamViewType ViewTypeFromText(std::string_view text) {
  if (text == "KEYS_ONLY") return StreamViewType::kKeysOnly;
  if (text == "NEW_IMAGE") return StreamViewType::kNewImage;
  if (text == "OLD_IMAGE") return StreamViewType::kOldImage;
  return StreamViewType::kNewAndOldImages;
}

}  // namespace

std::string_view StreamViewText(StreamViewType view) {
  switch (view) {
    case StreamViewType::kKeysOnly: return "KEYS_ONLY";
    case StreamViewType::kNewImage: return "NEW_IMAGE";
    case StreamViewType::kOldImage: return "OLD_IMAGE";
    case StreamViewType::kNewAndOldImages: return "NEW_AND_OLD_IMAGES";
    case StreamViewType::kNone: break;
  }
  return "";
}

std::optional<StreamSpec> StreamSpecificationMember(const json::Node& object) {
  const std::optional<json::Node> member = Member(object, "StreamSpecification");
  if (!member) return std::nullopt;
  StreamSpec stream;
  stream.enabled = BoolMember(*member, "StreamEnabled").value_or(false);
  if (const auto view = Member(*member, "StreamViewType")) {
    stream.view_type = ViewTypeFromText(view->string());
  }
  return stream;
}

std::optional<SseSpec> SseSpecificationMember(const json::Node& object) {
  const std::optional<json::Node> member = Member(object, "SSESpecification");
  if (!member) return std::nullopt;
  SseSpec sse;
  sse.enabled = BoolMember(*member, "Enabled");
  sse.type = StringMember(*member, "SSEType");
  sse.kms_key_id = StringMember(*member, "KMSMasterKeyId");
  return sse;
}

}  // namespace stator::api
