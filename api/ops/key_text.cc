#include "api/ops/key_text.h"

#include "api/json/base64.h"

namespace stator::api {

std::optional<std::string> KeyText(const ValueView& value) {
  switch (value.type()) {
    case AttributeType::kString: return std::string(value.bytes());
    case AttributeType::kNumber: {
      const auto number = value.number();
      if (!number.ok()) return std::nullopt;
      return number->ToString();
    }
    case AttributeType::kBinary: {
      std::string text;
      json::AppendBase64(value.bytes(), &text);
      return text;
    }
    default: return std::nullopt;
  }
}

}  // namespace stator::api
