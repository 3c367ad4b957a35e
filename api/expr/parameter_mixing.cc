#include "api/expr/parameter_mixing.h"

#include "api/expr/messages.h"

namespace stator::api::expr {
namespace {

void AppendSet(const std::vector<std::string_view>& names, std::string* text) {
  *text += "{";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) *text += ", ";
    *text += names[i];
  }
  *text += "}";
}

}  // namespace

std::string MixingText(const std::vector<std::string_view>& legacy_parameters,
                       const std::vector<std::string_view>& expression_parameters) {
  std::string text =
      "Can not use both expression and non-expression parameters in the same request: "
      "Non-expression parameters: ";
  AppendSet(legacy_parameters, &text);
  text += " Expression parameters: ";
  AppendSet(expression_parameters, &text);
  return text;
}

Status CheckConditionalOperator(const std::optional<ConditionalOperator>& op, size_t conditions) {
  if (!op || conditions >= 2) return OkStatus();
  const std::string_view text =
      conditions == 0 ? messages::kOperatorNeedsConditions : messages::kOperatorNeedsTwo;
  return ValidationError(std::string(text));
}

}  // namespace stator::api::expr
