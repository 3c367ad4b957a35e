#include "api/partiql/request_text.h"

#include <utility>

namespace stator::api::partiql {

std::string RequestText::Name(std::string_view name) {
  const auto known = placeholders_.find(name);
  if (known != placeholders_.end()) return known->second;
  std::string placeholder = "#n" + std::to_string(names_.size());
  placeholders_.emplace(name, placeholder);
  names_.emplace(placeholder, name);
  return placeholder;
}

std::string RequestText::Path(const DocumentPath& path) {
  std::string text;
  for (const PathElement& element : path.elements) {
    if (const auto* name = std::get_if<std::string>(&element)) {
      if (!text.empty()) text += '.';
      text += Name(*name);
    } else {
      text += "[" + std::to_string(std::get<size_t>(element)) + "]";
    }
  }
  return text;
}

std::string RequestText::AddValue(Value value) {
  std::string placeholder = ValueName(values_.size());
  values_.emplace(placeholder, std::move(value));
  return placeholder;
}

ExpressionAttributes RequestText::Take() && {
  ExpressionAttributes attributes;
  if (!names_.empty()) attributes.names = std::move(names_);
  if (!values_.empty()) attributes.values = std::move(values_);
  attributes.from_statement = true;
  return attributes;
}

}  // namespace stator::api::partiql
